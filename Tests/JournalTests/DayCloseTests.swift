import DurableSQLite
import Journal
import Loyalty
import Records
import Retail
import Testing

/// The close of a day: one record, with its row, its sums and its number, or nothing of it.
struct DayCloseTests {
    /// What `journal` has to say at a close.
    private static func close(
        _ journal: TillJournal,
        _ till: inout TestTill,
        counted: Money? = nil
    ) async throws -> JournalDraft {
        close(try await journal.resume().closing, &till, counted: counted)
    }

    private static func close(
        _ standing: CloseStanding,
        _ till: inout TestTill,
        counted: Money? = nil
    ) -> JournalDraft {
        till.state(
            .dayClosed(
                DayClose(
                    number: standing.closes + 1,
                    day: TestTill.day,
                    lastReceipt: 2,
                    place: TestTill.place,
                    at: SaleTime(unixSeconds: 1_493_611_200, offsetMinutes: -240),
                    takings: standing.takings,
                    countedCash: counted,
                    left: DayClose.Left()
                )
            )
        )
    }

    @Test func `a close has what was sold since the one before, across days and restarts`()
        async throws
    {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        let journal = opened.journal
        #expect(try await journal.dayClose() == nil)
        try await journal.append([till.open(), till.sell(1, lines: 3), till.sell(2, lines: 4)])
        let counted = Money(minorUnits: 650)
        try await journal.append([try await Self.close(journal, &till, counted: counted)])
        let first = try #require(try await journal.dayClose())
        #expect(first.number == 1)
        #expect((first.takings.sales, first.takings.lines) == (2, 7))
        #expect(first.takings.due == Money(minorUnits: 700))
        #expect(first.takings.tenders[.cash] == first.takings.due)
        #expect(first.takings.points == 7)
        #expect(first.cashDifference == Money(minorUnits: -50))
        let next = TestTill.day.advanced(by: 1)
        try await journal.append([till.sell(3), till.open(next), till.sell(1, on: next)])
        let again = try opened.reopened()
        try await again.append([try await Self.close(again, &till)])
        let second = try #require(try await again.dayClose())
        #expect(second.number == 2)
        #expect(second.takings.sales == 2, "one after the first close, one on the next day")
        #expect(second.cashDifference == nil, "nobody counted")
        #expect(try await again.dayClose(1) == first)
        #expect(try await again.dayClose(3) == nil)
        #expect(try await again.verify().fault == nil)
    }

    @Test func `a day is closed whole or not at all (fiskaltrust 226)`() async throws {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append([till.open(), till.sell(1)])
        var (closes, refusals) = (0, 0)
        while refusals < 4 {
            try opened.limit(to: try opened.pages())
            let before = try opened.contents()
            let close = try await Self.close(opened.journal, &till)
            do throws(StorageError) {
                try await opened.journal.append([close])
                closes += 1
            } catch {
                #expect(try opened.contents() == before, "the disk ended at close \(closes + 1)")
                refusals += 1
                try opened.limit(to: try opened.pages() + 16)
                try await opened.journal.append([close])
                closes += 1
            }
            try #require(closes < 1000, "the disk never ended")
        }
        #expect(try BooksCheck.faults(opened) == [])
        #expect(try await opened.journal.resume().closing.closes == Int64(closes))
        #expect(try await opened.journal.verify().fault == nil)
    }

    typealias Half = (damage: String, why: String)

    // swift-format-ignore
    static let halves: [Half] = [
        ("DELETE FROM day_close WHERE number = 2",                 "a report that the till forgot"),
        ("DELETE FROM journal WHERE kind = 3 AND id = 5",          "a closed day without its report"),
        ("UPDATE day_close SET number = 9 WHERE number = 2",       "a number left out"),
        ("UPDATE day_close SET due = due + 500 WHERE number = 1",  "a sale in two reports"),
    ]

    @Test(arguments: halves)
    func `the checker sees every half of a close`(_ half: Half) async throws {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append([till.open(), till.sell(1)])
        try await opened.journal.append([try await Self.close(opened.journal, &till)])
        try await opened.journal.append([till.sell(2)])
        try await opened.journal.append([try await Self.close(opened.journal, &till)])
        #expect(try BooksCheck.faults(opened) == [])
        try opened.damage(half.damage)
        #expect(try BooksCheck.faults(opened) != [])
    }

    typealias Wrong = (closes: Int64, sales: Int64, due: Int64, why: String)

    // swift-format-ignore
    static let wrong: [Wrong] = [
        (0, 0, 0,   "a close that is there already"),
        (2, 0, 0,   "a number left out"),
        (1, 1, 0,   "a sale that is in the report before"),
        (1, 0, 200, "money of no sale"),
    ]

    @Test(arguments: wrong)
    func `a till that has lost count closes nothing`(_ row: Wrong) async throws {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append([till.open(), till.sell(1)])
        try await opened.journal.append([try await Self.close(opened.journal, &till)])
        let before = try opened.contents()
        var standing = CloseStanding(closes: row.closes)
        standing.takings.sales = row.sales
        standing.takings.due = Money(minorUnits: row.due)
        let draft = Self.close(standing, &till)
        await #expect(throws: StorageError.self) { try await opened.journal.append([draft]) }
        #expect(try opened.contents() == before)
    }
}
