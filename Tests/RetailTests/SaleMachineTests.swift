import Retail
import TestSupport
import Testing

/// Every event in every phase; a line costs 300, a tender is 100 in cash.
struct SaleMachineTests {
    typealias Row = (phase: String, answers: String)

    /// What is done in each phase, in the order of these events.
    static let events: [SaleMachine.Event] = [
        .ring(item(300)), .voidLine(0), .identify(MemberID(7)), .total, .tender(cash(100)),
        .suspend, .resume, .void, .charge(Money(minorUnits: 100)), .notCharged,
        .tender(Tender(.card, Money(minorUnits: 100))), .tender(points(100)), .keepPoints,
        .coupon(coupon("-100")),
    ]

    // swift-format-ignore
    static let rows: [Row] = [
        //            ring        voidLine    identify    total       tender      suspend     resume      void       charge      notCharged  card        points keep coupon
        ("empty",     "line0      noSuchLine  greet7      nothingRung notYet      nothingRung notYet      slip       notYet      notYet      notYet notYet notYet line0"),
        ("ringing",   "line1      void0       greet7      ask300      notYet      park        notYet      slip       notYet      notYet      notYet notYet notYet line1"),
        ("tendering", "line1      void0       greet7      beingPaid   ask200      beingPaid   beingPaid   slip       charge100   notYet      ask200 ask200 ask300 line1"),
        ("charging",  "isCharging isCharging  greet7      isCharging  isCharging  isCharging  isCharging  isCharging isCharging  ask300      ask200 isCharging ask300 isCharging"),
        ("partly",    "partlyPaid partlyPaid  greet7      beingPaid   ask100      beingPaid   beingPaid   back100    charge100   notYet      ask100 ask100 ask200 partlyPaid"),
        ("suspended", "isSuspended isSuspended isSuspended isSuspended isSuspended isSuspended basket     slip       isSuspended isSuspended isSuspended isSuspended isSuspended isSuspended"),
        ("completed", "isOver     isOver      isOver      isOver      isOver      isOver      isOver      isOver     isOver      isOver      isOver isOver isOver isOver"),
        ("voided",    "isOver     isOver      isOver      isOver      isOver      isOver      isOver      isOver     isOver      isOver      isOver isOver isOver isOver"),
    ]

    @Test(arguments: rows)
    func `every event has its answer in every phase`(_ row: Row) throws {
        let answers = row.answers.split(separator: " ").map(String.init)
        try #require(answers.count == Self.events.count)
        for (event, answer) in zip(Self.events, answers) {
            var machine = Self.machine(row.phase)
            let before = machine
            let action = machine.handle(event)
            #expect(Self.text(action) == answer, "\(row.phase), \(event)")
            if case .refuse = action {
                #expect(machine == before, "a refusal changes nothing: \(row.phase), \(event)")
            }
        }
    }

    typealias Life = (events: String, phase: SaleMachine.Phase, outstanding: Int64, why: String)

