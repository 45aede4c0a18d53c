import Journal
import Records
import Retail
import Testing

/// What a day has brought, kind of tender by kind of tender.
struct DayTakingsTests {
    private static func money(_ amount: Int64) -> Money { Money(minorUnits: amount) }

    /// A paid sale of so many lines of 1.00 each, with these tenders.
    private static func sale(
        _ till: inout TestTill,
        _ receipt: Int32,
        lines count: Int,
        _ tenders: [Tender]
    ) -> JournalDraft {
        let name = till.name()
        let lines = (0..<count).map { TestTill.line("梨 pear \($0)") }
        return till.state(
            .saleCompleted(
                CompletedSale(
                    sale: name,
                    place: TestTill.place,
                    receipt: ReceiptNumber(day: TestTill.day, number: receipt),
                    at: SaleTime(unixSeconds: 1_493_611_200, offsetMinutes: -240),
                    member: nil,
                    lines: lines,
                    tenders: tenders,
                    change: tenders.sum(\.amount) - SaleTotals(lines).due,
                    accrual: nil
                )
            ),
            named: name
        )
    }

    private static func drafts(_ till: inout TestTill) -> [JournalDraft] {
        [
            till.open(),
            sale(&till, 1, lines: 3, [Tender(.cash, money(500))]),
            sale(&till, 2, lines: 2, [Tender(.card, money(150)), Tender(.cash, money(100))]),
            sale(&till, 3, lines: 1, [Tender(.externalCard, money(100))]),
            sale(&till, 4, lines: 4, [Tender(.card, money(400))]),
        ]
    }

    private func expectTotals(_ journal: TillJournal) async throws {
        let totals = try #require(try await journal.takings(of: TestTill.day))
        #expect(totals.sales == 4 && totals.lines == 10)
        #expect(totals.due == Self.money(1000))
        let kinds: [Tender.Kind] = [.cash, .card, .externalCard, .externalWallet]
        #expect(kinds.map { totals.tenders[$0].minorUnits } == [350, 550, 100, 0])
        #expect(totals.tenders.total == totals.due)
        #expect(try await journal.takings(of: TestTill.day.advanced(by: 1)) == nil)
    }

    @Test func `change has gone back out of the cash, and all kinds are what customers owed`()
        async throws
    {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append(Self.drafts(&till))
        try await expectTotals(opened.journal)
        #expect(try BooksCheck.faults(opened) == [])
    }

    /// Takes the file back to what was written before there were totals by tender.
    private static let older = """
        ALTER TABLE business_day DROP COLUMN paid_cash;
        ALTER TABLE business_day DROP COLUMN paid_card;
        ALTER TABLE business_day DROP COLUMN paid_external_card;
        ALTER TABLE business_day DROP COLUMN paid_external_wallet;
        ALTER TABLE payment_given_up DROP COLUMN seen_to;
        DELETE FROM grdb_migrations WHERE identifier LIKE '%totals by tender%';
        """

    @Test func `sales from before the totals by tender are counted when the file is taken over`()
        async throws
    {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append(Self.drafts(&till))
        try opened.damage(Self.older)
        let journal = try opened.reopened()
        try await expectTotals(journal)
        try await journal.append([Self.sale(&till, 5, lines: 1, [Tender(.card, Self.money(100))])])
        let totals = try #require(try await journal.takings(of: TestTill.day))
        #expect(totals.tenders[.card] == Self.money(650))
    }
}
