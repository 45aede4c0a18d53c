import DurablePostgres
import DurableSQLite
import Foundation
import Hub
import HubPostgres
import Identity
import Loyalty
import Records
import SampleTrade
import Sync
import Synchronization
import TestSupport

/// A hub as its program runs it: the real core on a real store, behind the bytes of its endpoint.
///
/// It can lose its power, and come back from a backup.
final class TestHub: Sendable {
    /// Where it keeps what it has.
    enum Kind: String, CaseIterable {
        case sqlite
        case postgres

        /// Those that this machine has.
        static let allCases: [Kind] = [.sqlite] + (PrivatePostgres.isInstalled ? [.postgres] : [])
    }

    private struct Running {
        let core: HubCore
        let close: @Sendable () -> Void
    }

    private let kind: Kind
    let identity: HubIdentity?
    private let clock: @Sendable () -> Int64
    private let leaseTerms: LeaseTerms
    private let folders = Mutex<[String]>([])
    private let schema: String
    private let running: Mutex<Running?> = Mutex(nil)

    /// - Parameter identity: Who it is; with it, it takes what paired tills have signed alone.
    init(
        _ kind: Kind = .sqlite,
        identity: HubIdentity? = nil,
        clock: @escaping @Sendable () -> Int64 = HubCore.wallClock,
        leaseTerms: LeaseTerms = LeaseTerms()
    ) async throws {
        self.kind = kind
        self.identity = identity
        (self.clock, self.leaseTerms) = (clock, leaseTerms)
        schema = kind == .postgres ? try PrivatePostgres.shared.get().newName() : ""
        if kind == .postgres {
            try PostgresConnection(PostgresAddress(PrivatePostgres.shared.get().address()))
                .run(script: "CREATE SCHEMA \(schema)")
        }
        folders.withLock { $0 = [Self.newFolder()] }
        try start()
        try await core.adopt(.r1, text: "id: r1")
    }

    deinit {
        running.withLock { $0?.close() }
        for folder in folders.withLock({ $0 }) {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    static func newFolder() -> String {
        let folder = NSTemporaryDirectory() + "suanpan-hub-" + UUID().uuidString
        try? FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        return folder
    }

    /// The folder with the hub's file; the backups lie in it as well.
    private var folder: String { folders.withLock { $0[$0.count - 1] } }

    /// The hub that runs now.
    var core: HubCore {
        running.withLock { running in
            guard let running else { preconditionFailure("the hub is off") }
            return running.core
        }
    }

    /// The line into whatever hub runs when it is used; a hub that is off says nothing.
    var link: LoopbackLink {
        LoopbackLink { [weak self] path, body in
            guard let self, let core = running.withLock({ $0?.core }) else {
                return LinkAnswer(status: 502, body: [])
            }
            let endpoint = HubEndpoint(core, identity: identity)
            let answer = await endpoint.handle(path: path, body: body)
            return LinkAnswer(status: answer.status, body: answer.body)
        }
    }

    private var admission: HubAdmission { identity == nil ? .anyone : .paired }

    /// Pairs a till as `device`, whose secret is made of `byte`, over `line` or within the process.
    func pair(
        _ byte: UInt8,
        as device: DeviceID = TestBox.device,
        over line: (any HubLink)? = nil
    ) async throws -> TillIdentity {
        var generator = SystemRandomNumberGenerator()
        let code = PairingCode(chance: (generator.next(), generator.next()))
        let offer = PairingOffer(of: device, to: code, at: clock())
        guard try await core.keep(offer) else { throw NotPaired() }
        return try await Pairing(over: line ?? link).pair(code, .made(of: byte), nonce: (1, 2))
    }

    /// Switches the hub on.
    func start() throws {
        let next: Running
        switch kind {
        case .sqlite:
            let store = try SQLiteHubStore(path: "\(folder)/\(SQLiteHubStore.fileName)")
            next = Running(core: core(store), close: { store.close() })
        case .postgres:
            let address = try PrivatePostgres.shared.get().address(schema: schema)
            let store = try PostgresHubStore(PostgresAddress(address), connections: 2)
            next = Running(core: core(store), close: { store.close() })
        }
        running.withLock { $0 = next }
    }

    private func core(_ store: any HubStore) -> HubCore {
        HubCore(store: store, admission: admission, leaseTerms: leaseTerms, clock: clock)
    }

    /// The hub's power goes.
    func stop() {
        let last = running.withLock { running in
            defer { running = nil }
            return running
        }
        last?.close()
    }

    /// Copies, proves and counts.
    func backUp() async throws -> String {
        guard let store = core.store as? SQLiteHubStore else { return "" }
        return try await BackupFolder(path: folder).backUp(store, of: core, keeping: 3).name
    }

    /// The hub's disk is lost, and the backup `file` becomes the hub.
    func restore(_ file: String) async throws {
        stop()
        let next = Self.newFolder()
        _ = try await BackupFolder.restore(file, into: next)
        folders.withLock { $0.append(next) }
        try start()
    }

    /// What is wrong with the hub when it should have booked `sales` sales, each once.
    func faults(sales: Int) async throws -> [String] {
        let census = try await core.census()
        let report = try await core.store.verifyChains()
        var faults = report.faults.map { "\($0.key): \($0.detail)" }
        if census.sales != sales { faults.append("\(census.sales) of \(sales) sales are booked") }
        if census.setAside + census.deferred > 0 {
            faults += try await core.waiting().map { "\($0.key): \($0.standing)" }
        }
        if report.ledgerSum != 0 { faults.append("the ledger sums to \(report.ledgerSum)") }
        return faults
    }
}

/// The hub has no room for another code.
struct NotPaired: Error {}

extension KeySeed {
    /// A secret for tests, made of nothing.
    static func made(of byte: UInt8) -> KeySeed {
        guard let seed = KeySeed(Array(repeating: byte, count: byteCount)) else {
            preconditionFailure("a seed has 32 bytes")
        }
        return seed
    }
}
