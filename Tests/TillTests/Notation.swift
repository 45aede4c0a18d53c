import Loyalty
import Records
import Retail
import SampleTrade
import Till

/// Events read as a cashier's morning: `day ring ring void1 member total cash:250`.
func events(_ notation: String) -> [TillEvent] {
    notation.split(separator: " ").map { event(String($0)) }
}

/// One event; amounts are in minor units.
func event(_ word: String) -> TillEvent {
    let parts = word.split(separator: ":").map(String.init)
    let amount = Money(minorUnits: parts.count > 1 ? Int64(parts[1]) ?? 0 : 0)
    switch parts[0] {
    case "day": return .openDay(TestBench.day)
    case "1970": return .openDay(BusinessDay(number: 1))
    case "tomorrow": return .openDay(TestBench.day.advanced(by: 1))
    case "yesterday": return .openDay(TestBench.day.advanced(by: -1))
    case "close": return .closeDay(counted: parts.count > 1 ? amount : nil)
    case "ring": return .ring(line("米 rice", 100))
    case "free": return .ring(line("bag", 0))
    case "coupon": return .coupon(parts.last ?? "")
    case "void1": return .voidLine(0)
    case "void9": return .voidLine(8)
    case "member": return .identify(MemberID(318))
    case "total": return .total()
    case "cash": return .tender(Tender(.cash, amount))
    case "card": return .tender(Tender(.externalCard, amount))
    case "exact": return .tenderExact(.cash)
    case "points": return .payWithPoints(parts.count > 1 ? Points(amount.minorUnits) : nil)
    case "suspend": return .suspend
    case "resume": return .resume
    case "void": return .void
    default: preconditionFailure("no such event: \(word)")
    }
}

/// One piece of something at `amount`.
func line(_ name: String, _ amount: Int64) -> LineItem {
    LineItem(
        article: Article(
            product: 21,
            name: name,
            department: "GROCERY",
            pointsClass: "standard"
        ),
        quantity: .count(1),
        gross: Money(minorUnits: amount)
    )
}

/// An answer in one word, or `#number due change` of a sale that is over.
func word(_ answer: TillAnswer) -> String {
    switch answer {
    case .done: "done"
    case .completed(let sale): "#\(sale.receipt.number) \(sale.due) \(sale.change)"
    case .closed(let close): "Z\(close.number) \(close.takings.sales) \(close.takings.due)"
    case .refused(.sale(let refusal)): refusal.rawValue
    case .refused(.coupon(let refusal)): "coupon \(refusal)"
    case .refused(.noDayOpen): "noDayOpen"
    case .refused(.dayCannotOpen): "dayCannotOpen"
    case .refused(.clockIsWrong(let day)): "clock \(day)"
    case .refused(.counterIsTaken): "counterIsTaken"
    case .refused(.nothingParked): "nothingParked"
    case .refused(.noTerminal): "noTerminal"
    case .refused(.nothingAtTerminal): "nothingAtTerminal"
    case .refused(.cardIsParked): "cardIsParked"
    case .refused(.nobodyWaits): "nobodyWaits"
    case .refused(.noSuchAlarm): "noSuchAlarm"
    case .charging(let amount): "charging \(amount)"
    case .promised(let points): "\(points.points)PT \(points.worth) \(points.outstanding)"
    case .refused(.code(let refusal)): "code: \(refusal)"
    case .refused(.points(let refusal)): "points: \(refusal)"
    case .refused(.room(let refusal)): "room: \(refusal)"
    case .fell(let promise, let open): "fell \(promise.points)PT \(promise.lines) \(open)"
    case .givingBack(let back): "back \(back.byHand) \(back.byTerminal)"
    case .returned(let goods): "returned \(goods.receipt.number) \(goods.cash) \(goods.byHand)"
    case .refused(.groundsAreMissing): "groundsAreMissing"
    case .refused(.notAQuantity): "notAQuantity"
    case .refused(.goods): "goods"
    case .refused(.receiptIsElsewhere): "receiptIsElsewhere"
    case .refused(.receiptIsOfReturn): "receiptIsOfReturn"
    case .refused(.receiptIsForgotten): "receiptIsForgotten"
    case .refused(.storage): "storage"
    }
}

/// A fact's kind in one word.
func word(_ fact: Fact) -> String {
    switch fact {
    case .boot: "boot"
    case .dayOpened: "day"
    case .dayClosed: "close"
    case .saleCompleted: "sale"
    case .goodsReturned: "return"
    case .payment(.intended): "intended"
    case .payment(.settled): "settled"
    case .payment(.givenUp): "givenUp"
    case .payment(.seenTo): "seenTo"
    case .lease: "lease"
    case .basket(let fact):
        switch fact.event {
        case .ring: "ring"
        case .coupon: "coupon"
        case .voidLine: "voidLine"
        case .identify: "member"
        case .total: "total"
        case .tender: "tender"
        case .charge: "charge"
        case .notCharged: "notCharged"
        case .keepPoints: "keepPoints"
        case .suspend: "suspend"
        case .resume: "resume"
        case .void: "void"
        }
    }
}

/// A machine, a clock that stands still and names that count.
struct MachineBench {
    var machine = TillMachine(place: TestBench.place, programme: .r1)
    private var named: UInt64 = 0

    /// A machine that has taken these events.
    init(_ notation: String = "") {
        for event in events(notation) { _ = handle(event) }
    }

    mutating func handle(_ event: TillEvent) -> TillMachine.Decision {
        let reading = SetTillClock(TestBench.time).read()
        return machine.handle(event, at: reading) {
            named += 1
            return OperationID(milliseconds: 1, chance: (7, named))
        }
    }
}
