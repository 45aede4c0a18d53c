import HAL
import Retail
import Testing
import Till
import Twins

/// A customer who has paid a part by card, and leaves without the goods.
struct CardVoidTests {
    /// A till with 10.00 of 12.34 paid by card, and so much of the rest in cash.
    private func partlyPaid(
        _ bench: CardBench,
        cash: Int64 = 0,
        _ terminal: (any PaymentTerminal)? = nil
    ) async throws -> Till {
        let till = try await bench.till(try bench.journal(), terminal ?? bench.terminal())
        _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234)), .total()])
        _ = await till.perform(.tender(Tender(.card, Money(minorUnits: 1000))))
        await till.settleCards()
        if cash > 0 {
            _ = await till.perform(.tender(Tender(.cash, Money(minorUnits: cash))))
        }
        #expect(bench.twin.account.total == 1000)
        return till
    }

    @Test func `what a card has paid of a sale that is given up goes back to the card`()
        async throws
    {
        let bench = try CardBench()
        let till = try await partlyPaid(bench, cash: 200)
        let answer = await till.perform(.void)
        guard case .givingBack(let back) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect([back.byTerminal, back.byHand].map(\.minorUnits) == [1000, 200])
        #expect("\(back)".contains("Give back 2.00"))
        #expect(await till.reconcileAll())
        #expect(try await till.status().card.alarms == 0)
        try await expectBooks(bench, charged: 0)
    }

    @Test func `it goes back although the power fails right after the void`() async throws {
        let bench = try CardBench()
        let till = try await partlyPaid(bench)
        _ = await till.perform(.void)
        await till.shutDown()
        let next = try await bench.openTill()
        #expect(await next.basket == nil)
        #expect(await next.reconcileAll())
        try await expectBooks(bench, charged: 0)
    }

    @Test func `a terminal that gives nothing back, or is dark, is an alarm`() async throws {
        let bench = try CardBench()
        let till = try await partlyPaid(bench, OneWayTerminal(bench.terminal()))
        _ = await till.perform(.void)
        #expect(await till.reconcileAll())
        #expect(try await till.status().card.alarms == 1)

        let dark = try CardBench()
        let other = try await partlyPaid(dark)
        dark.twin.faults.set(.off)
        _ = await other.perform(.void)
        _ = await other.reconcileCards()
        #expect(try await other.status().card.alarms == 1)
        dark.twin.faults.clear(.off)
        dark.pass(60)
        #expect(await other.reconcileAll())
        #expect(try await other.status().card.alarms == 0)
        try await expectBooks(dark, charged: 0)
    }

    @Test func `a second card in doubt is given up together with the first`() async throws {
        let bench = try CardBench()
        let till = try await partlyPaid(bench)
        bench.twin.plan([.powerCutAfter])
        _ = await till.payByCard()
        #expect(await till.perform(.resume) == .done)
        guard case .givingBack = await till.perform(.void) else {
            Issue.record("10.00 were paid")
            return
        }
        bench.twin.switchOn()
        #expect(await till.reconcileAll())
        #expect(bench.twin.account.charges.map(\.isReversed) == [true, true])
        try await expectBooks(bench, charged: 0)
    }

    @Test func `a part that is paid by card counts in no day's totals until the sale is paid`()
        async throws
    {
        let bench = try CardBench()
        let till = try await partlyPaid(bench)
        #expect(try await till.dayReport()?.takings.taken == [])
        _ = await till.perform(.tender(Tender(.cash, Money(minorUnits: 500))))
        let report = try #require(try await till.dayReport())
        let taken = report.takings.taken.map { "\($0.tender) \($0.amount)" }
        #expect(taken == ["cash 2.34", "card 10.00"])
        #expect("\(report)".hasSuffix("1 sale, 12.34 due; cash 2.34, card 10.00"))
        #expect(bench.twin.account.total == 1000, "as the terminal's own end of day will say")
    }
}
