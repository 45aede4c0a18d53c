import Journal
import Records
import Retail
import Testing
import Till
import Twins

/// One sale of 12.34 in two lives of a till: the power goes at a step of the first, and the second
/// brings the sale to its end, as the cashier does who reads what the till says.
struct CardLife {
    private let mishap: TerminalMishap
    private let last: Int
    private let isCash: Bool
    private let what: String

    /// A life that ends at step `last`; the customer pays in cash afterwards, or by card.
    init(_ mishap: TerminalMishap, cutAt last: Int, isCash: Bool) {
        self.mishap = mishap
        self.last = last
        self.isCash = isCash
        what = "\(mishap), cut at step \(last), \(isCash ? "cash" : "card") afterwards"
    }

    /// Lives both, looks at the books, and returns how many steps the first life made.
    func live() async throws -> Int {
        let bench = try CardBench(seed: UInt64(clamping: last))
        bench.twin.plan([mishap])
        let power = Power(last: last)
        await firstLife(bench, power)

        let till = try await bench.openTill()
        if isCash { await payInCash(till) }
        #expect(await rest(till, bench), "\(what)")
        // The customer waits, and the cashier presses the key for as long as the till says so.
        let end = soon
        while try await till.status().sales == 0, ContinuousClock.now < end {
            if await till.basket == nil { _ = await till.perform(.resume) }
            if await till.basket == nil { _ = await till.perform(.ring(tea(1234))) }
            _ = await till.payByCard()
            #expect(await rest(till, bench), "\(what)")
        }
        try await look(till, bench)
        await till.shutDown()
        return power.count
    }

    private func firstLife(_ bench: CardBench, _ power: Power) async {
        guard let journal = try? bench.journal(power) else { return }
        if let till = try? await bench.till(journal, bench.terminal(power)) {
            _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234))])
            _ = await till.payByCard()
        }
        journal.abandon()
    }

    /// Cash for whatever sale is there, whether the terminal has answered or not.
    private func payInCash(_ till: Till) async {
        if await till.basket == nil { _ = await till.perform(.resume) }
        if await till.basket == nil, (try? await till.status().sales) == 0 {
            _ = await till.perform(.ring(tea(1234)))
        }
        _ = await till.perform(.tenderExact(.cash))
    }

    /// Waits until the till has nothing to ask and nobody to give money back to.
    ///
    /// A terminal may go dark at any time after the till's end, so it is looked after each time.
    private func rest(_ till: Till, _ bench: CardBench) async -> Bool {
        let end = soon
        while ContinuousClock.now < end {
            bench.tend()
            bench.pass(3600)
            let isAtRest = await till.reconcileCards()
            if isAtRest, (try? await till.status().card.alarms) == 0 { return true }
            await Task.yield()
        }
        return false
    }

    /// One sale, paid once: by the card that was charged, or in cash with nothing charged.
    private func look(_ till: Till, _ bench: CardBench) async throws {
        let status = try await till.status()
        #expect(status.sales == 1, "\(what)")
        #expect(status.parked == 0, "\(what)")
        #expect(status.card.alarms == 0 && status.card.waiting == 0, "\(what): \(status.card)")
        let books = CardBooks(bench.twin.account, try await bench.facts())
        #expect(books.faults() == [], "\(what)")
        let tenders = try await bench.lastSale()?.tenders.map(\.kind) ?? []
        #expect(tenders == [.card] || tenders == [.cash], "\(what)")
        #expect(bench.twin.account.total == (tenders == [.card] ? 1234 : 0), "\(what)")
    }
}