    // swift-format-ignore
    static let lives: [Life] = [
        ("r300 total c300",            .completed(change: .zero), 0, "paid exactly"),
        ("r300 total c500",            .completed(change: Money(minorUnits: 200)), 0, "cash gives change"),
        ("r300 total k100 c100 k100",  .completed(change: .zero), 0, "three tenders"),
        ("r300 total k100",            .tendering(paid: Money(minorUnits: 100)), 200, "partly by card"),
        ("r300 total k400",            .tendering(paid: .zero), 300, "a card gives no change"),
        ("r300 total c0",              .tendering(paid: .zero), 300, "nothing is no tender"),
        ("r300 total r200",            .ringing, 500, "one more item before anything is paid"),
        ("r300 r200 v0 total",         .tendering(paid: .zero), 200, "a voided line costs nothing"),
        ("r300 v0 v0",                 .ringing, 0, "a line is voided once"),
        ("r300 v0 total",              .ringing, 0, "nothing stands, so nothing is totalled"),
        ("r300 v0 suspend",            .ringing, 0, "nor parked"),
        ("r300 suspend resume total",  .tendering(paid: .zero), 300, "a parked basket comes back whole"),
        ("r0 total",                   .completed(change: .zero), 0, "free goods complete at the total"),
        ("r100 r-300 total",           .completed(change: .zero), 0, "coupons above the goods: no payout"),
        ("r300 total void",            .voided, 0, "given up before it was paid"),
        ("r300 total c100 t100 void",  .voided, 0, "given up when two thirds were paid"),
        ("r300 total c100 void c200",  .voided, 0, "what was given back pays for nothing"),
        ("r300 total a300 t300",       .completed(change: .zero), 0, "paid at the terminal"),
        ("r300 total a300 c300",       .charging(paid: .zero, amount: Money(minorUnits: 300)), 300, "no cash while the card may be charged"),
        ("r300 total a300 void",       .charging(paid: .zero, amount: Money(minorUnits: 300)), 300, "nor is it given up"),
        ("r300 total a300 not c300",   .completed(change: .zero), 0, "a refused card, then cash"),
        ("r300 total c100 a200 t200",  .completed(change: .zero), 0, "part in cash, the rest at the terminal"),
        ("r300 total a400",            .tendering(paid: .zero), 300, "a terminal pays nothing out"),
        ("r300 total a0",              .tendering(paid: .zero), 300, "nothing is not asked for"),
        ("r300 total p100",            .tendering(paid: .zero), 200, "points are promised: nothing is in the drawer"),
        ("r300 total p100 c200",       .completed(change: .zero), 0, "spent when the rest is paid"),
        ("r300 total p100 c500",       .completed(change: Money(minorUnits: 300)), 0, "change of the cash alone"),
        ("r300 total c200 p100",       .completed(change: .zero), 0, "after other money as well"),
        ("r300 total p300",            .completed(change: .zero), 0, "points alone"),
        ("r300 total p400",            .tendering(paid: .zero), 300, "points give no change"),
        ("r300 total p0",              .tendering(paid: .zero), 300, "nothing is promised"),
        ("r300 total p100 p200",       .tendering(paid: .zero), 100, "a promise takes the place of another"),
        ("r300 total p100 keep",       .tendering(paid: .zero), 300, "the customer keeps them"),
        ("r300 total p100 r200 total", .tendering(paid: .zero), 500, "one more item: asked for anew"),
        ("r300 r200 total p100 v0 total", .tendering(paid: .zero), 200, "one item less as well"),
        ("r300 total p100 m9",         .tendering(paid: .zero), 300, "another member's points are not promised"),
        ("m9 r300 total p100 m9",      .tendering(paid: .zero), 200, "the same card once more changes nothing"),
        ("r300 total p100 void",       .voided, 0, "nothing was taken, so nothing goes back"),
        ("r300 total p100 a200 t200",  .completed(change: .zero), 0, "the rest at the terminal"),
        ("r300 total p100 a300",       .tendering(paid: .zero), 200, "which is asked for no more than that"),
        ("r300 total p100 a200 keep t200", .tendering(paid: Money(minorUnits: 200)), 100, "kept while the card was charged"),
        ("r300 total p100 a200 not",   .tendering(paid: .zero), 200, "a refused card breaks no promise"),
    ]

    @Test(arguments: lives)
    func `a sale ends where its events lead`(_ row: Life) throws {
        var machine = SaleMachine()
        for word in row.events.split(separator: " ") {
            _ = machine.handle(try Self.event(word))
        }
        #expect(machine.phase == row.phase)
        #expect(machine.outstanding.minorUnits == row.outstanding)
    }

    @Test func `points are among the tenders from the moment when the sale is paid`() throws {
        var machine = SaleMachine()
        for word in "m7 r300 total p100".split(separator: " ") {
            _ = machine.handle(try Self.event(word))
        }
        #expect(machine.tenders.isEmpty && machine.points?.points == 100)
        #expect(machine.handle(.tender(cash(200))) == .complete(change: .zero))
        #expect(machine.tenders.map(\.kind) == [.cash, .points])
        #expect(machine.promised == nil && machine.points?.amount == Money(minorUnits: 100))
    }

    @Test func `random events never break the books`() {
        let seed = Dice.seed(for: "sale machine")
        var dice = Dice(seed: seed)
        for round in 0..<2_000 {
            var machine = SaleMachine()
            for _ in 0..<Int.random(in: 1...40, using: &dice) {
                let before = machine
                let event = Self.anyEvent(&dice)
                let action = machine.handle(event)
                let faults = Self.faults(before, event, action, machine)
                guard faults.isEmpty else {
                    Issue.record("seed \(seed) round \(round): \(faults) after \(event)")
                    return
                }
            }
        }
    }

