import HAL
import Journal
import Loyalty
import Records
import Retail
import SampleTrade
import Testing
import Till

/// Coupons at a till: whose rules count, what the cashier reads, and what a power cut leaves.
struct CouponTests {
    /// A coupon that takes `off` off from the bench's day on, for a month.
    static func coupon(_ id: String, off: Int64) -> Coupon {
        Coupon(
            id: id,
            name: "券 \(id)",
            amountOff: Money(minorUnits: off),
            firstDay: TestBench.day,
            lastDay: TestBench.day.advanced(by: 30)
        )
    }

    static let book: CouponBook = {
        var save = coupon("SAVE20", off: 20)
        save.smallestBasket = Money(minorUnits: 100)
        var last = coupon("LAST", off: 20)
        last.lastDay = TestBench.day
        var next = coupon("NEXT", off: 20)
        next.firstDay = TestBench.day.advanced(by: 1)
        var member = coupon("MEMBER", off: 20)
        member.membersOnly = true
        return CouponBook([save, last, next, member, coupon("FREE", off: 100_000)])
    }()

    /// A machine that takes the coupons of `book` and has taken these events.
    static func machine(_ notation: String) -> MachineBench {
        var bench = MachineBench()
        bench.machine.go(by: book)
        for event in events(notation) { _ = bench.handle(event) }
        return bench
    }

    typealias Row = (before: String, event: String, answer: String, facts: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("",                        "coupon:SAVE20", "noDayOpen",      "",       "no books, no sale"),
        ("day ring",                "coupon:SAVE20", "done",           "coupon", "the basket takes it"),
        ("day ring",                "coupon:NOPE",   "coupon \(CouponRefusal.unknown)", "", "nobody knows it"),
        ("day",                     "coupon:SAVE20", "coupon \(CouponRefusal.tooSmall(by: Money(minorUnits: 100)))", "", "goods come first"),
        ("day ring",                "coupon:NEXT",   "coupon \(CouponRefusal.notYet(TestBench.day.advanced(by: 1)))", "", "from tomorrow on"),
        ("day tomorrow ring",       "coupon:LAST",   "coupon \(CouponRefusal.over(TestBench.day))", "", "until yesterday"),
        ("day ring",                "coupon:MEMBER", "coupon \(CouponRefusal.needsMember)", "", "a stranger"),
        ("day ring member",         "coupon:MEMBER", "done",           "coupon", "a member"),
        ("day ring coupon:SAVE20",  "coupon:SAVE20", "coupon \(CouponRefusal.used(times: 1))", "", "once a basket"),
        ("day ring coupon:SAVE20",  "coupon:LAST",   "coupon \(CouponRefusal.cannotBeCombined(with: "券 SAVE20"))", "", "for use alone"),
        ("day ring total",          "coupon:SAVE20", "done",           "coupon", "before any money"),
        ("day ring total cash:40",  "coupon:SAVE20", "partlyPaid",     "",       "money is in the drawer"),
        ("day ring coupon:SAVE20",  "exact",         "#1 0.80 0.00",   "sale",   "the customer pays less"),
        ("day ring coupon:SAVE20 ring", "exact",     "#1 1.80 0.00",   "sale",   "once, whatever comes later"),
        ("day ring ring coupon:SAVE20 void1", "exact", "#1 0.80 0.00", "sale",   "still enough"),
        ("day ring coupon:SAVE20 void1", "total",    "nothingRung",    "",       "a coupon alone is nothing"),
        ("day ring coupon:FREE",    "total",         "#1 0.00 0.00",   "sale",   "nothing due completes at total"),
        ("day ring coupon:LAST suspend tomorrow resume", "exact", "#1 0.80 0.00", "sale", "what was promised holds over night"),
        ("day ring coupon:SAVE20 exact ring", "exact", "#2 1.00 0.00", "sale",   "the next customer has none"),
    ]

    @Test(arguments: rows)
    func `a till takes a coupon, or says why not`(_ row: Row) {
        var bench = Self.machine(row.before)
        let before = bench.machine
        let decision = bench.handle(event(row.event))
        #expect(word(decision.answer) == row.answer, "\(row.why)")
        #expect(decision.facts.map { word($0.fact) }.joined(separator: " ") == row.facts)
        if case .refused = decision.answer {
            #expect(bench.machine.current == before.current, "a refusal changes nothing")
        }
    }

    typealias Change = (before: String, after: String, answers: String, why: String)

