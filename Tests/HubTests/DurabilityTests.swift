import DurableSQLite
import Foundation
import GRDB
import Hub
import Loyalty
import Records
import Retail
import SyncProtocol
import Synchronization
import Testing

/// A hub answers only for what a power cut cannot take.
struct DurabilityTests {
    /// Sends sale after sale, cuts the power after each answer, and counts answers that the store
    /// does not know of afterwards.
    private func brokenPromises(
        _ store: any HubStore,
        afterPowerCut: () throws -> any HubStore
    ) async throws -> Int {
        let hub = HubCore(store: store, admission: .anyone, clock: { 0 })
        var till = TestTill()
        _ = try await hub.welcome(till.hello).get()
        var broken = 0
        for receipt in 1...5 {
            let record = till.sell(receipt: Int32(receipt))
            let answer = try await hub.receive(Upload([record])).get()
            let survived = try await afterPowerCut().read { try $0.device(record.device)?.last }
            if survived != answer.last { broken += 1 }
        }
        return broken
    }

    @Test func `an acknowledgement is durable`() async throws {
        let folder = try TestFolder()
        let store = try SQLiteHubStore(path: folder.file)
        let broken = try await brokenPromises(store) {
            // What the disk holds at this moment is all that a power cut leaves.
            let remains = try TestFolder()
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: folder.file + suffix,
                    toPath: remains.file + suffix
                )
            }
            return try Remains(remains)
        }
        #expect(broken == 0)
    }

    @Test func `a store that answers before its commit is caught`() async throws {
        let store = EagerStore()
        let broken = try await brokenPromises(store) { store.durable }
        #expect(broken > 0)
    }

    @Test func `a full disk is unavailable, half does nothing, and room heals it`() async throws {
        let folder = try TestFolder()
        var settings = DurableDatabase.Settings.durable
        settings.pageLimit = 60
        var till = TestTill()
        for receipt in 1...400 { till.sell(receipt: Int32(receipt)) }
        var taken = 0
        do {
            let store = try SQLiteHubStore(path: folder.file, settings: settings)
            let hub = HubCore(store: store, admission: .anyone, clock: { 0 })
            _ = try await hub.welcome(till.hello).get()
            var refused: Refusal.Kind?
            while refused == nil, taken < 400 {
                let answer = await hub.receive(till.upload((taken + 1)...(taken + 20)))
                refused = answer.refusal
                if refused == nil { taken += 20 }
            }
            #expect(refused == .unavailable)
            let census = try await hub.census()
            #expect(census.records == taken)
            #expect(census.sales == taken)
            #expect(try await store.verifyChains().isWhole)
            store.close()
        }
        let hub = HubCore(
            store: try SQLiteHubStore(path: folder.file),
            admission: .anyone,
            clock: { 0 }
        )
        let answer = try await hub.receive(till.upload((taken + 1)...400)).get()
        #expect(answer.last == till.head)
        #expect(try await hub.store.verifyChains().isWhole)
    }

    @Test func `the second hub on one folder is refused and the first is named`() throws {
        let folder = try TestFolder()
        let store = try SQLiteHubStore(path: folder.file)
        #expect {
            _ = try SQLiteHubStore(path: folder.file)
        } throws: { error in
            guard case StorageError.inUse(_, let holder) = error else { return false }
            return holder == "process \(getpid())"
        }
        store.close()
    }

    @Test func `an incarnation outlives the program`() async throws {
        let folder = try TestFolder()
        var lives: Set<String> = []
        for _ in 1...3 {
            let store = try SQLiteHubStore(path: folder.file)
            lives.insert(try await store.read { try $0.incarnation() })
            store.close()
        }
        #expect(lives.count == 1)
        let elsewhere = try TestFolder()
        let other = try SQLiteHubStore(path: elsewhere.file)
        #expect(!lives.contains(try await other.read { try $0.incarnation() }))
    }

    @Test func `after a failed flush the hub takes nothing more`() async throws {
        let store = FailingStore()
        let hub = HubCore(store: store, admission: .anyone, clock: { 0 })
        let till = TestTill()
        #expect(await hub.welcome(till.hello).refusal == nil)
        store.failNext()
        #expect(await hub.welcome(till.hello).refusal == .unavailable)
        #expect(await hub.welcome(till.hello).refusal == .unavailable)
    }

    @Test func `one changed byte is found and named`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        for receipt in 1...9 { till.sell(receipt: Int32(receipt)) }
        let store = try SQLiteHubStore(path: folder.file)
        let hub = HubCore(store: store, admission: .anyone, clock: { 0 })
        _ = try await hub.welcome(till.hello).get()
        _ = try await hub.receive(till.upload).get()
        #expect(try await store.verifyChains().isWhole)
        store.close()

        let queue = try DatabaseQueue(path: folder.file)
        var bytes = till.records[4].bytes
        bytes[bytes.count - 2] ^= 1
        let forged = Data(bytes)
        try await queue.write { db in
            try db.execute(
                sql: "UPDATE journal SET bytes = ? WHERE seq = 5",
                arguments: [forged]
            )
        }
        try queue.close()

        let report = try await SQLiteHubStore(path: folder.file).verifyChains()
        #expect(report.faults.map(\.key.sequence) == [5])
    }
}

/// What a power cut left, opened.
private final class Remains: HubStore {
    private let folder: TestFolder
    private let store: SQLiteHubStore

    init(_ folder: TestFolder) throws {
        self.folder = folder
        store = try SQLiteHubStore(path: folder.file)
    }

    deinit {
        store.close()
    }

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
}

/// Bad twin: answers at once, and writes one commit behind.
private final class EagerStore: HubStore {
    private let cache = MemoryHubStore()
    let durable = MemoryHubStore()
    private let late = Mutex<(@Sendable (any HubTransaction) throws -> Void)?>(nil)

    func commit<Value: Sendable>(
        _ work: @escaping @Sendable (any HubTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        let value = try await cache.commit(work)
        let due = late.withLock { late in
            defer { late = { _ = try work($0) } }
            return late
        }
        if let due { try await durable.commit(due) }
        return value
    }

    func read<Value: Sendable>(
        _ work: @escaping @Sendable (any HubReading) throws -> Value
    ) async throws(StorageError) -> Value {
        try await cache.read(work)
    }
}

/// A store whose disk fails once and then seems well again.
private final class FailingStore: HubStore {
    private let store = MemoryHubStore()
    private let fails = Mutex(false)

    func failNext() {
        fails.withLock { $0 = true }
    }

    func commit<Value: Sendable>(
        _ work: @escaping @Sendable (any HubTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        let fails = fails.withLock { fails in
            defer { fails = false }
            return fails
        }
        if fails { throw .deviceFailed(path: "test", detail: "input/output error") }
        return try await store.commit(work)
    }

    func read<Value: Sendable>(
        _ work: @escaping @Sendable (any HubReading) throws -> Value
    ) async throws(StorageError) -> Value {
        try await store.read(work)
    }
}
