import DurableSQLite
import GRDB
import Journal
import Loyalty
import Records
import Retail
import Testing

/// Goods that come back, in the till's own books.
struct ReturnJournalTests {
    private static func money(_ amount: Int64) -> Money { Money(minorUnits: amount) }

    /// A journal with a day, a sale of three lines of 1.00 to a member, and another sale.
    private func trade(_ till: inout TestTill) async throws -> OpenedJournal {
        let opened = try OpenedJournal(TestFolder())
        try await opened.journal.append([
            till.boot(), till.open(), till.sell(1, lines: 3), till.sell(2, lines: 1),
        ])
        return opened
    }

    private func returns(_ number: Int32, _ journal: TillJournal) async throws -> SaleReturns {
        let receipt = ReceiptNumber(day: TestTill.day, number: number)
        guard case .sale(let returns) = try await journal.returnable(receipt) else {
            throw NotThere()
        }
        return returns
    }

    @Test func `a return is booked with its number, its money, its points and its paper`()
        async throws
    {
        var till = TestTill()
        let opened = try await trade(&till)
        let journal = opened.journal
        let back = try till.giveBack(
            .giveBack([ReturnItem(line: 1, quantity: .count(1))]),
            of: try await returns(1, journal),
            receipt: 3
        )
        let paper = try await journal.append([back])
        #expect(paper.map(\.subject.receipt.number) == [3])
        #expect(paper.first?.balance == 3, "four were earned, one went back")

        let totals = try #require(try await journal.takings(of: TestTill.day))
        #expect(totals.sales == 2 && totals.lines == 4 && totals.returns == 1)
        #expect(totals.due == Self.money(300) && totals.refunded == Self.money(100))
        #expect(totals.tenders[.cash] == Self.money(300) && totals.net == Self.money(300))
        #expect(totals.points == 3)
        #expect(try await journal.numbers().lastReceipt?.number == 3)
        #expect(try await journal.lastSale()?.receipt.number == 2)
        #expect(try await journal.printCounts().waiting == 3)
        #expect(try BooksCheck.faults(opened) == [])
        let now = try await returns(1, journal)
        #expect(now.refunded == Self.money(100) && now.points == 1)
        #expect(now.machine.kept.map(\.quantity) == [.count(1), .count(0), .count(1)])
    }

    @Test func `what is back does not come back again, after a start as before it`() async throws {
        var till = TestTill()
        let opened = try await trade(&till)
        let before = try await returns(1, opened.journal)
        try await opened.journal.append([
            try till.giveBack(.giveBackAll, of: before, receipt: 3)
        ])
        let contents = try opened.contents()
        let again = try till.giveBack(.giveBackAll, of: before, receipt: 4)
        await expectRefusal("back already", of: again, by: opened.journal)
        #expect(try opened.contents() == contents, "a refusal leaves nothing behind")

        let journal = try opened.reopened()
        #expect(try await returns(1, journal).machine.isWhole)
        let line = ReturnMachine.Event.giveBack([ReturnItem(line: 0, quantity: .count(1))])
        let third = try till.giveBack(line, of: before, receipt: 4)
        await expectRefusal("back already", of: third, by: journal)
    }

    typealias Lie = (
        tell: @Sendable (inout JournalReturn) -> Void, words: String, why: String
    )

    // swift-format-ignore
    static let lies: [Lie] = [
        ({ $0.tenders = [Tender(.cash, money(299))] },  "worth 3.00", "a fen too little"),
        ({ $0.tenders = [Tender(.cash, money(301))] },  "not an amount", "or too much"),
        ({ $0.tenders = [Tender(.card, money(300))] },  "worth 3.00", "cash was paid"),
        ({ $0.points = 4 },                             "4 points",   "more points than it brought"),
        ({ $0.origin = 2 },                             "is not here", "another receipt's sale"),
        ({ $0.origin = 9 },                             "is not here", "a receipt that was never given"),
        ({ $0.receipt = 2 },                            "receipt",    "a number that is taken"),
        ({ $0.place = Place(store: 298, till: 4) },     "298 till 4", "another till's return"),
    ]

    @Test(arguments: lies.indices)
    func `the journal takes no return of another worth`(_ index: Int) async throws {
        var till = TestTill()
        let opened = try await trade(&till)
        let contents = try opened.contents()
        let (tell, words, why) = Self.lies[index]
        let draft = try till.giveBack(
            .giveBackAll,
            of: try await returns(1, opened.journal),
            receipt: 3,
            spoiltBy: tell
        )
        await expectRefusal(words, of: draft, by: opened.journal, why)
        #expect(try opened.contents() == contents, "\(why)")
    }

    @Test func `a receipt that is no sale's says what it is`() async throws {
        var till = TestTill()
        let opened = try await trade(&till)
        let whole = try await returns(2, opened.journal)
        try await opened.journal.append([till.giveBack(.giveBackAll, of: whole, receipt: 3)])
        func asked(_ number: Int32) async throws -> ReturnableReceipt {
            try await opened.journal.returnable(ReceiptNumber(day: TestTill.day, number: number))
        }
        #expect(try await asked(3) == .isReturn)
        #expect(try await asked(4) == .isUnknown)
        try opened.damage("UPDATE journal SET bytes = x'' WHERE id = 3")
        #expect(try await asked(1) == .isForgotten)
        let prints = try await opened.journal.receipt(ReceiptNumber(day: TestTill.day, number: 3))
        #expect(prints?.original.subject.receipt.number == 3, "and can be printed again")
    }

    private func expectRefusal(
        _ words: String,
        of draft: JournalDraft,
        by journal: TillJournal,
        _ why: String = ""
    ) async {
        do throws(StorageError) {
            try await journal.append([draft])
            Issue.record("it was taken: \(why)")
        } catch {
            #expect("\(error)".contains(words), "\(why): \(error)")
        }
    }

    private struct NotThere: Error {}
}

/// A return that can still be spoilt.
struct JournalReturn {
    var origin: Int32
    var place = TestTill.place
    var receipt: Int32
    var tenders: [Tender]
    var points: Points
}

extension TestTill {
    /// Gives goods back as `returns` has them.
    mutating func giveBack(
        _ event: ReturnMachine.Event,
        of returns: SaleReturns,
        receipt: Int32,
        spoiltBy change: (inout JournalReturn) -> Void = { _ in }
    ) throws -> JournalDraft {
        let (sale, worth) = (returns.sale, try returns.worth(of: event, by: nil).get())
        var draft = JournalReturn(
            origin: sale.receipt.number,
            receipt: receipt,
            tenders: worth.refund.tenders,
            points: worth.points
        )
        change(&draft)
        let name = name()
        let goods = GoodsReturn(
            name: name,
            origin: GoodsReturn.Origin(
                sale: sale.sale,
                place: sale.place,
                receipt: ReceiptNumber(day: sale.receipt.day, number: draft.origin)
            ),
            place: draft.place,
            receipt: ReceiptNumber(day: Self.day, number: draft.receipt),
            at: sale.at,
            member: sale.member,
            lines: worth.refund.lines,
            tenders: draft.tenders,
            programme: sale.accrual?.programme,
            points: draft.points,
            grounds: try #require(GoodsReturn.Grounds(reason: "too sour", clerk: "7"))
        )
        return state(.goodsReturned(goods), named: name)
    }
}
