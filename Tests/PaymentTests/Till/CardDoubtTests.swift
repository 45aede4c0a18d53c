import HAL
import Records
import Retail
import Testing
import Till
import Twins

/// Sales whose customer may or may not have paid: nobody guesses, and the counter goes on.
struct CardDoubtTests {
    /// A till whose terminal has lost its power in the middle of a payment of 12.34.
    private func inDoubt(
        _ bench: CardBench,
        _ mishap: TerminalMishap,
        _ terminal: (any PaymentTerminal)? = nil
    ) async throws -> Till {
        bench.twin.plan([mishap])
        let till = try await bench.till(try bench.journal(), terminal ?? bench.terminal())
        _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234))])
        _ = await till.payByCard()
        let card = try await till.status().card
        #expect(card.stage == "in-doubt" && card.waiting == 1)
        #expect(await till.basket == nil, "the counter is free")
        return till
    }

    typealias Row = (mishap: TerminalMishap, isPaid: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (.powerCutAfter,  true,  "dark, and it has the payment"),
        (.powerCutBefore, false, "dark, and it did nothing"),
        (.late,           true,  "the bank answers when nobody waits any more"),
    ]

    @Test(arguments: rows)
    func `a sale in doubt is parked, cash goes on, and the terminal's word settles it`(
        _ row: Row
    ) async throws {
        let bench = try CardBench()
        let till = try await inDoubt(bench, row.mishap)
        _ = await till.perform([.ring(tea(500))])
        #expect(await till.perform(.tenderExact(.cash)).isCompleted, "cash while unknown")

        bench.twin.release()
        bench.twin.switchOn()
        #expect(await till.reconcileAll())
        let status = try await till.status()
        #expect(status.sales == (row.isPaid ? 2 : 1), "\(row.why)")
        #expect(status.parked == (row.isPaid ? 0 : 1), "\(row.why)")
        if !row.isPaid {
            #expect(await till.perform(.resume) == .done)
            _ = await till.payByCard()
            #expect(try await till.status().sales == 2)
        }
        try await expectBooks(bench, charged: 1234, row.why)
    }

    @Test func `a second card waits until the first is known`() async throws {
        let bench = try CardBench()
        let till = try await inDoubt(bench, .powerCutAfter)
        _ = await till.perform([.ring(tea(500))])
        _ = await till.payByCard()
        #expect(await till.basket?.lines.count == 1)
        #expect(try await till.status().card.message.contains("not asked"))
        bench.twin.switchOn()
        _ = await till.payByCard()
        #expect(await till.reconcileAll())
        #expect(try await till.status().sales == 2)
        try await expectBooks(bench, charged: 1734)
    }

    @Test func `whoever paid in cash meanwhile gets a late approval back`() async throws {
        let bench = try CardBench()
        let till = try await inDoubt(bench, .powerCutAfter)
        #expect(await till.perform(.resume) == .done)
        #expect(await till.perform(.tenderExact(.cash)).isCompleted)
        bench.twin.switchOn()
        #expect(await till.reconcileAll())
        #expect(bench.twin.account.charges.map(\.isReversed) == [true])
        #expect(try await till.status().card.alarms == 0)
        try await expectBooks(bench, charged: 0)
    }

    @Test func `a sale that was given up in doubt gives a late approval back`() async throws {
        let bench = try CardBench()
        let till = try await inDoubt(bench, .powerCutAfter)
        _ = await till.perform([.resume, .void])
        bench.twin.switchOn()
        #expect(await till.reconcileAll())
        try await expectBooks(bench, charged: 0)
    }

    typealias Person = (wasCharged: Bool, sales: Int, why: String)

    @Test(
        arguments: [
            (true, 1, "found in the terminal's journal"), (false, 0, "not found there"),
        ] as [Person]
    )
    func `what the terminal cannot tell a person settles`(_ row: Person) async throws {
        let bench = try CardBench(remembers: false)
        bench.twin.plan([.approvalLost])
        let till = try await bench.openTill()
        _ = await till.perform([.ring(tea(1234))])
        _ = await till.payByCard()
        #expect(try await till.status().card.stage == "parked")
        let books = CardBooks(bench.twin.account, try await bench.facts())
        #expect(books.faults() == [])
        #expect(await till.reconcileAll(), "nothing is left to ask")

        #expect(await till.perform(.resume) == .done)
        #expect(await till.perform(.tenderExact(.card)) == .refused(.cardIsParked))
        #expect(await till.perform(.resolveCard(wasCharged: row.wasCharged)) == .done)
        await till.settleCards()
        let status = try await till.status()
        #expect(status.sales == row.sales, "\(row.why)")
        #expect(status.parked == 0)
    }

    @Test func `a sale with a card in doubt is parked again by a start`() async throws {
        let bench = try CardBench()
        let first = try await inDoubt(bench, .powerCutAfter)
        _ = await first.perform([.ring(tea(500))])
        await first.shutDown()

        let till = try await bench.till(try bench.journal(), bench.terminal())
        #expect(await till.basket?.lines.count == 1, "the counter is as it was")
        #expect(try await till.status().card.waiting == 1)
        #expect(await till.perform(.tenderExact(.cash)).isCompleted)
        bench.twin.switchOn()
        #expect(await till.reconcileAll())
        #expect(try await till.status().sales == 2)
        try await expectBooks(bench, charged: 1234)
    }
}
