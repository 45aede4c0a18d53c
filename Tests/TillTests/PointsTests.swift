import HAL
import Journal
import Loyalty
import Records
import Retail
import SampleTrade
import SyncProtocol
import Synchronization
import Testing
import Till

/// Points as a tender at the counter: a point is a fen, in tens, for half of what is due.
struct PointsTests {
    static let rules: Programme = {
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

    private static let member = MemberID(318)

    /// A lease of so many points of the member, by the clock of the bench.
    private static func lease(_ points: Int64) -> Lease {
        Lease(
            id: LeaseID(high: 9, low: 1),
            pool: .points(member),
            holder: LeaseHolder(device: 7, epoch: 1),
            units: Holding(.lot(nil), points),
            expires: wall + 3_600_000
        )
    }

    private static var reading: ClockReading { SetTillClock(TestBench.time).read() }
    private static var wall: Int64 { reading.wallMilliseconds }

    private static func pocket(_ points: Int64) -> PointsPocket {
        var purse = Purse()
        purse.greet()
        if points > 0 { purse.take(lease(points)) }
        let moment = PurseMoment(clock: wall, latest: wall, guardTime: 300_000)
        return PointsPocket(purse, at: moment)
    }

    /// A machine whose till holds so many points, and which has taken these events.
    private static func bench(_ held: Int64, _ notation: String) -> MachineBench {
        var bench = MachineBench()
        bench.machine = TillMachine(place: TestBench.place, programme: rules)
        bench.machine.pocket = pocket(held)
        for event in events(notation) { _ = bench.handle(event) }
        return bench
    }

    typealias Row = (
        held: Int64, before: String, event: String, answer: String, facts: String, why: String
    )

    // swift-format-ignore
    static let rows: [Row] = [
        (500, "day ring ring member",           "points",     "100PT 1.00 1.00", "", "half of it, and no fact: it is simply asked again"),
        (500, "day ring ring member total",     "points",     "100PT 1.00 1.00", "", "after the total as well"),
        (500, "day ring ring member",           "points:50",  "50PT 0.50 1.50",  "", "as many as are asked"),
        (30,  "day ring ring member",           "points",     "30PT 0.30 1.70",  "", "as many as are held"),
        (500, "day ring ring member points",    "points:20",  "20PT 0.20 1.80",  "", "fewer after all"),
        (500, "day ring ring member points",    "points:0",   "0PT 0.00 2.00",   "", "none after all"),
        (500, "day ring ring member points",    "exact",      "#1 2.00 0.00",    "sale", "the rest in cash"),
        (500, "day ring ring member points",    "cash:150",   "#1 2.00 0.50",    "sale", "with change of the cash"),
        (500, "day ring ring member points",    "card:100",   "#1 2.00 0.00",    "sale", "the rest by card"),
        (500, "day ring ring member points",    "cash:40",    "done",            "tender", "a part of the rest"),
        (500, "day ring ring member points",    "void",       "done",            "void", "nothing was taken, so nothing goes back"),
        (500, "day ring ring member points cash:40", "void",  "back 0.40 0.00",  "void", "but the cash"),
        (500, "day ring ring member total cash:100", "points", "#1 2.00 0.00",   "sale", "points may come last"),
        (500, "day ring ring member total cash:150", "points", "#1 2.00 0.00",   "sale", "and pay no more than is open"),
        (500, "day free member",                "points",     "#1 0.00 0.00",    "sale", "what is free takes none"),

        (500, "day",                            "points",     "nothingRung",     "", "nothing to pay"),
        (500, "day ring ring",                  "points",     "points: Points are a member's.", "", "whose points"),
        (500, "day ring ring member",           "points:55",  "points: Points pay from 10 on, in steps of 10.", "", "no whole step"),
        (500, "day ring ring member",           "points:110", "points: This sale takes 100 points at most.", "", "more than half of it"),
        (30,  "day ring ring member",           "points:100", "points: 30 points of this member can pay here now.", "", "more than is held"),
        (0,   "day ring ring member",           "points",     "points: 0 points of this member can pay here now.", "", "none is held"),
        (500, "day ring ring member suspend",   "points",     "nothingRung",     "", "the counter is free"),
    ]

    @Test(arguments: rows.indices)
    func `points pay a part, or the cashier reads why not`(_ index: Int) {
        let row = Self.rows[index]
        var bench = Self.bench(row.held, row.before)
        let before = bench.machine
        let decision = bench.handle(event(row.event))
        #expect(word(decision.answer).hasPrefix(row.answer), "\(row.why): \(decision.answer)")
        #expect(decision.facts.map { word($0.fact) }.joined(separator: " ") == row.facts)
        if case .refused = decision.answer {
            #expect(bench.machine.current == before.current)
            #expect(bench.machine.pocket == before.pocket)
        }
    }

    @Test func `a programme without a word of it takes none, and neither does a till alone`() {
        var plain = MachineBench("day ring member")
        #expect(plain.handle(.payWithPoints(nil)).answer == .refused(.points(.noRule)))
        var apart = Self.bench(500, "day ring member")
        apart.machine.pocket.purse.standApart()
        #expect(apart.handle(.payWithPoints(nil)).answer == .refused(.points(.closed(.apart))))
        var old = Self.bench(500, "day ring member")
        old.machine.pocket.purse = old.machine.pocket.purse.restarted()
        let unwitnessed = old.handle(.payWithPoints(nil)).answer
        #expect(unwitnessed == .refused(.points(.closed(.unwitnessed))))
    }

    @Test func `a sale states what was spent of which lease, and earns by the rest`() throws {
        var bench = Self.bench(150, "day ring ring member points")
        let decision = bench.handle(event("exact"))
        guard case .saleCompleted(let sale) = decision.facts.first?.fact else {
            Issue.record("no sale in \(decision.facts)")
            return
        }
        #expect(sale.tenders.map(\.kind) == [.cash, .points])
        #expect(sale.pointsSpent == 100 && sale.pointsFault == nil)
        #expect(sale.leases?.spent.map(\.lease) == [Self.lease(150).id])
        #expect(sale.accrual?.accrual == Accrual(weighted: Money(minorUnits: 100), points: 1))
        // The next customer of the same commit finds what is left, and no more.
        for event in events("ring ring member") { _ = bench.handle(event) }
        #expect(word(bench.handle(event("points")).answer) == "50PT 0.50 1.50")
    }

    @Test func `what is not there any more when the rest is paid completes nothing`() {
        var bench = Self.bench(500, "day ring ring member points")
        bench.machine.pocket = Self.pocket(0)
        let before = bench.machine.current
        let answer = bench.handle(event("exact")).answer
        #expect(answer == .refused(.points(.lapsed(.short))))
        #expect(bench.machine.current == before, "nothing is lost")
        #expect(word(bench.handle(event("points:0")).answer) == "0PT 0.00 2.00")
        #expect(word(bench.handle(event("exact")).answer) == "#1 2.00 0.00")
    }

    @Test func `a card that was charged is taken, whatever has become of the points`() throws {
        var bench = Self.bench(500, "")
        bench.machine = TillMachine(
            place: TestBench.place,
            programme: Self.rules,
            takesCards: true
        )
        bench.machine.pocket = Self.pocket(500)
        for event in events("day ring ring member points") { _ = bench.handle(event) }
        #expect(word(bench.handle(.tenderExact(.card)).answer) == "charging 1.00")
        bench.machine.pocket = Self.pocket(0)
        let payment = try #require(bench.machine.current).payment
        let amount = try #require(PaymentAmount(minorUnits: 100, currency: 156))
        let slip = PaymentSlip(amount: amount, mark: .untold)
        let decision = bench.handle(.cardAnswered(payment, .settled(.approved(slip))))
        #expect(decision.facts.map { word($0.fact) } == ["tender"], "a part of it is paid")
        #expect(word(decision.answer) == "fell 100PT [] 1.00")
        #expect(bench.machine.current?.machine.outstanding == Money(minorUnits: 100))
        let fallen = try #require(bench.machine.current?.fallen)
        let rows = CustomerPicture.lines(
            bench.machine.current?.machine,
            fallen: fallen,
            columns: 20,
            idle: "店"
        )
        #expect(rows == ["积分未用 Points kept", "待付 To pay     1.00"])
        bench.machine.pocket = Self.pocket(500)
        #expect(word(bench.handle(event("points:50")).answer) == "50PT 0.50 0.50", "again")
        #expect(bench.machine.current?.fallen == nil, "they are promised, and not kept")
        _ = bench.handle(event("points:0"))
        #expect(word(bench.handle(event("exact")).answer) == "#1 2.00 0.00", "the rest in cash")
    }

    /// A journal that holds so many points, greeted by a hub that has gone since.
    private static func journal(_ bench: TestBench, _ points: Int64) async throws -> TillJournal {
        let journal = try bench.journal()
        let reading = reading
        let counted = Int64(reading.monotonicNanoseconds / 1_000_000)
        let hub = HubTime(hub: wall, asked: counted, heard: counted, drift: 0)
        journal.witness(hub, by: LeaseTerms())
        try await journal.append([
            JournalDraft(
                .lease(.accepted(SignedLease(lease(points)))),
                operation: OperationID(milliseconds: 1, chance: (9, 9)),
                wallMilliseconds: reading.wallMilliseconds,
                monotonicNanoseconds: reading.monotonicNanoseconds
            )
        ])
        return journal
    }

    private static func counter(_ till: Till) -> Counter {
        var list = MemoryCatalogue(items: [("690", item(21, price: 250))], cards: [])
        list.phones = ["+8613812348000": member]
        return Counter(till: till, catalogue: list, clock: SetTillClock(TestBench.time))
    }

    @Test func `without a line a member pays with what the till holds, and it is spent once`()
        async throws
    {
        let bench = try TestBench()
        let journal = try await Self.journal(bench, 700)
        let till = try await bench.till(journal, programme: Self.rules)
        let counter = Self.counter(till)
        for line in ["4*690", "PH13812348000"] { #expect(try await counter.enter(line).accepted) }
        let promised = try await counter.enter("PT")
        #expect(promised.message == "500 points pay 5.00; 5.00 is to be paid.")
        let status = try await till.status()
        #expect(status.outstanding == Money(minorUnits: 500) && status.pointsEarned == 5)
        #expect(status.redeeming?.points == 500 && status.redeeming?.spendable == 700)
        #expect(journal.purse.inOrder.map(\.left.total) == [700], "a promise takes nothing")
        let paid = try await counter.enter("CA")
        #expect(paid.message == "Receipt 1: due 10.00, change 0.00")
        #expect(journal.purse.inOrder.map(\.left.total) == [200])
        let report = try #require(try await till.dayReport())
        #expect("\(report)".hasSuffix("cash 5.00, points 5.00"))

        for line in ["4*690", "PH13812348000"] { #expect(try await counter.enter(line).accepted) }
        let short = try await counter.enter("500PT")
        #expect(!short.accepted && short.message.hasPrefix("200 points of this member can pay"))
        #expect(try await counter.enter("PT").accepted)
        #expect(try await counter.enter("CA").accepted)
        #expect(journal.purse.inOrder.map(\.left.total) == [0])
        await till.settle()
        let sales = try await Self.sales(journal)
        #expect(sales.map(\.pointsSpent) == [500, 200])
        let paper = ReceiptText.lines(ReceiptLayout(shopName: "店").document(sales[0]), columns: 40)
        #expect(paper.contains { $0.contains("积分抵现 Points") && $0.hasSuffix("5.00") })
        #expect(paper.contains { $0.contains("使用积分 Points spent") && $0.hasSuffix("500") })
    }

    private static func sales(_ journal: TillJournal) async throws -> [CompletedSale] {
        try await journal.records(after: 0, limit: 1000, byteLimit: 1 << 20).compactMap { record in
            guard case .saleCompleted(let sale) = try Fact(record) else { return nil }
            return sale
        }
    }

    @Test func `a lease that goes back while the customer pays refuses the sale and keeps it`()
        async throws
    {
        let bench = try TestBench()
        let journal = try await Self.journal(bench, 700)
        let till = try await bench.till(journal, programme: Self.rules)
        _ = await till.perform(events("day ring ring member points"))
        let reading = Self.reading
        try await journal.append([
            JournalDraft(
                .lease(.givenBack(Self.lease(700).id)),
                operation: OperationID(milliseconds: 1, chance: (9, 10)),
                wallMilliseconds: reading.wallMilliseconds,
                monotonicNanoseconds: reading.monotonicNanoseconds
            )
        ])
        let refused = await till.perform(.tenderExact(.cash))
        #expect(refused == .refused(.points(.lapsed(.short))))
        #expect(await till.basket?.lines.count == 2)
        _ = await till.perform(.payWithPoints(0))
        #expect(word(await till.perform(.tenderExact(.cash))) == "#1 2.00 0.00")
    }

    @Test func `a sale that points paid for is given back by the office alone`() async throws {
        let bench = try TestBench()
        let till = try await bench.till(try await Self.journal(bench, 700), programme: Self.rules)
        _ = await till.perform(events("day ring ring member points exact"))
        let request = ReturnRequest(items: nil, reason: "too sour", clerk: "7")
        let number = ReceiptNumber(day: TestBench.day, number: 1)
        let answer = try await till.giveBack(request, of: number)
        #expect(answer == .refused(.goods(.paidWithLeases)))
    }

    @Test func `the hub is asked for a member's points once a sale, and again when they are short`()
        async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try await Self.journal(bench, 10), programme: Self.rules)
        let asked = Mutex<[LeasePool]>([])
        let answers = Mutex(false)
        var errand = LeaseErrand(pointsOf: till, changes: Changes()) { _, pool, _ in
            asked.withLock { $0.append(pool) }
            return answers.withLock { $0 } ? .refused(.exhausted) : .unanswered
        }
        func count() -> Int { asked.withLock(\.count) }
        _ = await till.perform(events("day ring"))
        await errand.look()
        #expect(count() == 0, "nobody is known")
        _ = await till.perform(events("member"))
        #expect(await till.wantedPools == [.points(Self.member)])
        for _ in 0..<2 { await errand.look() }
        #expect(count() == 2, "nobody has answered")
        answers.withLock { $0 = true }
        for _ in 0..<3 { await errand.look() }
        #expect(count() == 3, "answered, it asks no more")
        _ = await till.perform(events("exact"))
        #expect(await till.wantedPools == [])
        _ = await till.perform(events("ring ring member"))
        await errand.look()
        #expect(count() == 4, "the next sale")
        let short = await till.perform(.payWithPoints(100))
        #expect(short == .refused(.points(.terms(.notHeld(most: 10)))))
        for _ in 0..<2 { await errand.look() }
        #expect(count() == 5, "a customer wanted more than is held")
        #expect(asked.withLock { $0.allSatisfy { $0 == .points(Self.member) } })
    }
}
