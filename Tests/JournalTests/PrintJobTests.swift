import DurableSQLite
import GRDB
import HAL
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
        var last: Int64 = 0
        while let job = try await journal.nextPrint(after: last) {
            found.append(job.subject.receipt.number)
            last = job.id.record
        }
        return found
    }

    typealias Row = (
        rung: PrintEvidence, waiting: [Int32], counts: [Int], isLeft: Bool, why: String
    )

    // swift-format-ignore
    static let rows: [Row] = [
        (.queued,             [1, 2, 3], [3, 0], false, "no byte has left: it is printed as the first"),
        (.sent,               [1, 2, 3], [3, 0], true,  "bytes may have left: gone on with, marked"),
        (.fenced(lines: 16),  [1, 2, 3], [3, 0], true,  "gone on with behind the sixteenth line"),
        (.printed,            [1, 3],    [2, 1], false, "it is on paper"),
        (.cut,                [1, 3],    [2, 1], false, "it is on paper, and off the roll"),
        (.unknown(lines: 16), [1, 3],    [2, 0], false, "it stays unknown"),
    ]

    @Test(arguments: rows)
    func `what is known of a receipt's paper survives a cut, and what was begun is gone on with`(
        _ row: Row
    ) async throws {
        let folder = try TestFolder()
        let journal = try await three(folder)
        let first = try #require(try await journal.nextPrint(after: 0))
        let second = try #require(try await journal.nextPrint(after: first.id.record))
        try await journal.setPrint(second.id, row.rung)
        #expect(try await waiting(journal) == row.waiting)
        let counts = try await journal.printCounts()
        #expect([counts.waiting, counts.printed] == row.counts)
        journal.abandon()

        let next = try folder.journal()
        #expect(try await next.resume().interruptedPrints == (row.isLeft ? 1 : 0))
        #expect(try await waiting(next) == row.waiting)
        let number = second.subject.receipt
        #expect(try await next.receipt(number)?.original.evidence == row.rung)
        #expect(try await next.printsLeft().map(\.id) == (row.isLeft ? [second.id] : []))
    }

    @Test func `what is noted comes with the next commit, and not before`() async throws {
        let folder = try TestFolder()
        let journal = try await three(folder)
        let job = try #require(try await journal.nextPrint(after: 0))
        try await journal.setPrint(job.id, .sent)
        journal.notePrint(job.id, .fenced(lines: 16))
        journal.notePrint(job.id, .fenced(lines: 32))
        #expect(try await journal.nextPrint(after: 0)?.evidence == .sent)
        // Somebody else's flush.
        try await journal.settle()
        #expect(try await journal.nextPrint(after: 0)?.evidence == .fenced(lines: 32))
        journal.notePrint(job.id, .fenced(lines: 48))
        journal.abandon()
        let next = try folder.journal()
        #expect(try await next.printsLeft().map(\.evidence) == [.fenced(lines: 32)])
    }

    @Test func `copies are jobs of their own, and only of paper that waits for nothing`()
        async throws
    {
        let folder = try TestFolder()
        let journal = try await three(folder)
        let job = try #require(try await journal.nextPrint(after: 0))
        let number = job.subject.receipt
        #expect(try await journal.addCopy(of: number) == nil, "the receipt itself waits")
        try await journal.setPrint(job.id, .unknown(lines: 3))
        let copy = try #require(try await journal.addCopy(of: number))
        #expect(copy.id == PrintJob.ID(record: job.id.record, copy: 1))
        #expect(copy.subject == job.subject && copy.balance == job.balance)
        #expect(try await journal.addCopy(of: number) == nil, "its copy waits")
        try await journal.setPrint(copy.id, .fenced(lines: 2))
        journal.abandon()

        let next = try folder.journal()
        #expect(try await next.resume().interruptedPrints == 1)
        let left = try await next.printsLeft()
        #expect(left.map(\.id) == [copy.id] && left[0].evidence == .fenced(lines: 2))
        #expect(try await next.receipts(limit: 9, isUnproven: true).count == 3)
        try await next.setPrint(copy.id, .cut)
        let prints = try #require(try await next.receipt(number))
        #expect(prints.original.evidence == .unknown(lines: 3) && prints.isOnPaper)
        #expect(prints.copies.map(\.evidence) == [.cut])
        #expect(try await next.addCopy(of: number)?.id.copy == 2)
        #expect(try await next.receipts(limit: 9, isUnproven: true).count == 2)
        let newest = try await next.receipts(limit: 2)
        #expect(newest.map(\.original.subject.receipt.number) == [3, 2])
        let none = ReceiptNumber(day: TestTill.day, number: 4)
        #expect(try await next.addCopy(of: none) == nil)
        #expect(try await next.receipt(none) == nil)
    }

    /// Takes the file back to what version 0.1 wrote.
    private static let older = """
        DROP TABLE print_copy;
        DROP INDEX print_job_not_on_paper;
        ALTER TABLE print_job DROP COLUMN lines;
        CREATE INDEX print_job_not_printed ON print_job (state) WHERE state <> 2;
        DELETE FROM grdb_migrations WHERE identifier LIKE '%print evidence%';
        """

    @Test func `a journal of version 0.1 is taken over, its paper as well as it was known`()
        async throws
    {
        let folder = try TestFolder()
        let opened = try OpenedJournal(folder)
        var till = TestTill()
        try await opened.journal.append([till.open()] + (1...4).map { till.sell($0) })
        try opened.damage(Self.older)
        for (receipt, state) in [0, 1, 2, 3].enumerated() {
            try opened.damage(
                "UPDATE print_job SET state = ? WHERE record = ?",
                [state, receipt + 2]
            )
        }
        let journal = try opened.reopened()
        let found = try await journal.receipts(limit: 9).reversed().map(\.original.evidence)
        #expect(found == [.queued, .sent, .printed, .unknown(lines: 0)])
        #expect(try await waiting(journal) == [1, 2])
        let counts = try await journal.printCounts()
        #expect([counts.waiting, counts.printed] == [2, 1])
        #expect(try await journal.printsLeft().map(\.subject.receipt.number) == [2])
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
        var last: Int64 = 0
        for job in paper {
            #expect(try await journal.nextPrint(after: last) == job)
            last = job.id.record
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
        var last: Int64 = 0
        while let job = try await journal.nextPrint(after: last) {
            last = job.id.record
            try await journal.setPrint(job.id, .cut)
        }
        #expect(try await journal.lastSale()?.receipt.number == 3)
        #expect(try await journal.printCounts().printed == 3)
    }
}
