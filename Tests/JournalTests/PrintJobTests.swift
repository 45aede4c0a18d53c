import DurableSQLite
import Journal
import Records
import Retail
import Testing

/// The paper that sales owe: made with the sale, and known through every power cut.
struct PrintJobTests {
    private func three(_ folder: TestFolder) async throws -> TillJournal {
        var till = TestTill()
        let journal = try folder.journal()
        try await journal.append([till.open(), till.sell(1), till.sell(2), till.sell(3)])
        return journal
    }

    /// The receipts that would be printed, in order.
    private func waiting(_ journal: TillJournal) async throws -> [Int32] {
        var found: [Int32] = []
        var last: PrintJob.ID = 0
        while let job = try await journal.nextPrint(after: last) {
            found.append(job.sale.receipt.number)
            #expect(job.state == .queued)
            last = job.id
        }
        return found
    }

    typealias Row = (
        state: PrintJob.State, waiting: [Int32], counts: [Int],
        resumed: [Int32], unknown: Int, why: String
    )

    // swift-format-ignore
    static let rows: [Row] = [
        (.queued,  [1, 2, 3], [3, 0], [1, 2, 3], 0, "no byte has left: it is printed as the first"),
        (.sending, [1, 3],    [3, 0], [1, 3],    1, "nobody knows: never again without a mark"),
        (.printed, [1, 3],    [2, 1], [1, 3],    0, "it is on paper"),
        (.unknown, [1, 3],    [2, 0], [1, 3],    0, "it stays unknown"),
    ]

    @Test(arguments: rows)
    func `a receipt is printed once, and what was under way is unknown after a cut`(
        _ row: Row
    ) async throws {
        let folder = try TestFolder()
        let journal = try await three(folder)
        let first = try #require(try await journal.nextPrint(after: 0))
        let second = try #require(try await journal.nextPrint(after: first.id))
        try await journal.setPrint(second.id, row.state)
        #expect(try await waiting(journal) == row.waiting)
        let counts = try await journal.printCounts()
        #expect([counts.waiting, counts.printed] == row.counts)
        journal.abandon()

        let next = try folder.journal()
        #expect(try await next.resume().interruptedPrints == row.unknown)
        #expect(try await waiting(next) == row.resumed)
        #expect(try await next.resume().interruptedPrints == 0)
    }

    @Test func `the paper that is handed over is what the journal keeps, balance and all`()
        async throws
    {
        let folder = try TestFolder()
        var till = TestTill()
        let journal = try folder.journal()
        let paper = try await journal.append(
            [till.open(), till.sell(1), till.sell(2, member: nil), till.sell(3)]
        )
        #expect(paper.count == 3)
        var last: PrintJob.ID = 0
        for job in paper {
            #expect(try await journal.nextPrint(after: last) == job)
            last = job.id
        }
    }

    @Test func `the last sale can be asked for, printed or not`() async throws {
        let folder = try TestFolder()
        let empty = try folder.journal()
        #expect(try await empty.lastSale() == nil)
        #expect(try await empty.nextPrint(after: 0) == nil)
        empty.abandon()

        let journal = try await three(folder)
        #expect(try await journal.lastSale()?.receipt.number == 3)
        var last: PrintJob.ID = 0
        while let job = try await journal.nextPrint(after: last) {
            last = job.id
            try await journal.setPrint(job.id, .printed)
        }
        #expect(try await journal.lastSale()?.receipt.number == 3)
        #expect(try await journal.printCounts().printed == 3)
    }
}
