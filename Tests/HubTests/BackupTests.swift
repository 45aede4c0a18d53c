import DurableSQLite
import Foundation
import Hub
import Records
import Retail
import SyncProtocol
import Synchronization
import Testing

/// A backup counts when it has proven to be one, and a hub that is restored asks for the rest.
struct BackupTests {
    private func sell(_ till: inout TestTill, _ receipts: ClosedRange<Int32>, to hub: HubCore)
        async throws
    {
        for receipt in receipts { till.sell(receipt: receipt) }
        let welcome = try await hub.welcome(till.hello).get()
        till.token = welcome.token
        _ = try await hub.receive(till.upload).get()
    }

    @Test(arguments: TestStore.allCases)
    func `till records are archived that every counted backup holds`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        var till = TestTill()
        func mark() async throws -> UInt64 {
            try await hub.welcome(till.hello).get().archivedSequence
        }
        try await sell(&till, 1...3, to: hub)
        #expect(try await mark() == 0)
        let counted = try await hub.count(backup: "monday", hub.store)
        #expect(counted.marks == [.init(device: till.device, epoch: 1, sequence: 3)])
        #expect(try await mark() == 3)
        try await sell(&till, 4...5, to: hub)
        #expect(try await mark() == 3)
        _ = try await hub.count(backup: "tuesday", hub.store)
        #expect(try await mark() == 3, "monday's may still be what is left")
        try await hub.giveUp(backups: ["monday"])
        #expect(try await mark() == 5)
        try await hub.giveUp(backups: ["tuesday"])
        #expect(try await mark() == 0)
        #expect(try await hub.backups().isEmpty)
    }

    @Test(arguments: TestStore.allCases)
    func `a copy of another hub, or of a life that is over, does not count`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        let stranger = MemoryHubStore(incarnation: "another")
        await #expect(throws: BackupError.ofAnotherLife) {
            try await hub.count(backup: "x", stranger)
        }
        #expect(try await hub.backups().isEmpty)
    }

    @Test(arguments: TestStore.allCases)
    func `a restored hub is another life and asks nobody for a token`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        var till = TestTill()
        try await sell(&till, 1...3, to: hub)
        let before = try await hub.welcome(till.hello).get()
        let life = try await hub.restored(from: "monday")
        #expect(before.incarnation != life)
        #expect(
            try await hub.backups().map(\.marks) == [
                [.init(device: till.device, epoch: 1, sequence: 3)]
            ]
        )
        till.token = SyncToken(rawValue: "of a life that is over")
        let after = try await hub.welcome(till.hello).get()
        #expect(after.incarnation == life)
        #expect(after.last == till.head)
    }

    @Test func `a file is copied, proven, kept so many times, and becomes a hub again`()
        async throws
    {
        let folder = try TestFolder()
        let store = try SQLiteHubStore(path: folder.file)
        let time = Mutex<Int64>(1_493_611_200_000)
        let hub = HubCore(store: store, admission: .anyone, clock: { time.withLock { $0 } })
        var till = TestTill()
        let backups = BackupFolder(path: folder.path)
        var files: [String] = []
        for round: Int32 in 0..<4 {
            try await sell(&till, (3 * round + 1)...(3 * round + 3), to: hub)
            files.append(try await backups.backUp(store, of: hub, keeping: 2).name)
            time.withLock { $0 += 3_600_000 }
        }
        #expect(files[0].hasSuffix("/hub-20170501T040000Z.sqlite"))
        #expect(files.map(FileManager.default.fileExists(atPath:)) == [false, false, true, true])
        #expect(try await hub.backups().map(\.name) == Array(files[2...]))
        #expect(try await hub.welcome(till.hello).get().archivedSequence == 9)

        await #expect(throws: BackupError.isThere(path: folder.file)) {
            try await BackupFolder.restore(files[2], into: folder.path)
        }
        let elsewhere = try TestFolder()
        let made = try await BackupFolder.restore(files[2], into: elsewhere.path)
        #expect(made.census.sales == 9)
        #expect(made.superseded == [files[3] + ".over"], "it is of the life that is over")
        #expect(files.map(FileManager.default.fileExists(atPath:)) == [false, false, true, false])
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere.path).count == 1)
        let twin = try SQLiteHubStore(path: elsewhere.file)
        let again = HubCore(store: twin, admission: .anyone)
        #expect(try await again.backups().map(\.name) == Array(files[0...2]))
        let welcome = try await again.welcome(till.hello).get()
        #expect(welcome.last.sequence == 9)
        #expect(welcome.archivedSequence == 3)
        _ = try await again.receive(till.upload(10...12)).get()
        #expect(try await again.census().sales == 12)
        _ = try await backups.backUp(twin, of: again, keeping: 2)
        let mark = try await again.welcome(till.hello).get().archivedSequence
        #expect(mark == 9, "it may be restored from the same file once more")
        store.close()
        twin.close()
    }

    @Test func `a copy with one changed byte is no backup`() async throws {
        let folder = try TestFolder()
        let store = try SQLiteHubStore(path: folder.file)
        let hub = HubCore(store: store, admission: .anyone, clock: { 0 })
        var till = TestTill()
        try await sell(&till, 1...3, to: hub)
        let copy = MemoryHubStore(incarnation: try await store.read { try $0.incarnation() })
        try await copy.carry(from: store) { entry in
            var bytes = entry.bytes
            if entry.key.sequence == 2 { bytes[bytes.count - 2] ^= 1 }
            return bytes
        }
        await #expect(throws: BackupError.self) { try await hub.count(backup: "x", copy) }
        #expect(try await hub.backups().isEmpty)
        store.close()
    }
}

extension HubStore {
    /// Takes devices and records from `source`, each with the bytes that `change` makes of it.
    fileprivate func carry(
        from source: any HubStore,
        changing change: @escaping @Sendable (JournalEntry) -> [UInt8]
    ) async throws {
        let devices = try await source.read { try $0.devices() }
        for device in devices {
            let start = JournalKey(device: device.device, epoch: device.last.epoch, sequence: 0)
            let entries = try await source.read { try $0.records(after: start, limit: 99) }
            try await commit { transaction in
                try transaction.put(device)
                for entry in entries {
                    let changed = JournalEntry(
                        key: entry.key,
                        kind: entry.kind,
                        schema: entry.schema,
                        operation: entry.operation,
                        hash: entry.hash,
                        bytes: change(entry),
                        standing: entry.standing
                    )
                    _ = try transaction.append([changed])
                }
            }
        }
    }
}
