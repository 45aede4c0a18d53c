import DurableSQLite
import GRDB
import Journal
import Loyalty
import Records
import Retail
import Testing

/// A sale's record, receipt number, postings, totals and print job: all of them or none.
struct AtomicityTests {
    /// A journal with its day open and one sale in it.
    private func begin(_ till: inout TestTill, _ folder: TestFolder) async throws {
        let journal = try folder.journal()
        try await journal.append([till.boot(), till.open()])
        try await journal.append([till.sell(1)])
        await journal.close()
    }

    @Test func `wherever the disk ends, a sale is there whole or not at all`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        try await begin(&till, folder)
        let opened = try OpenedJournal(folder)
        let before = try opened.contents()
        let sale = till.sell(2, lines: 200)
        var refusals = 0
        for limit in try opened.pages()... {
            try opened.limit(to: limit)
            do throws(StorageError) {
                try await opened.journal.append([sale])
                break
            } catch {
                #expect(error == .diskFull(path: folder.file))
                #expect(try opened.contents() == before, "a disk of \(limit) pages")
                refusals += 1
            }
        }
        #expect(refusals > 3, "the disk ended in only \(refusals) places")
        #expect(try BooksCheck.faults(opened) == [])
        let totals = try await opened.journal.totals()
        #expect(totals.sales == 2)
        #expect(totals.lines == 202)
        #expect(totals.points == 202)
        #expect(try await opened.journal.resume().lastReceipt?.number == 2)
        #expect(try await opened.journal.printCounts().waiting == 2)
        #expect(try await opened.journal.verify().fault == nil)
    }

    @Test func `a journal on a full disk refuses, and goes on when there is room`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        try await begin(&till, folder)
        // SQLite takes a limit below the size that is there for that size.
        let opened = try OpenedJournal(folder, pageLimit: 1)
        await #expect(throws: StorageError.diskFull(path: folder.file)) {
            try await opened.journal.append([till.sell(2, lines: 200)])
        }
        try opened.limit(to: 10_000)
        try await opened.journal.append([till.sell(2), till.sell(3)])
        #expect(try BooksCheck.faults(opened) == [])
        #expect(try await opened.journal.totals().sales == 3)
        #expect(try await opened.journal.verify().fault == nil)
    }

    @Test func `facts that are stated together fall together`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        try await begin(&till, folder)
        let opened = try OpenedJournal(folder)
        let before = try opened.contents()
        // The second sale of the pair takes a number that is taken.
        await #expect {
            try await opened.journal.append([till.sell(2), till.sell(1)])
        } throws: { error in
            guard case StorageError.refused(let path, _) = error else { return false }
            return path == folder.file
        }
        #expect(try opened.contents() == before)
        try await opened.journal.append([till.sell(2)])
        #expect(try BooksCheck.faults(opened) == [])
    }

    typealias Row = (fact: String, why: String)

    // swift-format-ignore
    static let twice: [Row] = [
        ("receipt",   "a number stands on one receipt"),
        ("operation", "a name is given once, for ever"),
    ]

    @Test(arguments: twice)
    func `what may exist once is refused the second time`(_ row: Row) async throws {
        let folder = try TestFolder()
        var till = TestTill()
        let journal = try folder.journal()
        let sale = till.name()
        try await journal.append([till.open(), till.sell(1, sale: sale)])
        let second = row.fact == "receipt" ? till.sell(1) : till.sell(2, sale: sale)
        await #expect(throws: StorageError.self) { try await journal.append([second]) }
        #expect(try await journal.totals().sales == 1)
        #expect(try await journal.resume().lastReceipt?.number == 1)
    }

    @Test func `a sale without a member posts no points, one with a member posts both sides`()
        async throws
    {
        let folder = try TestFolder()
        var till = TestTill()
        let opened = try OpenedJournal(folder)
        try await opened.journal.append([till.open(), till.sell(1, member: nil)])
        #expect(try opened.contents()["posting"]?.isEmpty == true)
        let paper = try await opened.journal.append(
            [till.sell(2, lines: 5), till.sell(3, lines: 7)]
        )
        #expect(try opened.contents()["posting"]?.count == 4)
        #expect(paper.map(\.balance) == [5, 12])
        #expect(try BooksCheck.faults(opened) == [])
    }

    // swift-format-ignore
    static let halves: [Row] = [
        ("DELETE FROM print_job WHERE record = 3",                  "a sale without its paper"),
        ("DELETE FROM completed_sale WHERE record = 3",             "a record without its sale"),
        ("DELETE FROM journal WHERE id = 3",                        "a sale without its record"),
        ("DELETE FROM posting WHERE record = 3 AND points < 0",     "one side of a posting"),
        ("UPDATE posting SET balance = balance + 1 WHERE record = 3",  "points of nowhere"),
        ("UPDATE posting SET record = 1 WHERE record = 3",                           "points of no sale"),
        ("UPDATE business_day SET sales = sales + 1",                  "a total that counts too much"),
        ("UPDATE completed_sale SET receipt = 3 WHERE record = 3",  "a number left out"),
        ("UPDATE business_day SET last_receipt = 1",                "a number about to be reused"),
        ("UPDATE business_day SET paid_card = paid_card + 5",       "a card that paid for nothing"),
    ]

    @Test(arguments: halves)
    func `the checker sees every half of a sale`(_ row: Row) async throws {
        var till = TestTill()
        let opened = try OpenedJournal(TestFolder())
        try await opened.journal.append([till.open(), till.sell(1), till.sell(2)])
        #expect(try BooksCheck.faults(opened) == [])
        try opened.damage(row.fact)
        #expect(try BooksCheck.faults(opened) != [])
    }
}
