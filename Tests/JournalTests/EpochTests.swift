import DurableSQLite
import GRDB
import Journal
import Records
import Retail
import SyncProtocol
import Testing

/// A box writes one chain after another, and all of them are one journal.
struct EpochTests {
    /// A grant for the journal as it stands.
    private func grant(
        _ journal: TillJournal,
        as device: UInt32 = 7,
        epoch: UInt32 = 2,
        floor: Int32? = nil,
        on day: BusinessDay = TestTill.day,
        at workstation: Grant.Workstation? = nil
    ) throws -> Grant {
        Grant(
            device: DeviceID(device),
            epoch: epoch,
            base: .of([UInt8(epoch)]),
            token: SyncToken(rawValue: "granted"),
            receiptFloor: floor.map { Grant.ReceiptFloor(day: day.number, number: $0) },
            workstation: workstation,
            branch: try #require(try journal.tip)
        )
    }

    private func three(_ folder: TestFolder) async throws -> (TillJournal, TestTill) {
        var till = TestTill()
        let journal = try folder.journal()
        try await journal.append([till.open(), till.sell(1), till.sell(2), till.sell(3)])
        journal.remember(DeviceMemory(mark: journal.queueDepth.head, apart: .fork))
        return (journal, till)
    }

    @Test func `a grant begins another chain, durably, and the queue goes on behind it`()
        async throws
    {
        let folder = try TestFolder()
        var (journal, till) = try await three(folder)
        let grant = try grant(journal, floor: 41)
        #expect(try await journal.adopt(grant))
        for _ in 0..<2 {
            #expect(journal.queueDepth.head == grant.root)
            #expect(journal.queueDepth.mark == grant.root)
            #expect(journal.queueDepth.earlier == 4)
            #expect(journal.memory == DeviceMemory(adopting: grant))
            #expect(journal.chain == 2)
            journal.abandon()
            journal = try folder.journal()
        }
        try await journal.append([till.sell(42)])
        let records = try await journal.records(after: 0, limit: 9, byteLimit: .max)
        #expect(records.map(\.sequence) == [1])
        #expect(records[0].follows(grant.root))
        #expect(journal.queueDepth.waiting == 1)
        let report = try await journal.verify()
        #expect(report.fault == nil)
        #expect(report.records == 5)
        #expect(report.chains == 2)
        #expect(report.head == records[0].position)
    }

    typealias Floor = (
        floor: Int32?, day: Int, refused: Int32, taken: Int32, why: String
    )

    // swift-format-ignore
    static let floors: [Floor] = [
        (41,  0, 41, 42, "above what the hub knows"),
        (2,   0, 3,  4,  "above the till's own last number, if that is higher"),
        (nil, 0, 3,  4,  "on from the till's own last number"),
        (41,  1, 41, 42, "the hub knows a day that the till has not opened"),
    ]

