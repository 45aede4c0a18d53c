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

/// Codes for single use at the counter: only one that the till holds is taken, and the sale's own
/// record spends it.
struct CodeTests {
    private static let text = "SAVE20-7F3K9Q"

    private static let book: CouponBook = {
        var single = CouponTests.coupon("SAVE20", off: 20)
        single.singleUse = true
        return CouponBook([single, CouponTests.coupon("PLAIN", off: 10)])
    }()

    private static var reading: ClockReading { SetTillClock(TestBench.time).read() }
    private static var wall: Int64 { reading.wallMilliseconds }

    /// What a till has that holds these codes, and that a hub has greeted.
    private static func pocket(_ codes: String...) -> PointsPocket {
        var purse = Purse()
        purse.greet()
        for (number, code) in codes.compactMap({ CouponCode($0) }).enumerated() {
            purse.take(
                Lease(
                    id: LeaseID(high: 9, low: UInt64(number)),
                    pool: code.pool,
                    holder: LeaseHolder(device: 7, epoch: 1),
                    units: Holding(code.unit, 1),
                    expires: wall + 3_600_000
                )
            )
        }
        let moment = PurseMoment(clock: wall, latest: wall, guardTime: 300_000)
        return PointsPocket(purse, at: moment)
    }

    /// A machine whose till has this, and which has taken these events.
    private static func bench(_ pocket: PointsPocket, _ notation: String) -> MachineBench {
        var bench = MachineBench()
        bench.machine = TillMachine(
            place: TestBench.place,
            programme: .r1,
            coupons: book,
            takesCards: true
        )
        bench.machine.pocket = pocket
        for event in events(notation) { _ = bench.handle(event) }
        return bench
    }

    typealias Row = (before: String, event: String, answer: String, facts: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("day ring",                            "coupon:\(text)",         "done",                          "coupon", "it is held"),
        ("day ring coupon:\(text)",             "exact",                  "#1 0.80 0.00",                  "sale",   "the customer pays less"),
        ("day ring coupon:\(text) void1",       "total",                  "nothingRung",                   "",       "alone it is nothing"),
        ("day ring coupon:\(text) void ring",   "coupon:\(text)",         "done",                          "coupon", "nothing was spent"),
        ("day ring",                            "coupon:SAVE20-AAAAAA",   "code: The hub is asked",        "",       "another code than is held"),
        ("day ring",                            "coupon:SAVE20",          "code: This coupon has codes",   "",       "which code"),
        ("day ring",                            "coupon:PLAIN-7F3K9Q",    "coupon There is no such coupon", "",      "a coupon without codes"),
        ("day",                                 "coupon:\(text)",         "coupon Nothing in this basket", "",       "goods come first"),
        ("day ring coupon:\(text)",             "coupon:\(text)",         "coupon This basket takes",      "",       "once a basket"),
        ("day ring coupon:\(text) suspend ring", "coupon:\(text)",        "code: A basket has this code",  "",       "it is promised to a parked one"),
        ("day ring coupon:\(text) exact ring",  "coupon:\(text)",         "code: The hub is asked",        "",       "it was spent"),
    ]

    @Test(arguments: rows)
    func `a code is taken when the till holds it, or the cashier reads why not`(_ row: Row) {
        var bench = Self.bench(Self.pocket(Self.text), row.before)
        let before = bench.machine
        let decision = bench.handle(event(row.event))
        #expect(word(decision.answer).hasPrefix(row.answer), "\(row.why): \(decision.answer)")
        #expect(decision.facts.map { word($0.fact) }.joined(separator: " ") == row.facts)
        if case .refused = decision.answer {
            #expect(bench.machine.current == before.current)
            #expect(bench.machine.pocket == before.pocket)
        }
    }

    @Test func `the record of the sale spends the code`() throws {
        var bench = Self.bench(Self.pocket(Self.text), "day ring coupon:\(Self.text)")
        let decision = bench.handle(event("exact"))
        guard case .saleCompleted(let sale) = decision.facts.first?.fact else {
            Issue.record("no sale in \(decision.facts)")
            return
        }
        let code = try #require(CouponCode(Self.text))
        #expect(sale.leases?.spent.map(\.pool) == [code.pool])
        #expect(sale.leases?.spent.map(\.units) == [Holding(code.unit, 1)])
        #expect(sale.lines.last?.coupons.map(\.coupon) == ["SAVE20"])
    }

    @Test func `a till that no hub has greeted, or that stands apart, takes no code`() {
        var silent = Self.bench(PointsPocket(), "day ring")
        let unwitnessed = silent.handle(.coupon(Self.text)).answer
        #expect(unwitnessed == .refused(.code(.closed(.unwitnessed))))
        var apart = Self.bench(Self.pocket(Self.text), "day ring")
        apart.machine.pocket.purse.standApart()
        #expect(apart.handle(.coupon(Self.text)).answer == .refused(.code(.closed(.apart))))
    }

