/// What has come back of one sale, and what the shop owes for it: it decides, and the till does
/// what it answers.
///
///     kept ──giveBack──▶ partly back ──giveBack──▶ wholly back
///
/// A return is worth what all that is back is worth, less what was back before. So whatever order
/// goods come back in, and however few at a time, the returns of a sale sum to the sale, to the
/// fen.
///
/// Money follows the goods by what the customer paid for each line. A coupon that was a line of its
/// own brings no goods back; it goes with them, as does what coupons were worth beyond the goods:
///
///     refunded = due × what was paid for the goods that are back / what was paid for all goods
///
/// Refunds go back by the tenders that paid, cards first: nobody turns a card's money into cash.
public struct ReturnMachine: Hashable, Sendable {
    /// The lines of the sale.
    public let lines: [LineItem]
    /// What was paid, by tender and without the change.
    private let paid: TenderTotals
    /// What is back, in units of each line's quantity.
    private var back: [Int64]

    /// A sale of which everything is kept.
    public init(lines: [LineItem], tenders: [Tender], change: Money) {
        self.lines = lines
        paid = TenderTotals(tenders, change: change)
        back = lines.map { _ in 0 }
    }

    /// Takes one event and says what to do about it.
    public mutating func handle(_ event: Event) -> Action {
        switch (isWhole, event) {
        case (false, .giveBack(let items)):
            return take(items)
        case (false, .giveBackAll):
            return take(lines.indices.filter { left($0) > 0 }.map(rest))
        case (true, .giveBack), (true, .giveBackAll):
            return .refuse(.allIsBack)
        }
    }

    private mutating func take(_ items: [ReturnItem]) -> Action {
        guard !items.isEmpty else { return .refuse(.nothing) }
        var next = self
        for item in items {
            if let refusal = next.add(item) { return .refuse(refusal) }
        }
        let refund = Refund(lines: next.lines(since: self), tenders: next.tenders(since: self))
        self = next
        return .refund(refund)
    }

    private mutating func add(_ item: ReturnItem) -> Refusal? {
        guard lines.indices.contains(item.line) else { return .noSuchLine(item.line) }
        let sold = lines[item.line].quantity
        guard sold.units > 0 else { return .noGoods(item.line) }
        guard item.quantity == sold.with(item.quantity.units) else { return .otherMeasure(sold) }
        guard item.quantity.units > 0 else { return .notAQuantity }
        guard item.quantity.units <= left(item.line) else {
            return .moreThanSold(item.line, left: rest(item.line).quantity)
        }
        back[item.line] += item.quantity.units
        return nil
    }

    private func left(_ line: Int) -> Int64 { lines[line].quantity.units - back[line] }

    private func rest(_ line: Int) -> ReturnItem {
        ReturnItem(line: line, quantity: lines[line].quantity.with(left(line)))
    }
}

/// What follows from what is back.
extension ReturnMachine {
    /// Whether all goods are back.
    public var isWhole: Bool {
        lines.indices.allSatisfy { left($0) <= 0 }
    }

    /// What of `amount`, which was for the whole sale, goes with what is back.
    public func share(of amount: Money) -> Money {
        let (part, whole) = progress
        return amount.share(part, of: whole)
    }

    /// What the customer has got back, or has to get.
    public var refunded: Money { share(of: paid.total) }

    /// The lines as the customer keeps them: what is not back, with its amounts.
    public var kept: [LineItem] {
        lines.indices.map { index in
            let quantity = lines[index].quantity
            return lines[index].less(part(index), quantity.with(max(0, left(index))))
        }
    }

    /// How much of what was paid for goods is back; a sale of free goods is back with the last.
    private var progress: (part: Int64, whole: Int64) {
        var (part, whole): (Int64, Int64) = (0, 0)
        for (line, units) in zip(lines, back) where line.quantity.units > 0 {
            let weight = max(0, line.payable.minorUnits)
            part += weight.share(units, of: line.quantity.units)
            whole += weight
        }
        return whole > 0 ? (part, whole) : (isWhole ? 1 : 0, 1)
    }

    /// What is back of line `index`, with its amounts.
    private func part(_ index: Int) -> LineItem {
        let line = lines[index]
        guard line.quantity.units <= 0 else {
            let quantity = line.quantity.with(back[index])
            return line.part(back[index], of: line.quantity.units, quantity)
        }
        let (part, whole) = progress
        return line.part(part, of: whole, line.quantity)
    }

    private func lines(since before: ReturnMachine) -> [ReturnedLine] {
        lines.indices.compactMap { index in
            let units = max(0, back[index] - before.back[index])
            let item = part(index).less(before.part(index), lines[index].quantity.with(units))
            guard units > 0 || item.hasAmounts else { return nil }
            return ReturnedLine(line: index, item: item)
        }
    }

    /// The refund by tender: what is first in `order` has all its money back first.
    private var refunds: TenderTotals {
        var totals = TenderTotals()
        var left = refunded
        for kind in Self.order {
            totals[kind] = min(left, paid[kind])
            left = left - totals[kind]
        }
        return totals
    }

    private static let order: [Tender.Kind] = [.card, .externalCard, .externalWallet, .cash]

    private func tenders(since before: ReturnMachine) -> [Tender] {
        let (now, then) = (refunds, before.refunds)
        return Self.order.compactMap { kind in
            let amount = now[kind] - then[kind]
            return amount > .zero ? Tender(kind, amount) : nil
        }
    }
}

extension ReturnMachine {
    /// What a customer brings.
    public enum Event: Hashable, Sendable {
        /// Goods of some lines.
        case giveBack([ReturnItem])
        /// All that is not back yet.
        case giveBackAll
    }

    /// What the till is to do.
    public enum Action: Hashable, Sendable {
        /// Make it durable, then give this back and print.
        case refund(Refund)
        /// Nothing has changed.
        case refuse(Refusal)
    }

    /// What goes back for one return.
    public struct Refund: Hashable, Sendable {
        /// What came back, in order of line.
        public let lines: [ReturnedLine]
        /// The money, by the tenders that it was paid with; none when nothing was paid.
        public let tenders: [Tender]

        /// All the money.
        public var amount: Money { tenders.sum(\.amount) }
    }

    /// Why an event changes nothing.
    public enum Refusal: Error, Hashable, Sendable {
        /// No line was named.
        case nothing
        /// The sale has no such line.
        case noSuchLine(Int)
        /// The line is a coupon: it goes with its goods.
        case noGoods(Int)
        /// Pieces were named for a measure, or the other way round; it was sold like this.
        case otherMeasure(Quantity)
        /// Nothing of a line, or less.
        case notAQuantity
        /// So much of the line is left, and no more.
        case moreThanSold(Int, left: Quantity)
        /// Everything is back already.
        case allIsBack
    }
}

extension ReturnMachine.Refusal: CustomStringConvertible {
    /// What the cashier reads; lines count from 1 there, as on paper.
    public var description: String {
        switch self {
        case .nothing: "Say what comes back: lines and quantities, or everything."
        case .noSuchLine(let line): "The sale has no line \(line &+ 1)."
        case .noGoods(let line): "Line \(line &+ 1) is a coupon. It goes with the goods."
        case .otherMeasure(let sold): "It was sold as \(sold). Give the quantity like that."
        case .notAQuantity: "A quantity is above zero."
        case .moreThanSold(let line, let left): "Of line \(line &+ 1), \(left) can come back."
        case .allIsBack: "Everything of this sale is back already."
        }
    }
}
