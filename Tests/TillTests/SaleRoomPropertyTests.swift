import HAL
import Loyalty
import Records
import Retail
import TestSupport
import Testing
import Till

/// Long sales of every kind that a till lets begin: each goes into one record when it is paid.
struct SaleRoomPropertyTests {
    @Test(arguments: Dice.seeds(8))
    func `whatever sale a till lets begin can be completed`(seed: UInt64) throws {
        print("SEED sale room: \(seed)")
        var trade = LongTrade(seed: seed, room: SaleSize.limit)
        let answers = trade.run()
        #expect(!answers.contains(.refused(.room(.sale))), "seed \(seed)")
        let sale = try #require(trade.completed, "seed \(seed): \(answers.suffix(4))")
        let body = Fact.saleCompleted(sale).body()
        #expect(body.count <= Record.bodyLimit, "seed \(seed): \(body.count) bytes")
    }

    @Test func `without the guard some sale is too long, and refused before it is half done`() {
        let refused = (UInt64(0)..<8).filter { seed in
            var trade = LongTrade(seed: seed, room: .max)
            let answers = trade.run()
            guard trade.completed == nil else { return false }
            let last = answers.last.map(word) ?? ""
            #expect(last.hasPrefix("room"), "seed \(seed): \(last)")
            return true
        }
        #expect(!refused.isEmpty, "the guard guards nothing")
    }

    @Test(arguments: Dice.seeds(8))
    func `a size that follows a basket is that of one who sees it whole`(seed: UInt64) {
        print("SEED sale size: \(seed)")
        var dice = Dice(seed: seed)
        var machine = SaleMachine()
        var following = SaleSize()
        for step in 0..<200 {
            let roll = Int.random(in: 0..<20, using: &dice)
            switch roll {
            case 0: _ = machine.handle(.voidLine(Int.random(in: 0...step, using: &dice)))
            case 1:
                let coupon = LongTrade.coupon(Int.random(in: 0..<3, using: &dice), &dice)
                _ = machine.handle(.coupon(coupon, CouponCode("\(coupon.id)-A\(step)")))
            default: _ = machine.handle(.ring(LongTrade.line(&dice)))
            }
            if roll.isMultiple(of: 2) { following.follow(machine.basket) }
        }
        following.follow(machine.basket)
        var whole = SaleSize()
        whole.follow(machine.basket)
        #expect(following.bytes == whole.bytes, "seed \(seed)")
    }
}

/// One long sale at a till that holds points and codes, paid in many parts.
struct LongTrade {
    /// The sale, once it is paid.
    private(set) var completed: CompletedSale?
    private var dice: Dice
    private var bench = MachineBench()
    private var answers: [TillAnswer] = []
    private let coupons: [Coupon]

    init(seed: UInt64, room: Int) {
        var dice = Dice(seed: seed)
        coupons = (0..<Int.random(in: 0...24, using: &dice)).map { Self.coupon($0, &dice) }
        bench.machine = TillMachine(
            place: TestBench.place,
            programme: PointsTests.rules,
            coupons: CouponBook(coupons),
            takesCards: true,
            room: room
        )
        bench.machine.pocket = Self.pocket(coupons, &dice)
        self.dice = dice
    }

    /// Rings, takes coupons, voids and pays; what the till answered to all of it.
    mutating func run() -> [TillAnswer] {
        take(.openDay(TestBench.day))
        take(.identify(MemberID(318)))
        ring(Int.random(in: 20...1200, using: &dice))
        for coupon in coupons {
            for use in 0..<coupon.uses {
                let code = coupon.singleUse == true ? "\(coupon.id)-C\(use)" : coupon.id
                if case .refused = take(.coupon(code)) { break }
            }
        }
        for _ in 0..<10 { take(.voidLine(Int.random(in: 0...40, using: &dice))) }
        ring(20)
        pay()
        return answers
    }

    /// Rings so many lines, or until the till says that it is full.
    private mutating func ring(_ count: Int) {
        for _ in 0..<count {
            if case .refused(.room) = take(.ring(Self.line(&dice))) { return }
        }
    }

    private mutating func pay() {
        take(.total())
        if case .refused(.room) = take(.payWithPoints(nil)) { take(.payWithPoints(10)) }
        for _ in 0..<Int.random(in: 0...25, using: &dice) {
            guard completed == nil else { return }
            let kinds: [Tender.Kind] = [.cash, .externalCard, .externalWallet, .card]
            charge(kinds.randomElement(using: &dice) ?? .cash, Money(minorUnits: 1))
        }
        if completed == nil { take(.tenderExact(.cash)) }
    }

