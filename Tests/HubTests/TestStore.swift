import DurableSQLite
import Foundation
import Hub
import Loyalty
import TestSupport
import Testing

/// The stores that the conformance suite runs over.
enum TestStore: String, CaseIterable, CustomTestStringConvertible {
    case memory
    case sqlite
    case postgres
    /// PostgreSQL with every large table partitioned by hash, as a chain that has grown has it.
    case partitioned

    var testDescription: String { rawValue }

    /// Those that this machine has.
    static let allCases: [TestStore] =
        [.memory, .sqlite] + (PrivatePostgres.isInstalled ? [.postgres, .partitioned] : [])

    /// A new store that holds nothing; `isFounded` unless a move is to name it.
    func make(isFounded: Bool = true) throws -> any HubStore {
        switch self {
        case .memory: isFounded ? MemoryHubStore() : MemoryHubStore(incarnation: "")
        case .sqlite: try FolderStore()
        case .postgres: try ServerStore(isFounded: isFounded)
        case .partitioned: try ServerStore(isFounded: isFounded, isPartitioned: true)
        }
    }

    /// A hub on a new store, with the programme R1 in force.
    func hub(
        chance: @escaping @Sendable () -> (UInt64, UInt64) = HubCore.systemChance
    ) async throws -> HubCore {
        let hub = HubCore(
            store: try make(),
            admission: .anyone,
            clock: { 1_493_611_200_000 },
            chance: chance
        )
        try await hub.adopt(.r1, text: "id: r1")
        return hub
    }
}

/// A store that a test wraps: it does what the one inside does.
protocol WrappedStore: HubStore {
    associatedtype Inner: HubStore
    var store: Inner { get }
}

extension WrappedStore {
    func commit<Value: Sendable>(
        _ work: @escaping @Sendable (any HubTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        try await store.commit(work)
    }

    func read<Value: Sendable>(
        _ work: @escaping @Sendable (any HubReading) throws -> Value
    ) async throws(StorageError) -> Value {
        try await store.read(work)
    }

    func scrub() async throws(StorageError) {
        try await store.scrub()
    }
}

/// A folder of one test's own, gone with it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "suanpan-hub-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Where a hub keeps its store in here.
    var file: String { path + "/" + SQLiteHubStore.fileName }
}

/// A SQLite store whose folder lives exactly as long as it does.
private final class FolderStore: WrappedStore {
    private let folder: TestFolder
    let store: SQLiteHubStore

    init() throws {
        folder = try TestFolder()
        store = try SQLiteHubStore(path: folder.file)
    }

    deinit {
        store.close()
    }
}
