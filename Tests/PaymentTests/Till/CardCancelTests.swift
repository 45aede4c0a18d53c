import Drivers
import HAL
import Retail
import Testing
import Till
import Twins

/// The cashier presses "cancel": whenever that is, the customer is not charged, or the till knows.
struct CardCancelTests {
    /// A customer may take a minute, so that whatever ends sooner was cancelled.
    private static let slow = ZVTTimers(
        byte: .milliseconds(40),
        answer: .milliseconds(200),
        customer: .seconds(60)
    )

    private func till(
        _ bench: CardBench,
        _ gate: (GatedTerminal) -> Void = { _ in }
    ) async throws -> (till: Till, terminal: GatedTerminal) {
        bench.twin.plan([.cancelled])
        let terminal = GatedTerminal(bench.terminal(timers: Self.slow))
        let till = try await bench.till(
            try bench.journal(),
            terminal,
            customerTime: .seconds(60)
        )
        _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234))])
        gate(terminal)
        _ = await till.perform(.tenderExact(.card))
        return (till, terminal)
    }

    /// Nothing is charged, and the cashier reads why.
    private func expectCancelled(_ bench: CardBench, _ till: Till) async throws {
        await till.settleCards()
        #expect(try await till.status().card.message.contains("cancelled"))
        try await expectBooks(bench, charged: 0)
        #expect(!bench.twin.hasCustomer)
    }

    @Test func `it reaches the terminal while the customer stands there`() async throws {
        let bench = try CardBench()
        let start = ContinuousClock.now
        let (till, _) = try await till(bench)
        let twin = bench.twin
        #expect(await isSoon { twin.hasCustomer })
        #expect(await till.perform(.cancelCard) == .done)
        try await expectCancelled(bench, till)
        #expect(ContinuousClock.now - start < .seconds(30), "nobody waited for the customer")
        _ = await till.payByCard()
        try await expectBooks(bench, charged: 1234)
    }

    @Test(arguments: [GatedTerminal.Place.lastResult, .authorizeSales])
    func `it is not lost on the way to the terminal`(_ place: GatedTerminal.Place) async throws {
        let bench = try CardBench()
        let (till, terminal) = try await till(bench) { $0.close(place) }
        #expect(await terminal.isReached())
        #expect(await till.perform(.cancelCard) == .done)
        terminal.open()
        try await expectCancelled(bench, till)
    }

    @Test func `it does not cancel the next payment`() async throws {
        let bench = try CardBench()
        let (till, terminal) = try await till(bench) { $0.close(.lastResult) }
        #expect(await terminal.isReached())
        _ = await till.perform(.cancelCard)
        terminal.open()
        await till.settleCards()
        // Nobody was asked to pay before, so this is the customer who takes a minute.
        _ = await till.perform(.tenderExact(.card))
        let twin = bench.twin
        #expect(await isSoon { twin.hasCustomer })
        bench.twin.release()
        await till.settleCards()
        try await expectBooks(bench, charged: 1234)
    }
}
