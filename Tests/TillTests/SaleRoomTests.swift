import HAL
import Loyalty
import Records
import Retail
import SampleTrade
import Testing
import Till

/// A sale becomes one record when it is paid, and a record has an end: what would not go in is
/// refused when it is rung.
struct SaleRoomTests {
    /// A machine on whose counter `item` was rung until it was refused, or so often.
    private static func bench(
        _ item: LineItem = line("米 rice", 100),
        times: Int = 3000
    ) -> (bench: MachineBench, refusal: TillRefusal?) {
        var bench = MachineBench()
        bench.machine = TillMachine(place: TestBench.place, programme: .r1, takesCards: true)
        _ = bench.handle(event("day"))
        for _ in 0..<times {
            if case .refused(let refusal) = bench.handle(.ring(item)).answer {
                return (bench, refusal)
            }
        }
        return (bench, nil)
    }

    /// A machine that found so many lines on its counter: no program of today rings as many.
    private static func old(_ lines: Int) -> MachineBench {
        var bench = MachineBench()
        bench.machine = TillMachine(place: TestBench.place, programme: .r1, takesCards: true)
        bench.machine.restore(
            lastReceipt: ReceiptNumber(day: TestBench.day, number: 0),
            sales: [
                (
                    id: OperationID(milliseconds: 1, chance: (1, 1)),
                    events: Array(repeating: .ring(line("米 rice", 100)), count: lines),
                    payment: nil
                )
            ]
        )
        return bench
    }

    @Test func `a line too many is refused when it is rung, and the rest is paid`() throws {
        var (bench, refusal) = Self.bench()
        #expect(refusal == .room(.line))
        let wording =
            "This sale is full: take payment for what is there, and ring the rest on another "
            + "receipt."
        #expect("\(try #require(refusal))" == wording)
        let lines = try #require(bench.machine.current).machine.basket.lines.count
        #expect((900...1200).contains(lines), "\(lines) lines are no shopping that is turned away")
        let decision = bench.handle(event("exact"))
        #expect(word(decision.answer) == "#1 \(lines).00 0.00")
        #expect(try #require(decision.facts.first).fact.fits)
    }

    @Test func `a void makes room, for as much as was voided`() {
        var (bench, _) = Self.bench()
        #expect(bench.handle(event("ring")).answer == .refused(.room(.line)))
        #expect(word(bench.handle(event("void1")).answer) == "done")
        #expect(word(bench.handle(event("ring")).answer) == "done")
        #expect(bench.handle(event("ring")).answer == .refused(.room(.line)))
    }

    @Test func `a parked sale is as full when it is taken up again`() {
        var (bench, _) = Self.bench()
        for event in events("suspend ring exact resume") {
            #expect(!word(bench.handle(event).answer).hasPrefix("room"))
        }
        #expect(bench.handle(event("ring")).answer == .refused(.room(.line)))
    }

    typealias Row = (lines: Int, coupons: Int, answer: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (150, 10, "done", "ten coupons on a large trolley"),
        (150, 60, "room: This sale is too full for the coupon", "sixty stand on every line"),
        (2,   60, "done", "few lines have room for any"),
    ]

    @Test(arguments: rows)
    func `a coupon for which there is no room is refused, and the sale is paid`(_ row: Row) throws {
        let book = (0..<row.coupons).map { number in
            var coupon = CouponTests.coupon("STACK-\(number)", off: 1)
            coupon.stacks = true
            return coupon
        }
        var bench = MachineBench()
        bench.machine = TillMachine(
            place: TestBench.place,
            programme: .r1,
            coupons: CouponBook(book)
        )
        _ = bench.handle(event("day"))
        for _ in 0..<row.lines { _ = bench.handle(event("ring")) }
        let answers = book.map { word(bench.handle(.coupon($0.id)).answer) }
        #expect(try #require(answers.last).hasPrefix(row.answer), "\(row.why)")
        #expect(answers.first == "done", "one has room in any case")
        let decision = bench.handle(event("exact"))
        #expect(word(decision.answer).hasPrefix("#1"), "\(decision.answer)")
    }

    @Test func `a sale is paid in twenty parts, and the next is all of the rest`() {
        var (bench, _) = Self.bench(times: 1)
        _ = bench.handle(event("total"))
        for _ in 0..<SaleSize.partLimit {
            #expect(word(bench.handle(event("cash:1")).answer) == "done")
        }
        let before = bench.machine.current
        #expect(bench.handle(event("cash:1")).answer == .refused(.room(.parts)))
        let card = Tender(.card, Money(minorUnits: 1))
        #expect(bench.handle(.tender(card)).answer == .refused(.room(.parts)))
        #expect(bench.machine.current == before, "and the terminal was not asked")
        #expect(word(bench.handle(event("cash:100")).answer) == "#1 1.00 0.20")
    }

    @Test func `a basket of an earlier program is refused whole, and paid once it is shorter`() {
        var bench = Self.old(1500)
        #expect(bench.handle(event("ring")).answer == .refused(.room(.line)))
        _ = bench.handle(event("total"))
        let card = Tender(.card, Money(minorUnits: 100))
        let asked = bench.handle(.tender(card))
        #expect(asked.answer == .refused(.room(.sale)) && asked.card == nil, "nothing is charged")
        let before = bench.machine
        let refused = bench.handle(event("cash:999999"))
        #expect(refused.answer == .refused(.room(.sale)))
        #expect(refused.facts.isEmpty && bench.machine.current == before.current)
        #expect(bench.machine.lastReceipt == before.lastReceipt)
        #expect(bench.machine.closing == before.closing)
        for line in 0..<300 { _ = bench.handle(.voidLine(line)) }
        #expect(word(bench.handle(event("exact")).answer) == "#1 1200.00 0.00")
    }

    @Test func `a return that is too much for one record is made in two`() throws {
        let small = LineItem(
            article: Article(product: 21, name: "a", department: nil, pointsClass: nil),
            quantity: .count(1),
            gross: Money(minorUnits: 100)
        )
        var (bench, _) = Self.bench(small)
        let facts = bench.handle(event("exact")).facts
        guard case .saleCompleted(let sale) = facts.first?.fact else {
            Issue.record("no sale in \(facts)")
            return
        }
        let grounds = try #require(GoodsReturn.Grounds(reason: "too many", clerk: "7"))
        var books = SaleReturns(sale)
        func back(_ event: ReturnMachine.Event) -> TillMachine.Decision {
            bench.handle(.giveBack(books, event, grounds))
        }
        let number = bench.machine.lastReceipt
        #expect(back(.giveBackAll).answer == .refused(.room(.goods)))
        #expect(bench.machine.lastReceipt == number, "no number is given away")
        let half = sale.lines.indices.prefix(1000).map {
            ReturnItem(line: $0, quantity: .count(1))
        }
        let first = back(.giveBack(half))
        guard case .goodsReturned(let goods) = first.facts.first?.fact else {
            Issue.record("no return in \(first.answer)")
            return
        }
        #expect(first.facts.allSatisfy { $0.fact.fits })
        _ = books.take(goods, by: .r1)
        #expect(word(back(.giveBackAll).answer).hasPrefix("returned 3"))
    }
}