    @Test func `a code that is not there any more completes nothing, and is left`() throws {
        var bench = Self.bench(Self.pocket(Self.text), "day ring coupon:\(Self.text) total cash:40")
        bench.machine.pocket = Self.pocket()
        let before = bench.machine.current
        let answer = bench.handle(event("cash:40")).answer
        #expect(answer == .refused(.code(.lapsed(.short, line: 1))))
        #expect("\(CodeRefusal.lapsed(.short, line: 1))".contains("Press VD2"))
        #expect(bench.machine.current == before, "nothing is lost")
        let left = bench.handle(.voidLine(1))
        #expect(left.facts.map { word($0.fact) } == ["voidLine"])
        #expect(word(bench.handle(event("exact")).answer) == "#1 1.00 0.00")
    }

    @Test func `what was left after a part was paid is so after a power cut`() throws {
        let coupon = try #require(Self.book["SAVE20"])
        var machine = TillMachine(place: TestBench.place, programme: .r1)
        let sale = OperationID(milliseconds: 1, chance: (1, 1))
        let taken: [SaleMachine.Event] = [
            .ring(line("米 rice", 100)), .coupon(coupon, CouponCode(Self.text)),
            .tender(Tender(.cash, Money(minorUnits: 40))),
        ]
        for (events, open) in [(taken, 40), (taken + [.voidLine(1)], 60)] {
            machine.restore(
                lastReceipt: ReceiptNumber(day: TestBench.day, number: 0),
                sales: [(id: sale, events: events, payment: nil)]
            )
            #expect(machine.current?.machine.outstanding.minorUnits == Int64(open))
        }
    }

    @Test func `a card that was charged is taken, whatever has become of the code`() throws {
        var bench = Self.bench(Self.pocket(Self.text), "day ring coupon:\(Self.text)")
        #expect(word(bench.handle(.tenderExact(.card)).answer) == "charging 0.80")
        bench.machine.pocket = Self.pocket()
        let payment = try #require(bench.machine.current).payment
        let amount = try #require(PaymentAmount(minorUnits: 80, currency: 156))
        let slip = PaymentSlip(amount: amount, mark: .untold)
        let decision = bench.handle(.cardAnswered(payment, .settled(.approved(slip))))
        #expect(decision.facts.map { word($0.fact) } == ["voidLine", "tender"])
        #expect(word(decision.answer) == "fell 0PT [1] 0.20")
        let fallen = try #require(bench.machine.current?.fallen)
        let wording = fallen.sentence(outstanding: Money(minorUnits: 20))
        #expect(wording.hasPrefix("The card has paid 0.80. Not spent beside it: the code of line"))
        #expect(wording.hasSuffix("take 0.20, which is still to be paid, in another tender."))
        #expect(bench.machine.current?.machine.outstanding == Money(minorUnits: 20))
        #expect(word(bench.handle(event("exact")).answer) == "#1 1.00 0.00", "the rest in cash")
    }

    /// A hub as far as codes go: its ledger, and whether it answers.
    private final class Hub: Sendable {
        private let book: Mutex<LeaseBook>
        let isThere = Mutex(true)
        private let asked = Mutex<UInt64>(0)

        init(omitting rules: [LeaseRule] = []) {
            var book = LeaseBook(terms: LeaseTerms(), omissions: LeaseOmissions(rules))
            if let code = CouponCode(text) { book.stock(Holding(code.unit, 1), in: code.pool) }
            self.book = Mutex(book)
        }

        /// Has `journal` hold the code that `unit` is, as the uplink does.
        func lease(
            _ pool: LeasePool,
            _ unit: LeaseUnit?,
            to journal: TillJournal
        ) async -> LeaseWord {
            guard isThere.withLock({ $0 }) else { return .unanswered }
            let number = asked.withLock { asked in
                asked += 1
                return asked
            }
            let wish = LeaseWish(
                id: LeaseID(high: 9, low: number),
                pool: pool,
                amount: 1,
                only: unit
            )
            let holder = LeaseHolder(device: journal.device.number, epoch: 1)
            let granted = book.withLock {
                $0.grant(wish, to: holder, now: wall, on: TestBench.day)
            }
            switch granted {
            case .failure(let reason): return .refused(reason)
            case .success(let lease):
                let draft = JournalDraft(
                    .lease(.accepted(SignedLease(lease))),
                    operation: OperationID(milliseconds: 1, chance: (9, number)),
                    wallMilliseconds: reading.wallMilliseconds,
                    monotonicNanoseconds: reading.monotonicNanoseconds
                )
                guard (try? await journal.append([draft])) != nil else { return .unanswered }
                return .held(lease.units)
            }
        }
    }

