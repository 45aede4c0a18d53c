import Retail
import TestSupport

/// A sale of anything, given back in random parts until nothing is kept: in the end everything has
/// to be nothing.
struct ReturnTrade {
    /// How a part is worth something.
    enum Way {
        /// As the machine counts: what is back now, less what was back before.
        case cumulative
        /// A bad twin: each return is rounded by itself.
        case eachByItself
        /// A bad twin: a piece has a price of whole fen.
        case unitPrice
        /// A bad twin: a card's money goes back in cash.
        case allInCash
    }

    private var dice: Dice
    private let lines: [LineItem]
    private let tenders: [Tender]

    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        let count = Int.random(in: 1...5, using: &dice)
        let lines = (0..<count).map { _ in Self.line(&dice) }
        tenders = Self.tenders(for: SaleTotals(lines).due, &dice)
        (self.lines, self.dice) = (lines, dice)
    }

    private static func line(_ dice: inout Dice) -> LineItem {
        let gross = Int64.random(in: 0...2000, using: &dice)
        let discount = Int64.random(in: 0...gross, using: &dice) / 3
        let match = Int64.random(in: 0...(gross - discount), using: &dice) / 4
        let coupon = Bool.random(using: &dice) ? Int64.random(in: 0...300, using: &dice) : 0
        let pieces = Int64.random(in: 0...6, using: &dice)
        let isMeasured = Bool.random(using: &dice)
        return LineItem(
            article: .unlisted(1),
            quantity: isMeasured
                ? .measure(thousandths: pieces * 137, unit: "kg") : .count(pieces),
            gross: Money(minorUnits: pieces == 0 ? 0 : gross),
            memberDiscount: Money(minorUnits: pieces == 0 ? 0 : discount),
            couponMatch: Money(minorUnits: pieces == 0 ? 0 : match),
            makerCoupon: Money(minorUnits: coupon)
        )
    }

    private static func tenders(for due: Money, _ dice: inout Dice) -> [Tender] {
        guard due > .zero else { return [] }
        let first = Money(minorUnits: Int64.random(in: 0...due.minorUnits, using: &dice))
        let kinds: [Tender.Kind] = [.card, .externalCard, .externalWallet]
        let kind = kinds.randomElement(using: &dice) ?? .card
        return [Tender(kind, first), Tender(.cash, due - first)].filter { $0.amount > .zero }
    }

    /// Gives everything back in parts.
    ///
    /// - Returns: What is wrong in the end, or was on the way.
    mutating func run(by way: Way) -> [String] {
        let paid = way == .cumulative || way == .allInCash ? tenders : Self.inCash(tenders)
        var machine = ReturnMachine(lines: lines, tenders: paid, change: .zero)
        var back: [[ReturnedLine]] = []
        var refunds: [Tender] = []
        while !machine.isWhole {
            let items = someItems(of: machine)
            guard case .refund(let refund) = machine.handle(.giveBack(items)) else {
                return ["what is left was refused"]
            }
            back.append(refund.lines)
            switch way {
            case .cumulative: refunds += refund.tenders
            case .allInCash: refunds += Self.inCash(refund.tenders)
            case .eachByItself, .unitPrice: refunds += Self.refund(items, of: lines, way)
            }
        }
        guard lines.contains(where: { Self.units($0.quantity) > 0 }) else { return [] }
        return faults(back.flatMap(\.self).map(\.item), paid, refunds)
    }

    private static func inCash(_ tenders: [Tender]) -> [Tender] {
        tenders.map { Tender(.cash, $0.amount) }
    }

    private func faults(
        _ back: [LineItem],
        _ tenders: [Tender],
        _ refunds: [Tender]
    ) -> [String] {
        var faults: [String] = []
        if SaleTotals(back) != SaleTotals(lines) { faults.append("the sums are not those sold") }
        let (paid, given) = (
            TenderTotals(tenders, change: .zero), TenderTotals(refunds, change: .zero)
        )
        if paid != given { faults.append("\(paid.total) was paid, and \(given.total) went back") }
        if refunds.contains(where: { $0.amount < .zero }) { faults.append("a refund below zero") }
        return faults
    }

    private mutating func someItems(of machine: ReturnMachine) -> [ReturnItem] {
        let open = machine.kept.enumerated().filter { Self.units($0.element.quantity) > 0 }
        let chosen = open.filter { _ in Bool.random(using: &dice) }
        return (chosen.isEmpty ? Array(open.prefix(1)) : chosen).map { index, line in
            let units = Int64.random(in: 1...Self.units(line.quantity), using: &dice)
            return ReturnItem(line: index, quantity: Self.quantity(units, like: line.quantity))
        }
    }

    private static func refund(_ items: [ReturnItem], of lines: [LineItem], _ way: Way) -> [Tender]
    {
        let amount = items.reduce(Int64.zero) { sum, item in
            let line = lines[item.line]
            let (price, all) = (line.payable.minorUnits, units(line.quantity))
            let units = units(item.quantity)
            return sum + (way == .unitPrice ? price / all * units : price * units / all)
        }
        return [Tender(.cash, Money(minorUnits: amount))]
    }

    private static func units(_ quantity: Quantity) -> Int64 {
        switch quantity {
        case .count(let pieces): pieces
        case .measure(let thousandths, _): thousandths
        }
    }

    private static func quantity(_ units: Int64, like other: Quantity) -> Quantity {
        switch other {
        case .count: .count(units)
        case .measure(_, let unit): .measure(thousandths: units, unit: unit)
        }
    }
}