    // swift-format-ignore
    static let changes: [Change] = [
        ("day",              "ring coupon:NEW",      "done done",    "the next basket"),
        ("day ring",         "coupon:SAVE20",        "done",         "one that has begun takes what it could"),
        ("day ring",         "coupon:NEW",           "coupon \(CouponRefusal.unknown)", "and not what is new"),
        ("day ring suspend", "resume coupon:SAVE20", "done done",    "as does one that is parked"),
        ("day ring coupon:SAVE20", "exact",          "#1 0.80 0.00", "what was taken stays"),
        ("day ring exact",   "ring coupon:SAVE20",   "done coupon \(CouponRefusal.unknown)", "it is not given any more"),
    ]

    @Test(arguments: changes)
    func `a basket takes the coupons that were in force when it began`(_ row: Change) {
        var bench = Self.machine(row.before)
        bench.machine.go(by: CouponBook([Self.coupon("NEW", off: 5)]))
        let answers = events(row.after).map { word(bench.handle($0).answer) }
        #expect(answers.joined(separator: " ") == row.answers, "\(row.why)")
    }

    @Test func `a sale with a coupon earns for what was paid, and names the coupon`() throws {
        var bench = Self.machine("day ring ring member coupon:SAVE20")
        let decision = bench.handle(event("exact"))
        guard case .saleCompleted(let sale) = decision.facts.first?.fact else {
            Issue.record("no sale in \(decision.facts)")
            return
        }
        #expect(sale.lines.map(\.payable.minorUnits) == [90, 90, 0])
        #expect(sale.lines.last?.coupons == [Self.coupon("SAVE20", off: 20).reference])
        #expect(sale.accrual?.accrual.points == 1, "1.80, and not 2.00")
    }

    @Test func `a basket keeps its coupon over a power cut, whatever is in force by then`()
        async throws
    {
        let bench = try TestBench()
        var journal = try bench.journal()
        var till = try await bench.till(journal)
        await till.go(by: Self.book)
        _ = await till.perform(events("day ring coupon:SAVE20"))
        #expect(try await till.status().lines.map(\.amount.minorUnits) == [100, -20])
        journal.abandon()

        journal = try bench.journal()
        till = try await bench.till(journal)
        #expect(try await till.status().due == Money(minorUnits: 80))
        #expect(word(await till.perform(event("coupon:LAST"))).hasPrefix("coupon There is no"))
        _ = await till.perform(event("ring"))
        #expect(word(await till.perform(event("exact"))) == "#1 1.80 0.00")
        await till.settle()
        await till.shutDown()
    }

    @Test func `the receipt has the coupon's name, and what it takes off below the goods`()
        async throws
    {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        await till.go(by: Self.book)
        _ = await till.perform(events("day ring coupon:SAVE20 exact"))
        await till.settle()
        let paper = await bench.printer.paper
        let rows = try #require(paper.first).document.nodes.compactMap { node in
            switch node {
            case .text(let text, _): text
            case .row(let left, let right, _): "\(left)=\(right)"
            default: nil
            }
        }
        let goods = try #require(rows.firstIndex(of: "米 rice=1.00"))
        #expect(rows.dropFirst(goods + 1).prefix(2) == ["  优惠券 Coupon=-0.20", "券 SAVE20"])
        #expect(rows.contains("合计 Total=0.80"))
    }

    typealias Scan = (line: String, isTaken: Bool, due: Int64, why: String)

    // swift-format-ignore
    static let scans: [Scan] = [
        ("CPSAVE20", true,  230, "with the word for it"),
        ("save20",   true,  230, "as a scanner reads it"),
        ("990",      true,  240, "digits that nothing else goes by"),
        ("691",      true,  260, "an article goes first"),
        ("777",      true,  250, "so does a card"),
        ("TL",       true,  250, "and a word of the till's"),
        ("2*990",    true,  250, "two of an article that the list lacks"),
        ("SAVE21",   false, 250, "nobody's"),
        ("CPSAVE21", false, 250, "nobody's"),
    ]

    @Test(arguments: scans)
    func `a coupon's bare code is taken where nothing else goes by it`(_ row: Scan) async throws {
        let bench = try TestBench()
        let till = try await bench.till(try bench.journal())
        let codes = ["SAVE20", "990", "691", "777", "TL"]
        await till.go(by: CouponBook(codes.map { Self.coupon($0, off: $0 == "990" ? 10 : 20) }))
        let list = MemoryCatalogue(
            items: [("690", item(21, price: 250)), ("691", item(22, price: 10))],
            cards: [("777", MemberID(318))]
        )
        let counter = Counter(till: till, catalogue: list, clock: SetTillClock(TestBench.time))
        #expect(try await counter.enter("690").accepted)
        #expect(try await counter.enter(row.line).accepted == row.isTaken, "\(row.why)")
        #expect(try await till.status().due == Money(minorUnits: row.due), "\(row.why)")
    }
}