    /// A journal of till `device`, greeted by a hub.
    private static func journal(_ bench: TestBench, _ device: UInt32) throws -> TillJournal {
        let journal = try TillJournal(
            path: bench.file("till.sqlite"),
            device: DeviceID(device),
            place: TestBench.place
        )
        let counted = Int64(reading.monotonicNanoseconds / 1_000_000)
        let hub = HubTime(hub: wall, asked: counted, heard: counted, drift: 0)
        journal.witness(hub, by: LeaseTerms())
        return journal
    }

    /// What the cashier of till `device` reads when a customer brings the code, scans it again once
    /// the hub was asked, and pays; and how often the sale's record has used the code.
    private static func serve(
        _ device: UInt32,
        by hub: Hub
    ) async throws -> (words: [String], uses: Int64) {
        let bench = try TestBench()
        let journal = try journal(bench, device)
        let till = try await bench.till(journal)
        await till.go(by: book)
        let list = MemoryCatalogue(items: [("690", item(21, price: 250))], cards: [])
        let counter = Counter(till: till, catalogue: list, clock: SetTillClock(TestBench.time))
        var errand = LeaseErrand(codesOf: till, changes: Changes()) { _, pool, unit in
            await hub.lease(pool, unit, to: journal)
        }
        var words = [try await counter.enter("690").message]
        for line in [text, text, "CA"] {
            words.append(try await counter.enter(line).message)
            await errand.look()
        }
        await till.settle()
        let records = try await journal.records(after: 0, limit: 1000, byteLimit: 1 << 20)
        let uses = try records.reduce(Int64(0)) { sum, record in
            guard case .saleCompleted(let sale) = try Fact(record) else { return sum }
            return sum + (sale.leases?.spent ?? []).reduce(0) { $0 + $1.units.total }
        }
        return (words, uses)
    }

    @Test func `a code is asked for, taken when it is scanned again, and good at one till alone`()
        async throws
    {
        let hub = Hub()
        let first = try await Self.serve(7, by: hub)
        let asking = "\(CodeRefusal.asking)"
        #expect(first.words == ["", asking, "", "Receipt 1: due 2.30, change 0.00"])
        #expect(first.uses == 1)
        let second = try await Self.serve(8, by: hub)
        let gone = "\(CodeRefusal.refused(.exhausted))"
        #expect(second.words == ["", asking, gone, "Receipt 1: due 2.50, change 0.00"])
        #expect(second.uses == 0)
    }

    /// The bad twin: a hub that leases what another till has.
    @Test func `a hub that leases a code twice has it used twice, and that is seen`() async throws {
        let hub = Hub(omitting: [.grantsOnlyWhatIsAvailable])
        let uses = [try await Self.serve(7, by: hub).uses, try await Self.serve(8, by: hub).uses]
        #expect(uses == [1, 1])
    }

    @Test func `without a line a code that is not held is not taken`() async throws {
        let hub = Hub()
        hub.isThere.withLock { $0 = false }
        let served = try await Self.serve(7, by: hub)
        let words = ["\(CodeRefusal.asking)", "\(CodeRefusal.unanswered)"]
        #expect(Array(served.words[1...2]) == words)
        #expect(served.words.last == "Receipt 1: due 2.50, change 0.00" && served.uses == 0)
    }

    @Test func `a code is wanted while its basket is there, and asked for once a scan`()
        async throws
    {
        let bench = try TestBench()
        let journal = try Self.journal(bench, 7)
        let till = try await bench.till(journal)
        await till.go(by: Self.book)
        let hub = Hub()
        let asked = Mutex(0)
        var errand = LeaseErrand(codesOf: till, changes: Changes()) { _, pool, unit in
            asked.withLock { $0 += 1 }
            return await hub.lease(pool, unit, to: journal)
        }
        let pool = LeasePool.codes(of: "SAVE20")
        _ = await till.perform(events("day ring"))
        #expect(await till.wantedPools == [])
        _ = await till.perform(.coupon(Self.text))
        #expect(await till.wantedPools == [pool], "it may come any moment")
        for _ in 0..<3 { await errand.look() }
        #expect(asked.withLock { $0 } == 1)
        #expect(await till.perform(.coupon(Self.text)) == .done)
        #expect(await till.wantedPools == [pool])
        _ = await till.perform(.voidLine(1))
        #expect(await till.wantedPools == [], "its line was voided")
        #expect(await till.perform(.coupon(Self.text)) == .done, "it has not gone back yet")
        _ = await till.perform(.void)
        #expect(await till.wantedPools == [], "so was the sale")
        await errand.look()
        #expect(asked.withLock { $0 } == 1)
    }
}
