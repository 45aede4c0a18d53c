import Retail
import Testing

/// Which coupons a basket takes, and what becomes of them while it grows and shrinks.
struct CouponBasketTests {
    /// A machine that has taken these: `r300` rings a line, `m` a member, `v0` voids line 0, `s`
    /// and `R` park and take up, anything else is a coupon.
    private static func machine(_ notation: String) -> SaleMachine {
        var machine = SaleMachine()
        for word in notation.split(separator: " ") {
            switch word.first {
            case "r": _ = machine.handle(.ring(item(Int64(word.dropFirst()) ?? 0)))
            case "v": _ = machine.handle(.voidLine(Int(word.dropFirst()) ?? 0))
            case "m": _ = machine.handle(.identify(MemberID(7)))
            case "t": _ = machine.handle(.total)
            case "c": _ = machine.handle(.tender(cash(Int64(word.dropFirst()) ?? 0)))
            case "s": _ = machine.handle(.suspend)
            case "R": _ = machine.handle(.resume)
            default: _ = machine.handle(.coupon(coupon(word)))
            }
        }
        return machine
    }

    private typealias Row = (
        basket: String, change: @Sendable (inout Coupon) -> Void, day: Int32,
        refusal: CouponRefusal?,
        why: String
    )

    // swift-format-ignore
    private static let rows: [Row] = [
        ("r1000",           { _ in },                      100, nil,                 "the first day"),
        ("r1000",           { _ in },                      200, nil,                 "the last one"),
        ("r1000",           { _ in },                       99, .notYet(BusinessDay(number: 100)), "a day early"),
        ("r1000",           { _ in },                      201, .over(BusinessDay(number: 200)),   "a day late"),
        ("r1000",           { $0.membersOnly = true },     150, .needsMember,        "nobody is known"),
        ("r1000 m",         { $0.membersOnly = true },     150, nil,                 "a member"),
        ("r1000 -700",      { _ in },                      150, .used(times: 1),     "it is there already"),
        ("r1000 -700",      { $0.perBasket = 2 },          150, nil,                 "twice a basket"),
        ("r1000 -700 v1",   { _ in },                      150, nil,                 "it was taken away again"),
        ("r1000 -1",        { _ in },                      150, nil,                 "beside another"),
        ("r1000 -1",        { $0.stacks = nil },           150, .cannotBeCombined(with: "券 -1"), "for use alone"),
        ("r1000 -1 v1",     { $0.stacks = nil },           150, nil,                 "the other was taken away"),
        ("r1000",           { $0.smallestBasket = Money(minorUnits: 1000) }, 150, nil, "just enough"),
        ("r700",            { $0.smallestBasket = Money(minorUnits: 1000) }, 150, .tooSmall(by: Money(minorUnits: 300)), "3.00 more"),
        ("m",               { $0.smallestBasket = Money(minorUnits: 1000) }, 150, .tooSmall(by: Money(minorUnits: 1000)), "nothing is rung"),
        ("r1000 r700 v1",   { $0.smallestBasket = Money(minorUnits: 1700) }, 150, .tooSmall(by: Money(minorUnits: 700)), "what is voided costs nothing"),
        ("r1000",           { $0.items = [9] },            150, .bringsNothing,      "none of its goods"),
        ("m",               { _ in },                      150, .bringsNothing,      "nothing is rung"),
        ("r1000 100%",      { _ in },                      150, .bringsNothing,      "nothing is left to pay"),
    ]

    @Test(arguments: rows.indices)
    func `a basket takes a coupon, or says why not`(_ index: Int) {
        let row = Self.rows[index]
        var coupon = coupon("-700")
        row.change(&coupon)
        let basket = Self.machine(row.basket).basket
        let refusal = basket.refusal(of: coupon, on: BusinessDay(number: row.day))
        #expect(refusal == row.refusal, "\(row.why)")
    }

    @Test func `two coupons of which either is for use alone are not combined`() {
        var alone = coupon("-1")
        alone.stacks = false
        var machine = Self.machine("r1000")
        _ = machine.handle(.coupon(alone))
        let refusal = machine.basket.refusal(of: coupon("-7"), on: alone.firstDay)
        #expect(refusal == .cannotBeCombined(with: alone.name))
    }

    typealias Life = (events: String, due: Int64, amounts: [Int64], standing: Int, why: String)

