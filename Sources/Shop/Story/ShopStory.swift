internal import Twins

/// The whole demo within so many seconds, for machines and for people in a hurry.
///
///     sell ▶ network out, sell on ▶ network in, queue drains ▶ paper out, sell on ▶ paper in
///          ▶ power out in mid-basket, it comes back ▶ sell until the time is up ▶ settle
///
/// A chapter that does not come out is a fault in the summary, and the next one is told.
public actor ShopStory {
    private let bench: ShopBench
    private let cashier: Cashier
    private var customers: Customers
    private let say: @Sendable (String) -> Void
    private var summary = ShopSummary()
    private let start: ContinuousClock.Instant

    /// The story of a shop that is open.
    ///
    /// Its time counts from `start`, when the demo was started, for opening takes a part of it.
    /// Progress goes to `say`, a line at a time.
    public init(
        _ bench: ShopBench,
        stock: ShopStock,
        seed: UInt64,
        start: ContinuousClock.Instant = .now,
        say: @escaping @Sendable (String) -> Void
    ) {
        self.bench = bench
        cashier = Cashier(bench, pace: .brisk)
        customers = Customers(stock, seed: seed)
        self.start = start
        self.say = say
    }

    /// Tells it, and answers what it came to when `time` is up.
    public func tell(in time: Duration) async -> ShopSummary {
        // Closing takes a moment too.
        let end = start + time - .seconds(1)
        await sell(3, until: end)
        await networkOut(until: end)
        await paperOut(until: end)
        await powerOut(until: end)
        await sellOn(until: end - .seconds(4))
        await settle(until: end)
        return summary
    }

    private func sell(_ count: Int, until end: ContinuousClock.Instant) async {
        say("the shop sells")
        for _ in 0..<count where .now < end { await serve() }
    }

    private func networkOut(until end: ContinuousClock.Instant) async {
        say("the network is pulled; the shop sells on")
        await bench.pullNetwork()
        let before = await sales()
        for _ in 0..<2 where .now < end { await serve() }
        summary.soldOffline += await sales() - before
        let isNoticed = await eventually(.seconds(10)) {
            await self.bench.line.status()?.isConnected == false
        }
        if !isNoticed { fault("the till did not notice that the network is out") }
        let status = await bench.line.status()
        summary.waitedOffline = max(summary.waitedOffline, status?.waiting ?? 0)

        say("the network is back; \(summary.waitedOffline) records wait")
        await bench.plugNetwork()
        let isDrained = await eventually(.seconds(15)) { await self.isDrained() }
        if !isDrained { fault("the queue did not drain when the network was back") }
    }

    private func paperOut(until end: ContinuousClock.Instant) async {
        say("the paper is taken away; the shop sells on")
        bench.setPaper(false)
        let before = await sales()
        let printed = bench.scene.state.printed
        if .now < end { await serve() }
        summary.soldWithoutPaper += await sales() - before
        if bench.scene.state.printed != printed { fault("a receipt came out without paper") }

        say("a new roll is in")
        bench.setPaper(true)
        let isPrinted = await eventually(.seconds(10)) { await self.isPrinted() }
        if !isPrinted { fault("a receipt did not come out when the roll was in") }
    }

    private func powerOut(until end: ContinuousClock.Instant) async {
        guard .now < end, let visit = longVisit() else { return }
        say("the power is pulled in mid-basket")
        for step in visit.steps.prefix(3) { _ = await cashier.perform(step) }
        await bench.pullPower(for: .milliseconds(600))
        let (pulled, back) = bench.baskets
        say(back == pulled ? "the till is back, with the basket" : "the basket did not come back")
        for step in visit.steps.dropFirst(3) { _ = await cashier.perform(step) }
    }

    private func sellOn(until end: ContinuousClock.Instant) async {
        if .now < end { say("the shop sells until the time is up") }
        while .now < end, !Task.isCancelled { await serve() }
    }

    /// Waits until paper and hub have everything, then counts.
    private func settle(until end: ContinuousClock.Instant) async {
        let patience = max(.seconds(2), end - .now)
        _ = await eventually(patience) { await self.isSettled() }
        let status = await bench.line.status()
        summary.seconds = Int((ContinuousClock.now - start).components.seconds)
        summary.sales = status?.sales ?? 0
        summary.hubSales = await bench.hubLine.sales() ?? 0
        summary.receiptsPrinted = bench.devices.printer.roll.receiptCount
        summary.journalled = status?.queue?.journalled ?? 0
        summary.acknowledged = status?.queue?.acknowledged ?? 0
        summary.chargedToCards = bench.devices.payment.account.total
        summary.bookedToCards = await bench.line.taken("card") ?? 0
        (summary.basketsPulled, summary.basketsBack) = bench.baskets
        summary.check()
    }

    private func serve() async {
        guard let visit = customers.next() else { return }
        guard await cashier.serve(visit) else {
            return fault("the till did not follow a customer's step")
        }
    }

    /// A customer with a basket worth pulling the power under: three plain steps first.
    private func longVisit() -> Visit? {
        while let visit = customers.next() {
            let first = visit.steps.prefix(3)
            let isRung = first.allSatisfy { step in
                switch step {
                case .scan, .several, .weigh: true
                case .void, .suspend, .resume, .card, .pay, .payByCard: false
                }
            }
            if isRung, visit.steps.count > 4 { return visit }
        }
        return nil
    }

    private func fault(_ text: String) {
        if !summary.faults.contains(text) { summary.faults.append(text) }
    }

    private func sales() async -> Int { await bench.line.status()?.sales ?? 0 }

    private func isDrained() async -> Bool {
        guard let status = await bench.line.status() else { return false }
        return status.waiting == 0
    }

    private func isPrinted() async -> Bool {
        let sales = await sales()
        return bench.devices.printer.roll.receiptCount == sales
    }

    private func isSettled() async -> Bool {
        let isHome = await bench.hubLine.sales() == sales()
        let isOnPaper = await isPrinted()
        let isSent = await isDrained()
        return isHome && isOnPaper && isSent
    }
}