    /// What must hold after every event, by its name, where it does not.
    private static func faults(
        _ before: SaleMachine,
        _ event: SaleMachine.Event,
        _ action: SaleMachine.Action,
        _ after: SaleMachine
    ) -> [String] {
        let due = after.basket.totals.due
        let handed = after.tenders.sum(\.amount)
        let kept = after.basket.lines.prefix(before.basket.lines.count)
            .elementsEqual(before.basket.lines) { $0.article == $1.article && $0.gross == $1.gross }
        let sums = SaleTotals(after.basket.standing)
        var rules = [
            ("the totals are those of the lines that stand", after.basket.totals == sums),
            ("lines keep their places", kept),
            ("nothing negative is outstanding", after.outstanding >= .zero),
        ]
        if case .refuse = action {
            rules.append(("a refusal changes nothing", before == after))
        }
        switch after.phase {
        case .ringing, .suspended, .voided:
            rules.append(("no money is in the drawer", after.tenders.isEmpty))
            rules.append(("nothing is promised", after.promised == nil))
        case .tendering(let paid), .charging(let paid, _):
            rules.append(("paid is the sum of the tenders", paid == handed))
            rules.append(("a covered sale is complete", paid < due))
        case .completed(let change):
            rules.append(("tenders less change is what is due", handed - change == due))
            rules.append(("change is not below nothing", change >= .zero))
            let last = after.tenders.last { $0.kind != .points }
            rules.append(("only cash gives change", change == .zero || last?.kind == .cash))
        }
        return rules.filter { !$0.1 }.map(\.0)
    }

    private static func anyEvent(_ dice: inout Dice) -> SaleMachine.Event {
        switch Int.random(in: 0..<24, using: &dice) {
        case 0...5: .ring(item(Int64.random(in: -200...900, using: &dice)))
        case 6: .voidLine(Int.random(in: -1...5, using: &dice))
        case 7: .identify(MemberID(Int64.random(in: 1...9, using: &dice)))
        case 8, 9: .total
        case 10, 11: .tender(cash(Int64.random(in: -10...900, using: &dice)))
        case 12: .tender(card(Int64.random(in: -10...900, using: &dice)))
        case 13: .suspend
        case 14: .resume
        case 15, 16: .charge(Money(minorUnits: Int64.random(in: -10...900, using: &dice)))
        case 17: .notCharged
        case 18: .tender(Tender(.card, Money(minorUnits: Int64.random(in: 1...900, using: &dice))))
        case 19, 20: .tender(points(Int64.random(in: -10...900, using: &dice)))
        case 21: .keepPoints
        case 22: .coupon(coupon("-\(Int64.random(in: 1...500, using: &dice))"))
        default: .void
        }
    }

    /// `r300` rings a line, `v0` voids one, `c100` is cash, `k100` a card of elsewhere; `a100` asks
    /// the terminal and `t100` is what it took; `p100` are points worth as much, `m9` a member.
    private static func event(_ word: Substring) throws -> SaleMachine.Event {
        switch word {
        case "total": return .total
        case "suspend": return .suspend
        case "resume": return .resume
        case "void": return .void
        case "not": return .notCharged
        case "keep": return .keepPoints
        default: break
        }
        let number = try #require(Int64(word.dropFirst()))
        return switch word.first {
        case "r": .ring(item(number))
        case "v": .voidLine(Int(number))
        case "c": .tender(cash(number))
        case "p": .tender(points(number))
        case "m": .identify(MemberID(number))
        case "a": .charge(Money(minorUnits: number))
        case "t": .tender(Tender(.card, Money(minorUnits: number)))
        default: .tender(card(number))
        }
    }

    /// A machine that came to `phase` with one line of 300 rung.
    private static func machine(_ phase: String) -> SaleMachine {
        let events: [SaleMachine.Event] =
            switch phase {
            case "ringing": [.ring(item(300))]
            case "tendering": [.ring(item(300)), .total]
            case "charging": [.ring(item(300)), .total, .charge(Money(minorUnits: 100))]
            case "partly": [.ring(item(300)), .total, .tender(cash(100))]
            case "suspended": [.ring(item(300)), .suspend]
            case "completed": [.ring(item(300)), .total, .tender(cash(300))]
            case "voided": [.ring(item(300)), .void]
            default: []
            }
        var machine = SaleMachine()
        for event in events {
            _ = machine.handle(event)
        }
        return machine
    }

    private static func text(_ action: SaleMachine.Action) -> String {
        switch action {
        case .showLine(let line): "line\(line)"
        case .showVoid(let line): "void\(line)"
        case .greet(let member): "greet\(member)"
        case .askFor(let amount): "ask\(amount.minorUnits)"
        case .complete(let change): "complete\(change.minorUnits)"
        case .park: "park"
        case .showBasket: "basket"
        case .printVoidSlip: "slip"
        case .giveBack(let tenders): "back\(tenders.sum(\.amount).minorUnits)"
        case .charge(let amount): "charge\(amount.minorUnits)"
        case .refuse(let refusal): refusal.rawValue
        }
    }
}
