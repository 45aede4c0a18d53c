import HAL
import Journal
import Retail
import Testing
import Till
import Twins

/// Money that goes back to a card: by the terminal as soon as it will, or by a person who says so.
struct CardReversalTests {
    /// A till whose customer paid 12.34 by card, nobody knew it, and the sale was paid in cash.
    private func paidTwice(
        _ bench: CardBench,
        _ terminal: OneWayTerminal
    ) async throws -> Till {
        bench.twin.plan([.powerCutAfter])
        let till = try await bench.till(try bench.journal(), terminal)
        _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234))])
        _ = await till.payByCard()
        _ = await till.perform([.resume, .tenderExact(.cash)])
        bench.twin.switchOn()
        #expect(await till.reconcileAll())
        return till
    }

    private func alarms(_ till: Till) async throws -> Int { try await till.status().card.alarms }

    @Test func `a refused reversal is an alarm, and asked for again when its time has come`()
        async throws
    {
        let bench = try CardBench()
        let terminal = OneWayTerminal(bench.terminal(), refusals: 3)
        let till = try await paidTwice(bench, terminal)
        let alarm = try #require(try await till.status().card.alarm)
        #expect(alarm.contains("12.34") && alarm.contains("1234CDA"))
        #expect(bench.twin.account.total == 1234)
        let books = CardBooks(bench.twin.account, try await bench.facts())
        #expect(!books.faults().isEmpty, "nobody has given it back")

        // 5 s after the first refusal, 10 s after the second, 20 s after the third.
        for (seconds, asked) in [(4, 1), (1, 2), (9, 2), (1, 3), (19, 3), (1, 4)] {
            bench.pass(Int64(seconds))
            #expect(await till.reconcileAll())
            #expect(terminal.asked == asked)
        }
        #expect(try await alarms(till) == 0)
        try await expectBooks(bench, charged: 0)
    }

    @Test func `a terminal that takes the next payment is asked at once`() async throws {
        let bench = try CardBench()
        let terminal = OneWayTerminal(bench.terminal(), refusals: 1)
        let till = try await paidTwice(bench, terminal)
        _ = await till.perform(.ring(tea(500)))
        _ = await till.payByCard()
        #expect(await till.reconcileAll())
        #expect(terminal.asked == 2 && bench.twin.account.total == 500)
        try await expectBooks(bench, charged: 500)
    }

    @Test func `a till that follows its terminal gives back by itself`() async throws {
        let bench = try CardBench()
        let terminal = OneWayTerminal(bench.terminal(), refusals: 2)
        let till = try await bench.till(
            try bench.journal(),
            terminal,
            pace: ReversalPace(first: .milliseconds(1), longest: .milliseconds(1)),
            clock: SystemTillClock()
        )
        bench.twin.plan([.powerCutAfter])
        _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234))])
        _ = await till.payByCard()
        _ = await till.perform([.resume, .void])
        bench.twin.switchOn()
        let follower = Task { await till.followTerminal(pause: .milliseconds(1)) }
        defer { follower.cancel() }
        let twin = bench.twin
        #expect(await isSoon { twin.account.charges.first?.isReversed == true })
        #expect(terminal.asked == 3)
        await till.settleCards()
        try await expectBooks(bench, charged: 0)
    }

    @Test func `what a person has settled is no alarm, and is never given back as well`()
        async throws
    {
        let bench = try CardBench()
        let terminal = OneWayTerminal(bench.terminal(), refusals: 1)
        let till = try await paidTwice(bench, terminal)
        let unread = await till.perform(.seeTo(Money(minorUnits: 1)))
        #expect(unread == .refused(.noSuchAlarm))
        #expect(await till.perform(.seeTo(Money(minorUnits: 1234))) == .done)
        #expect(try await alarms(till) == 0)
        let twice = await till.perform(.seeTo(Money(minorUnits: 1234)))
        #expect(twice == .refused(.noSuchAlarm))

        bench.pass(7200)
        #expect(await till.reconcileAll())
        #expect(terminal.asked == 1, "the customer has the money already")
        try await expectBooks(bench, charged: 1234)
        await till.shutDown()

        let next = try await bench.till(try bench.journal(), terminal)
        #expect(await next.reconcileAll())
        #expect(try await alarms(next) == 0 && terminal.asked == 1, "also after a start")
    }

    @Test func `nobody clears an alarm while the terminal gives the money back`() async throws {
        let bench = try CardBench()
        let slow = GatedTerminal(bench.terminal())
        let till = try await bench.till(try bench.journal(), slow)
        bench.twin.plan([.powerCutAfter])
        _ = await till.perform([.openDay(CardBench.day), .ring(tea(1234))])
        _ = await till.payByCard()
        _ = await till.perform([.resume, .tenderExact(.cash)])
        bench.twin.switchOn()
        slow.close(.authorizeVoid)
        let pass = Task { await till.reconcileAll() }
        #expect(await slow.isReached())
        let early = await till.perform(.seeTo(Money(minorUnits: 1234)))
        #expect(early == .refused(.noSuchAlarm))
        slow.open()
        #expect(await pass.value)
        try await expectBooks(bench, charged: 0)
    }

    @Test func `an alarm is there again after a start`() async throws {
        let bench = try CardBench()
        let terminal = OneWayTerminal(bench.terminal())
        let till = try await paidTwice(bench, terminal)
        await till.shutDown()
        let next = try await bench.till(try bench.journal(), nil)
        #expect(try await alarms(next) == 1, "also without a terminal")
        #expect(await next.perform(.seeTo(Money(minorUnits: 1234))) == .done)
    }

    typealias Row = (count: Int, seconds: Int, why: String)

    // swift-format-ignore
    static let pauses: [Row] = [
        (0,       5,    "before any refusal"),
        (1,       5,    "the first"),
        (2,       10,   "twice as long"),
        (3,       20,   "and twice again"),
        (10,      2560, "after an hour and a half"),
        (11,      3600, "the longest"),
        (1 << 40, 3600, "for ever"),
    ]

    @Test(arguments: pauses)
    func `a refused reversal is asked for ever more seldom`(_ row: Row) {
        #expect(ReversalPace().pause(after: row.count) == .seconds(row.seconds), "\(row.why)")
    }
}
