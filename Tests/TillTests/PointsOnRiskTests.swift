import HAL
import Journal
import Loyalty
import Records
import Retail
import SyncProtocol
import Synchronization
import Testing
import Till

/// Points that no lease covers, at a till whose hub does not answer: the shop takes them on its own
/// risk, as far as its owner has set money aside, and never where the hub could be asked.
struct PointsOnRiskTests {
    private static let member = MemberID(318)
    private static let money = LeaseID(high: 8, low: 1)
    private static let own = LeaseID(high: 8, low: 2)
    private static var reading: ClockReading { SetTillClock(TestBench.time).read() }
    private static var wall: Int64 { reading.wallMilliseconds }

    private static func lease(_ id: LeaseID, _ pool: LeasePool, _ units: Holding) -> Lease {
        Lease(
            id: id,
            pool: pool,
            holder: LeaseHolder(device: 7, epoch: 1),
            units: units,
            expires: wall + 3_600_000
        )
    }

    private static var risk: Lease { lease(money, .risk, Holding(LeaseBook.money, 100)) }

    /// What a till has that a hub has greeted, with so many points and 1.00 of the shop's money.
    private static func pocket(_ points: Int64) -> PointsPocket {
        var purse = Purse()
        purse.greet()
        purse.take(risk)
        if points > 0 {
            purse.take(lease(own, .points(member), Holding(.lot(nil), points)))
        }
        let moment = PurseMoment(clock: wall, latest: wall, guardTime: 300_000)
        return PointsPocket(purse, at: moment)
    }

    /// A machine that has taken these events, and then heard `word` about the points of its sale:
    /// `-` for nothing yet, else what the hub said, the last word at the end.
    private static func bench(_ held: Int64, _ notation: String, _ words: String) -> MachineBench {
        var bench = MachineBench()
        bench.machine = TillMachine(place: TestBench.place, programme: PointsTests.rules)
        bench.machine.pocket = pocket(held)
        for event in events(notation) { _ = bench.handle(event) }
        for word in words.split(separator: " ") { hear(String(word), &bench) }
        return bench
    }

    private static func hear(_ word: String, _ bench: inout MachineBench) {
        guard let sale = bench.machine.current?.id, let word = said[word] else { return }
        let wish = PointsWish(sale: sale, member: member, attempt: 0)
        bench.machine.heardPoints = HeardPoints(wish, word, after: bench.machine.heardPoints)
    }

    private static let said: [String: LeaseWord] = [
        "silent": .unanswered,
        "none": .refused(.exhausted),
        "full": .refused(.capped),
        "frozen": .refused(.frozen),
        "some": .held(Holding(.lot(nil), 30)),
    ]

    typealias Row = (
        held: Int64, words: String, event: String, answer: String, taken: Int64?, why: String
    )

    /// A sale of 4.00, of which points may pay half; 1.00 of the shop's money is there.
    // swift-format-ignore
    static let rows: [Row] = [
        (0,   "silent",      "points:100", "100PT 1.00 3.00", 100, "a card first shown without a line"),
        (30,  "silent",      "points:100", "100PT 1.00 3.00", 70,  "the member's own lease goes first"),
        (200, "silent",      "points:100", "100PT 1.00 3.00", nil, "and alone while it suffices"),
        (30,  "silent",      "points",     "30PT 0.30 3.70",  nil, "nobody has said how many: what is leased"),
        (0,   "silent",      "points",     "points: The hub does not answer", nil, "nobody has said how many: none is"),
        (0,   "silent",      "points:110", "points: 100 points of this member", nil, "more than there is money"),
        (30,  "silent",      "points:130", "130PT 1.30 2.70", 100, "just all of it"),
        (30,  "silent",      "points:140", "points: 130 points of this member", nil, "a step more than both"),
        (0,   "silent",      "points:210", "points: This sale takes 200", nil, "the rule of the programme comes first"),
        (0,   "-",           "points:100", "points: 0 points of this member", nil, "the hub is being asked"),
        (0,   "none",        "points:100", "points: 0 points of this member", nil, "the hub has said that there are none"),
        (30,  "some",        "points:100", "points: 30 points of this member", nil, "the hub has granted what there is"),
        (0,   "full",        "points:100", "points: 0 points of this member", nil, "the hub has decided: no more for this till"),
        (0,   "frozen",      "points:100", "points: 0 points of this member", nil, "the hub is there, and waits for other tills"),
        (0,   "silent none", "points:100", "points: 0 points of this member", nil, "the line came back, and so did its word"),
        (0,   "none silent", "points:100", "points: 0 points of this member", nil, "a line that breaks takes no word back"),
    ]

