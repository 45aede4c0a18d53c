import HAL
import Journal
import Loyalty
import Records
import Retail
import SampleTrade
import Testing
import Till

/// Points beside a card: the card's money is taken whatever has become of them, and a person is
/// told what to do.
struct CardPointsTests {
    private static let member = MemberID(318)

    /// A point is a fen, for half of what is due.
    private static let rules: Programme = {
        var rules = Programme.r1
        rules.redeem = RedeemRule(
            points: 1,
            worth: Money(minorUnits: 1),
            smallest: 10,
            step: 10,
            sharePercent: 50
        )
        return rules
    }()

    /// What the journal states about the lease of 500 points that the till has.
    private static func draft(_ fact: LeaseFact, _ number: UInt64, _ bench: CardBench)
        -> JournalDraft
    {
        let reading = bench.clock.read()
        return JournalDraft(
            .lease(fact),
            operation: OperationID(milliseconds: 1, chance: (9, number)),
            wallMilliseconds: reading.wallMilliseconds,
            monotonicNanoseconds: reading.monotonicNanoseconds
        )
    }

    /// A journal that holds 500 points of the member, greeted by a hub.
    private static func journal(_ bench: CardBench, _ lease: LeaseID) async throws -> TillJournal {
        let journal = try bench.journal()
        let reading = bench.clock.read()
        let counted = Int64(reading.monotonicNanoseconds / 1_000_000)
        let wall = reading.wallMilliseconds
        let hub = HubTime(hub: wall, asked: counted, heard: counted, drift: 0)
        journal.witness(hub, by: LeaseTerms())
        let points = Lease(
            id: lease,
            pool: .points(member),
            holder: LeaseHolder(device: 7, epoch: 1),
            units: Holding(.lot(nil), 500),
            expires: wall + 3_600_000
        )
        try await journal.append([draft(.accepted(SignedLease(points)), 1, bench)])
        return journal
    }

    @Test func `a cashier reads what to do when points fell beside a card that was charged`()
        async throws
    {
        let bench = try CardBench()
        let lease = LeaseID(high: 9, low: 1)
        let journal = try await Self.journal(bench, lease)
        let terminal = GatedTerminal(bench.terminal())
        let till = try await bench.till(
            journal,
            terminal,
            customerTime: .seconds(60),
            programme: Self.rules
        )
        terminal.close(.authorizeSales)
        let answers = await till.perform([
            .openDay(CardBench.day), .ring(tea(1000)), .identify(Self.member),
            .payWithPoints(nil), .tenderExact(.card),
        ])
        #expect(answers.last == .charging(Money(minorUnits: 500)))
        #expect(await terminal.isReached())
        #expect(try await till.status().saleNote.isEmpty, "all is well so far")
        try await journal.append([Self.draft(.givenBack(lease), 2, bench)])
        terminal.open()
        await till.settleCards()

        let status = try await till.status()
        let wording =
            "The card has paid 5.00. Not spent beside it: 500 points, since the till does not hold "
            + "so many any more. The customer keeps that. Say so, and take 5.00, which is still to "
            + "be paid, in another tender."
        #expect(status.saleNote == wording)
        #expect(status.outstanding == Money(minorUnits: 500))
        #expect(status.card.message == "The card is charged.")

        _ = await till.perform(.tender(Tender(.cash, Money(minorUnits: 200))))
        #expect(try await till.status().saleNote.contains("take 3.00"), "what is left by then")
        _ = await till.perform(.tenderExact(.cash))
        #expect(try await till.status().saleNote.isEmpty, "the sale is over")
        let sale = try #require(try await bench.lastSale())
        #expect(sale.tenders.map(\.kind) == [.card, .cash, .cash])
        #expect(sale.leases == nil)
        try await expectBooks(bench, charged: 500)
    }
}