    /// Pays a part, and lets a terminal approve it.
    private mutating func charge(_ kind: Tender.Kind, _ amount: Money) {
        take(.tender(Tender(kind, amount)))
        guard let sale = bench.machine.current, sale.card == .atTerminal,
            let asked = PaymentAmount(minorUnits: amount.minorUnits, currency: 156)
        else { return }
        let slip = PaymentSlip(
            amount: asked,
            mark: TransactionMark(terminal: "29001612", transaction: 999_999, slip: 999_999),
            card: MaskedCard(lastFour: "1234"),
            approvalCode: "12345678",
            date: "1123",
            time: "101112"
        )
        take(.cardAnswered(sale.payment, .settled(.approved(slip))))
    }

    @discardableResult
    private mutating func take(_ event: TillEvent) -> TillAnswer {
        let decision = bench.handle(event)
        for (fact, _) in decision.facts {
            if case .saleCompleted(let sale) = fact { completed = sale }
        }
        answers.append(decision.answer)
        return decision.answer
    }
}

/// What the sale is made of.
extension LongTrade {
    private static let letters = Array("AZaz09 \"\\/\n\u{1}é米酱🥬").map(String.init)

    /// A line with a name as long as a list may have one, and every kind of discount.
    static func line(_ dice: inout Dice) -> LineItem {
        let name = (0..<Int.random(in: 1...60, using: &dice)).map { _ in
            letters.randomElement(using: &dice) ?? ""
        }
        func part(_ chance: Int) -> Money {
            let isThere = Int.random(in: 0..<chance, using: &dice) == 0
            return isThere ? Money(minorUnits: Int64.random(in: 1...99, using: &dice)) : .zero
        }
        let departments: [String?] = [nil, "GROCERY", "DRUG GM", "肉 \"meat\""]
        let weighs = Bool.random(using: &dice)
        return LineItem(
            article: Article(
                product: Int64.random(in: 0...9_999_999_999_999, using: &dice),
                name: name.joined(),
                department: departments.randomElement(using: &dice) ?? nil,
                pointsClass: Bool.random(using: &dice) ? "standard" : nil
            ),
            quantity: weighs ? .measure(thousandths: 415, unit: "kg") : .count(3),
            gross: Money(minorUnits: Int64.random(in: 400...99_999, using: &dice)),
            memberDiscount: part(3),
            couponMatch: part(6),
            makerCoupon: part(6),
            coupons: part(9) > .zero ? [CouponReference(campaign: 21, coupon: "51380036076")] : []
        )
    }

    /// A coupon for use beside others, for all goods or for some; every third has codes.
    static func coupon(_ number: Int, _ dice: inout Dice) -> Coupon {
        var coupon = Coupon(
            id: "COUPON-NUMBER-\(number)",
            name: "券 \"\(number)\"",
            amountOff: number.isMultiple(of: 2) ? Money(minorUnits: 50) : nil,
            shareOff: number.isMultiple(of: 2) ? nil : 100,
            firstDay: TestBench.day,
            lastDay: TestBench.day
        )
        coupon.stacks = true
        coupon.singleUse = number.isMultiple(of: 3) ? true : nil
        coupon.perBasket = number.isMultiple(of: 3) ? 2 : nil
        if number.isMultiple(of: 4) { coupon.departments = ["GROCERY", "DRUG GM"] }
        return coupon
    }

    /// A till's leases: two codes of each coupon that has some, and points of very many days.
    fileprivate static func pocket(_ coupons: [Coupon], _ dice: inout Dice) -> PointsPocket {
        let wall = SetTillClock(TestBench.time).read().wallMilliseconds
        let member = LeasePool.points(MemberID(318))
        var purse = Purse()
        purse.greet()
        var taken: UInt64 = 0
        func take(_ pool: LeasePool, _ units: Holding) {
            taken += 1
            purse.take(
                Lease(
                    id: LeaseID(high: 9, low: taken),
                    pool: pool,
                    holder: LeaseHolder(device: 7, epoch: 1),
                    units: units,
                    expires: wall + 3_600_000
                )
            )
        }
        for coupon in coupons where coupon.singleUse == true {
            for use in 0..<2 {
                guard let code = CouponCode("\(coupon.id)-C\(use)") else { continue }
                take(code.pool, Holding(code.unit, 1))
            }
        }
        for lease in 0..<Int32.random(in: 0...5, using: &dice) {
            let days = (0..<200).map { TestBench.day.advanced(by: Int(lease) * 200 + $0) }
            let lots = days.map { Holding.Entry(.lot($0), 7) }
            if let holding = Holding(lots) { take(member, holding) }
        }
        let moment = PurseMoment(clock: wall, latest: wall, guardTime: 300_000)
        return PointsPocket(purse, at: moment)
    }
}