    @Test(arguments: rows.indices)
    func `the shop takes on its risk what the till could not ask for, and nothing else`(
        _ index: Int
    ) throws {
        let row = Self.rows[index]
        var bench = Self.bench(row.held, "day ring ring ring ring member", row.words)
        let decision = bench.handle(event(row.event))
        #expect(word(decision.answer).hasPrefix(row.answer), "\(row.why): \(decision.answer)")
        #expect(bench.machine.pocket == Self.pocket(row.held), "a promise takes nothing")
        guard case .promised(let promised) = decision.answer else { return }
        guard case .saleCompleted(let sale) = bench.handle(event("exact")).facts.first?.fact else {
            Issue.record("no sale: \(row.why)")
            return
        }
        let risked = (sale.leases?.spent ?? []).filter { $0.worth != nil }
        #expect(risked.map(\.worth?.minorUnits) == (row.taken.map { [$0] } ?? []), "\(row.why)")
        #expect(sale.pointsSpent == promised.points && sale.pointsFault == nil)
        let left = bench.machine.pocket.purse.held[Self.money]?.left.total
        #expect(left == 100 - (row.taken ?? 0))
    }

    @Test func `a hub that answers while the customer pays has the last word`() {
        var bench = Self.bench(0, "day ring ring ring ring member", "silent")
        #expect(word(bench.handle(event("points:100")).answer) == "100PT 1.00 3.00")
        Self.hear("none", &bench)
        let answer = bench.handle(event("exact")).answer
        #expect(answer == .refused(.points(.lapsed(.short))))
        #expect(word(bench.handle(event("points:0")).answer) == "0PT 0.00 4.00")
        #expect(word(bench.handle(event("exact")).answer) == "#1 4.00 0.00")
    }

    @Test func `a till whose hub has not greeted it, or knows another, takes no risk`() {
        var old = Self.bench(0, "day ring ring member", "silent")
        old.machine.pocket.purse = old.machine.pocket.purse.restarted()
        let unwitnessed = old.handle(event("points:50")).answer
        #expect(unwitnessed == .refused(.points(.closed(.unwitnessed))))
        var apart = Self.bench(0, "day ring ring member", "silent")
        apart.machine.pocket.purse.standApart()
        let alone = apart.handle(event("points:50")).answer
        #expect(alone == .refused(.points(.closed(.apart))))
    }

    /// A journal that a hub has greeted.
    private static func journal(_ bench: TestBench) throws -> TillJournal {
        let journal = try bench.journal()
        let counted = Int64(reading.monotonicNanoseconds / 1_000_000)
        let hub = HubTime(hub: wall, asked: counted, heard: counted, drift: 0)
        journal.witness(hub, by: LeaseTerms())
        return journal
    }

    private static func hold(_ lease: Lease, _ journal: TillJournal) async throws {
        try await journal.append([
            JournalDraft(
                .lease(.accepted(SignedLease(lease))),
                operation: OperationID(milliseconds: 1, chance: (8, lease.id.low)),
                wallMilliseconds: reading.wallMilliseconds,
                monotonicNanoseconds: reading.monotonicNanoseconds
            )
        ])
    }

    @Test func `a till at the counter takes points on risk once its hub is silent`() async throws {
        let bench = try TestBench()
        let journal = try Self.journal(bench)
        try await Self.hold(Self.risk, journal)
        let till = try await bench.till(journal, programme: PointsTests.rules)
        var errand = LeaseErrand(pointsOf: till, changes: Changes()) { _, _, _ in .unanswered }
        _ = await till.perform(events("day ring ring ring ring member"))
        let early = await till.perform(.payWithPoints(100))
        #expect(early == .refused(.points(.terms(.notHeld(most: 0)))))
        await errand.look()
        let untold = await till.perform(.payWithPoints(nil))
        #expect(untold == .refused(.points(.untold(most: 100))))
        #expect(word(await till.perform(.payWithPoints(100))) == "100PT 1.00 3.00")
        #expect(journal.purse.held[Self.money]?.left.total == 100, "a promise takes nothing")
        #expect(word(await till.perform(.tenderExact(.cash))) == "#1 4.00 0.00")
        #expect(journal.purse.held[Self.money]?.left.total == 0)
    }

    @Test func `a till wishes for risk until it holds some, and leaves a hub without in peace`()
        async throws
    {
        let bench = try TestBench()
        let journal = try Self.journal(bench)
        let plain = try await bench.till(journal)
        #expect(await plain.riskWish == nil, "a programme without points as a tender")
        await plain.shutDown()
        let again = try Self.journal(bench)
        let till = try await bench.till(again, programme: PointsTests.rules)
        let asked = Mutex<[Int64]>([])
        let word = Mutex<LeaseWord>(.unanswered)
        var errand = LeaseErrand(riskOf: till, changes: Changes()) { amount, pool, unit in
            #expect(pool == .risk && unit == nil)
            asked.withLock { $0.append(amount) }
            return word.withLock { $0 }
        }
        for _ in 0..<2 { await errand.look() }
        #expect(asked.withLock { $0 } == [10_000, 10_000], "no hub has answered")
        word.withLock { $0 = .refused(.exhausted) }
        for _ in 0..<3 { await errand.look() }
        #expect(asked.withLock(\.count) == 3, "it has none")
        try await Self.hold(Self.risk, again)
        #expect(await till.riskWish == nil, "the till holds some")
    }
}
