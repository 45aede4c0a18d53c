import DurableSQLite
import Hub
import Loyalty
import Records
import Retail
import Testing

/// What every store has to do: one body, run over all of them.
struct HubStoreTests {
    private func entry(_ record: Record, _ standing: Standing = .applied) -> JournalEntry {
        JournalEntry(record, isNameTaken: false, standing: standing)
    }

    private func device(_ till: TestTill) -> DeviceEntry {
        DeviceEntry(meeting: till, lastSeen: 12)
    }

    @Test(arguments: TestStore.allCases)
    func `a new store has an incarnation and nothing else`(_ kind: TestStore) async throws {
        let store = try kind.make()
        let (incarnation, census) = try await store.read { (try $0.incarnation(), try $0.census()) }
        #expect(incarnation.utf8.count == 32)
        #expect(census == HubCensus())
    }

    @Test(arguments: TestStore.allCases)
    func `a device is as it was put last`(_ kind: TestStore) async throws {
        let store = try kind.make()
        var till = TestTill()
        let first = device(till)
        till.state(.dayOpened(BusinessDay(number: 1)))
        var second = device(till)
        second.version = "1.1"
        let last = second
        try await store.commit { try $0.put(first) }
        try await store.commit { try $0.put(last) }
        let found = try await store.read { (try $0.device(DeviceID(7)), try $0.devices()) }
        #expect(found.0 == last)
        #expect(found.1 == [last])
        #expect(try await store.read { try $0.device(DeviceID(8)) } == nil)
    }

    @Test(arguments: TestStore.allCases)
    func `a record is found by number and by name, byte for byte`(_ kind: TestStore) async throws {
        let store = try kind.make()
        var till = TestTill()
        for number in 1...5 { till.state(.dayOpened(BusinessDay(number: Int32(number)))) }
        let records = till.records
        let entries = records.map { entry($0) }
        _ = try await store.commit { try $0.append(entries) }

        try await store.read { reading in
            #expect(try reading.hash(of: entries[2].key) == entries[2].hash)
            #expect(try reading.record(named: records[3].operation) == entries[3].key)
            let run = try reading.records(after: entries[0].key, limit: 3)
            #expect(run == Array(entries[1...3]))
            let missing = JournalKey(device: DeviceID(7), epoch: 2, sequence: 1)
            #expect(try reading.hash(of: missing) == nil)
        }
    }

    @Test(arguments: TestStore.allCases)
    func `a number and a name are taken once`(_ kind: TestStore) async throws {
        let store = try kind.make()
        var till = TestTill()
        let first = entry(till.state(.dayOpened(BusinessDay(number: 1))))
        let namesake = entry(
            till.add(.dayOpened, operation: first.operation, body: Array("{}".utf8))
        )
        #expect(try await store.commit { try $0.append([first]) } == [])
        #expect(try await store.commit { try $0.append([namesake]) } == [namesake.key])
        let second = JournalEntry(till.records[0], isNameTaken: true, standing: .applied)
        await #expect(throws: StorageError.self) {
            _ = try await store.commit { try $0.append([second]) }
        }
        #expect(try await store.read { try $0.census().records } == 1)
    }

    @Test(arguments: TestStore.allCases)
    func `work that throws leaves nothing behind`(_ kind: TestStore) async throws {
        let store = try kind.make()
        var till = TestTill()
        let good = entry(till.state(.dayOpened(BusinessDay(number: 1))))
        let device = device(till)
        await #expect(throws: StorageError.self) {
            try await store.commit { transaction in
                try transaction.put(device)
                _ = try transaction.append([good])
                throw StorageError.refused(path: "test", detail: "changed its mind")
            }
        }
        #expect(try await store.read { try $0.census() } == HubCensus())
    }

    @Test(arguments: TestStore.allCases)
    func `works that arrive together all happen, but for the bad one`(
        _ kind: TestStore
    ) async throws {
        let store = try kind.make()
        let failed = await withTaskGroup(of: Bool.self) { group in
            for number in 1...40 {
                group.addTask {
                    do throws(StorageError) {
                        try await store.commit { transaction in
                            try transaction.add([MemberID(Int64(number))])
                            if number == 13 {
                                throw StorageError.refused(path: "test", detail: "bad luck")
                            }
                        }
                        return false
                    } catch {
                        return true
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failed == 1)
        let members = try await store.read { try $0.members() }
        #expect(members == (1...40).filter { $0 != 13 }.map { MemberID(Int64($0)) })
    }

    @Test(arguments: TestStore.allCases)
    func `what waits is listed until it is restated`(_ kind: TestStore) async throws {
        let store = try kind.make()
        var till = TestTill()
        let standings: [Standing] = [
            .applied, .setAside("odd"), .deferred("later"), .setAside("strange"),
        ]
        let entries = standings.enumerated().map { index, standing in
            entry(till.state(.dayOpened(BusinessDay(number: Int32(index)))), standing)
        }
        _ = try await store.commit { try $0.append(entries) }
        let all = try await store.read { try $0.waiting(in: nil) }
        #expect(all.map(\.standing) == Array(standings[1...]))
        let run = try await store.read {
            try $0.waiting(in: (first: entries[2].key, last: 9))
        }
        #expect(run.map(\.key.sequence) == [3, 4])
        try await store.commit { try $0.restate([entries[2].key: .applied]) }
        let rest = try await store.read { try $0.waiting(in: nil) }
        #expect(rest.map(\.key.sequence) == [2, 4])
    }

    @Test(arguments: TestStore.allCases)
    func `programmes are kept for ever and one is in force`(_ kind: TestStore) async throws {
        let store = try kind.make()
        var newer = Programme.r1
        newer.version = 2
        newer.earn.points = 3
        let entries = [
            ProgrammeEntry(programme: .r1, text: "one"),
            ProgrammeEntry(programme: newer, text: "two"),
        ]
        for entry in entries { try await store.commit { try $0.adopt(entry) } }
        try await store.read { reading throws in
            #expect(try reading.programme() == entries[1])
            #expect(try reading.programme(Programme.r1.pinned) == entries[0])
            #expect(try reading.programmes() == entries)
            #expect(try reading.programme(ProgrammeVersion(id: "r9", version: 1)) == nil)
        }
    }
}