    // swift-format-ignore
    static let lives: [Life] = [
        ("r1000",                     1000, [1000],             1, "no coupon"),
        ("r1000 -300",                700,  [1000, -300],       2, "a line of its own"),
        ("r1000 10% r1000",           1800, [1000, -200, 1000], 3, "it counts for what comes later"),
        ("r1000 r1000 10% v0",        900,  [1000, 1000, -100], 2, "and not for what goes"),
        ("r1000 -300 v1",             1000, [1000, 0],          1, "the coupon is taken away"),
        ("r1000 r500 -300@1200",      1200, [1000, 500, -300],  3, "enough"),
        ("r1000 r500 -300@1200 v1",   1000, [1000, 500, 0],     1, "not enough any more"),
        ("r1000 r500 -300@1200 v1 r500", 1200, [1000, 500, -300, 500], 3, "and again"),
        ("r1000 -300 10%",            630,  [1000, -300, -70],  3, "one after the other"),
        ("r1000 -300 10% v1",         900,  [1000, 0, -100],    2, "the second is counted anew"),
        ("r1000 -300 s R r1000",      1700, [1000, -300, 1000], 3, "parked in between"),
        ("r1000 t -300",              700,  [1000, -300],       2, "before any money"),
        ("r1000 t c1 -300",           1000, [1000],             1, "not once some of it is paid"),
        ("r200 -300",                 0,    [200, -200],        2, "no more than the goods"),
        ("r1000 -300 v0",             0,    [1000, 0],          0, "no goods stand"),
    ]

    @Test(arguments: lives)
    func `coupons are counted anew with every line`(_ row: Life) {
        let basket = Self.machine(row.events).basket
        let amounts = basket.lines.indices.map { basket.amount(at: $0).minorUnits }
        #expect(basket.totals.due.minorUnits == row.due, "\(row.why)")
        #expect(amounts == row.amounts, "\(row.why)")
        #expect(basket.standing.count == row.standing, "\(row.why)")
        #expect(SaleTotals(basket.standing) == basket.totals, "\(row.why)")
    }

    @Test func `the amounts stand on the goods, and both lines name the coupon`() {
        let basket = Self.machine("r1000 r500 -300").basket
        #expect(basket.standing.map(\.couponMatch.minorUnits) == [200, 100, 0])
        #expect(basket.standing.map(\.payable.minorUnits) == [800, 400, 0])
        #expect(basket.standing.allSatisfy { $0.coupons == [coupon("-300").reference] })
        #expect(basket.standing[2].quantity == .count(0))
        #expect(basket.standing[2].article.name == "券 -300")
    }

    @Test func `a coupon that is used twice is named once by each line`() {
        let basket = Self.machine("r1000 -300x2 -300x2").basket
        #expect(basket.standing[0].couponMatch.minorUnits == 600)
        #expect(basket.standing.map(\.coupons.count) == [1, 1, 1])
    }

    @Test func `a coupon that is taken away leaves nothing behind`() {
        var with = Self.machine("r1000 r500 -300 10% v2 v3")
        #expect(with.basket.lines.prefix(2).allSatisfy { $0 == item(1000) || $0 == item(500) })
        _ = with.handle(.ring(item(7)))
        #expect(with.basket.standing == [item(1000), item(500), item(7)])
    }

    @Test func `a coupon alone is nothing to pay for, nor to park`() {
        for event in [SaleMachine.Event.total, .suspend] {
            var machine = Self.machine("r1000 -300 v0")
            #expect(machine.handle(event) == .refuse(.nothingRung))
        }
    }

    @Test func `goods that a coupon made cheaper come back for what was paid`() {
        var machine = Self.machine("r1000 r500 -300 t c1200")
        #expect(machine.phase == .completed(change: .zero))
        var back = ReturnMachine(
            lines: machine.basket.standing,
            tenders: machine.tenders,
            change: .zero
        )
        let part = back.handle(.giveBack([ReturnItem(line: 1, quantity: .count(1))]))
        guard case .refund(let refund) = part else {
            Issue.record("\(part)")
            return
        }
        #expect(refund.amount.minorUnits == 400)
        #expect(refund.lines.map(\.line) == [1], "the coupon's line brings nothing back")
        #expect(machine.handle(.coupon(coupon("-1"))) == .refuse(.isOver))
    }
}
