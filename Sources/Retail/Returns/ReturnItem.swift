/// Goods that come back: of which line of a sale, and how much of it.
public struct ReturnItem: Hashable, Sendable {
    /// The line's place among those of the sale, from 0.
    public let line: Int
    /// How much of it, in the line's own measure.
    public let quantity: Quantity

    /// `quantity` of line `line`.
    public init(line: Int, quantity: Quantity) {
        self.line = line
        self.quantity = quantity
    }
}

/// What came back of one line, with the amounts that go back for it.
public struct ReturnedLine: Hashable, Sendable {
    /// The line's place among those of the sale, from 0.
    public let line: Int
    /// What was sold there, in the quantity and with the amounts that come back.
    ///
    /// Of a coupon that was a line of its own, no goods come back, only its part of the amount.
    public let item: LineItem

    /// What came back of line `line`.
    public init(line: Int, item: LineItem) {
        self.line = line
        self.item = item
    }

    /// The goods; nil for the part of a coupon.
    public var goods: ReturnItem? {
        item.quantity.units > 0 ? ReturnItem(line: line, quantity: item.quantity) : nil
    }
}

extension Quantity {
    /// Pieces, or thousandths of the unit.
    var units: Int64 {
        switch self {
        case .count(let pieces): pieces
        case .measure(let thousandths, _): thousandths
        }
    }

    /// So many in the same measure.
    func with(_ units: Int64) -> Quantity {
        switch self {
        case .count: .count(units)
        case .measure(_, let unit): .measure(thousandths: units, unit: unit)
        }
    }
}

extension Int64 {
    /// What goes with `part` of `whole`, towards zero; no product is too large on the way.
    func share(_ part: Int64, of whole: Int64) -> Int64 {
        precondition(whole > 0 && (0...whole).contains(part), "a part is no more than the whole")
        return whole.dividingFullWidth(multipliedFullWidth(by: part)).quotient
    }
}

extension Money {
    func share(_ part: Int64, of whole: Int64) -> Money {
        Money(minorUnits: minorUnits.share(part, of: whole))
    }
}

extension LineItem {
    /// The amounts that go with `part` of `whole`, for `quantity` of the goods.
    ///
    /// What the customer pays never falls as the part grows, and the whole has its own amounts.
    func part(_ part: Int64, of whole: Int64, _ quantity: Quantity) -> LineItem {
        let price = gross.share(part, of: whole)
        let match = couponMatch.share(part, of: whole)
        let received = net.share(part, of: whole)
        return LineItem(
            article: article,
            quantity: quantity,
            gross: price,
            memberDiscount: price - match - received,
            couponMatch: match,
            makerCoupon: received - payable.share(part, of: whole)
        )
    }

    /// What is left of this when `other` goes.
    func less(_ other: LineItem, _ quantity: Quantity) -> LineItem {
        LineItem(
            article: article,
            quantity: quantity,
            gross: gross - other.gross,
            memberDiscount: memberDiscount - other.memberDiscount,
            couponMatch: couponMatch - other.couponMatch,
            makerCoupon: makerCoupon - other.makerCoupon
        )
    }

    var hasAmounts: Bool {
        [gross, memberDiscount, couponMatch, makerCoupon].contains { $0 != .zero }
    }
}