    @Test(arguments: floors.indices)
    func `receipts go on above the floor`(_ index: Int) async throws {
        let row = Self.floors[index]
        let folder = try TestFolder()
        var (journal, till) = try await three(folder)
        let day = TestTill.day.advanced(by: row.day)
        #expect(try await journal.adopt(try grant(journal, floor: row.floor, on: day)))
        if row.day > 0 {
            #expect(try await journal.numbers().lastReceipt?.number == 3, "its own day goes on")
            try await journal.append([till.open(day)])
        }
        #expect(try await journal.numbers().lastReceipt?.number == row.taken - 1, "\(row.why)")
        let floor = try await journal.numbers().floor
        #expect(floor == ReceiptNumber(day: day, number: row.taken - 1))
        await #expect(throws: StorageError.self) {
            try await journal.append([till.sell(row.refused, on: day)])
        }
        try await journal.append([till.sell(row.taken, on: day)])
        #expect(try await journal.resume().lastReceipt?.number == row.taken)
    }

    @Test func `under another number the till stands elsewhere, and receipts begin at one`()
        async throws
    {
        let folder = try TestFolder()
        var (journal, till) = try await three(folder)
        let place = Grant.Workstation(store: 298, till: 9)
        #expect(try await journal.adopt(try grant(journal, as: 12, epoch: 1, at: place)))
        #expect(journal.device == DeviceID(12))
        #expect(journal.place == Place(store: 298, till: 9))
        await #expect(throws: StorageError.self, "the sale names the till that it was") {
            try await journal.append([till.sell(4)])
        }
        try await journal.append([till.sell(1, at: journal.place)])
        let again = try #require(
            try await journal.receipt(ReceiptNumber(day: TestTill.day, number: 1))
        )
        #expect(again.original.subject.place == journal.place, "the newer of two receipts 1")
        #expect(try await journal.totals().sales == 4)
        journal.abandon()
        // Whoever starts the till still names the number under which it was begun.
        journal = try folder.journal()
        #expect(journal.device == DeviceID(12))
        #expect(try await journal.verify().fault == nil)
    }

    @Test func `a grant for what is no longer the last record changes nothing`() async throws {
        let folder = try TestFolder()
        var (journal, till) = try await three(folder)
        let late = try grant(journal)
        try await journal.append([till.sell(4)])
        let memory = journal.memory
        #expect(try await !journal.adopt(late))
        #expect(journal.memory == memory)
        #expect(journal.chain == 1)
        #expect(journal.queueDepth.head.sequence == 5)
    }

    @Test
    func `a till brings all its chains, each in pieces of its own, and its last record again`()
        async throws
    {
        let folder = try TestFolder()
        var (journal, till) = try await three(folder)
        #expect(try await journal.adopt(try grant(journal)))
        try await journal.append([till.sell(4), till.sell(5)])
        var brought: [[UInt64]] = []
        var before: [UInt64?] = []
        var after: ChainPlace?
        for _ in 0..<5 {
            let piece = try #require(
                try await journal.branch(after: after, limit: 3, byteLimit: .max)
            )
            #expect(piece.epoch == 2)
            #expect(piece.bearer == DeviceID(7))
            brought.append(piece.records.map(\.sequence))
            before.append(piece.after?.head.sequence)
            let last = try #require(piece.records.last)
            if after != ChainPlace(last) { #expect(piece.after == after) }
            #expect(try await journal.hash(at: ChainPlace(last)) == last.hash)
            after = ChainPlace(last)
        }
        #expect(brought == [[1, 2, 3], [4], [1, 2], [2], [2]])
        #expect(before == [nil, 3, 4, 1, 1], "the hub looks whether it still has that record")
        let stranger = ChainPlace(
            device: DeviceID(7),
            head: ChainHead(epoch: 1, sequence: 2, hash: .zero)
        )
        let first = try await journal.branch(after: stranger, limit: 1, byteLimit: .max)
        #expect(first?.after == nil)
        #expect(first?.records.map(\.sequence) == [1])
        #expect(try await TestFolder().journal().branch(after: nil, limit: 1, byteLimit: 1) == nil)
    }

    typealias Damage = (sql: String, fault: String, why: String)

    // swift-format-ignore
    static let damages: [Damage] = [
        ("UPDATE chain SET base = randomblob(32) WHERE number = 2",
         "epoch 2 record 1 does not follow record 0", "the second chain hangs on another root"),
        ("DELETE FROM journal WHERE id = 4",
         "epoch 2 does not begin behind its branch",  "the end of the first chain is missing"),
        ("DELETE FROM journal WHERE id = 5",
         "epoch 2 record 2 does not follow record 0", "the first of the second chain is missing"),
        ("UPDATE journal SET chain = 3 WHERE id = 6",
         "epoch 2 record 2 is on a chain that is none", "a chain that nobody granted"),
    ]

    @Test(arguments: damages.indices)
    func `chains that were tampered with are not whole`(_ index: Int) async throws {
        let row = Self.damages[index]
        var till = TestTill()
        let opened = try OpenedJournal(TestFolder())
        try await opened.journal.append([till.open(), till.sell(1), till.sell(2), till.sell(3)])
        #expect(try await opened.journal.adopt(try grant(opened.journal)))
        try await opened.journal.append([till.sell(4), till.sell(5)])
        #expect(try await opened.journal.verify().fault == nil)
        try opened.damage(row.sql)
        let fault = try await opened.journal.verify().fault ?? "whole"
        #expect(fault == row.fault, "\(row.why)")
    }
}
