import Journal
import Loyalty
import Retail
import Testing

/// What a member has at this till stands beside each posting, so that no sale has to sum the past.
struct BalanceTests {
    /// Takes the file back to what was written before postings had a balance.
    private static let older = """
        ALTER TABLE posting DROP COLUMN balance;
        DELETE FROM grdb_migrations WHERE identifier LIKE '%balances%';
        """

    /// Three sales to one member and one to nobody, a point a line.
    private static func drafts(_ till: inout TestTill) -> [JournalDraft] {
        [
            till.open(), till.sell(1, lines: 5), till.sell(2, member: nil), till.sell(3, lines: 7),
            till.sell(4, lines: 1),
        ]
    }

    /// What the receipts of those say, each looked up by its number.
    private static func balances(_ journal: TillJournal) async throws -> [Points?] {
        var balances: [Points?] = []
        for number in 1...4 {
            let receipt = ReceiptNumber(day: TestTill.day, number: Int32(number))
            balances.append(try await journal.receipt(receipt)?.original.balance)
        }
        return balances
    }

    @Test func `a receipt shows what the member had after it, whenever it is looked up`()
        async throws
    {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        let paper = try await opened.journal.append(Self.drafts(&till))
        #expect(paper.map(\.balance) == [5, nil, 12, 13])
        #expect(try await Self.balances(opened.journal) == [5, nil, 12, 13])
        #expect(try BooksCheck.faults(opened) == [])
    }

    @Test func `points from before there were balances are counted when the file is taken over`()
        async throws
    {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append(Self.drafts(&till))
        try opened.damage(Self.older)
        let journal = try opened.reopened()
        #expect(try await Self.balances(journal) == [5, nil, 12, 13])
        let paper = try await journal.append([till.sell(5, lines: 2)])
        #expect(paper.map(\.balance) == [15])
    }
}
