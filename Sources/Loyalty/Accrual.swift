public import Retail

/// What one sale earns.
public struct Accrual: Hashable, Sendable {
    /// The money that counts: every line as often as its class says.
    ///
    /// It is below zero when coupons are worth more than the goods they were given with.
    public var weighted: Money
    /// The points earned, never below zero.
    public var points: Points

    /// An accrual of these facts.
    public init(weighted: Money, points: Points) {
        self.weighted = weighted
        self.points = points
    }
}

extension Programme {
    /// A sale earns points for what the customer pays, each line as often as its class counts.
    ///
    /// There is one floor, on the whole sale: the fen of all lines add up before anything is lost,
    /// in favour of the member. A line paid by a coupon lowers the sum, in favour of the store; a
    /// sum below zero earns nothing and takes nothing. What points paid for earns nothing, unless
    /// the programme says so: of each line it is as large a part as of the whole sale.
    ///
    /// - Parameter paid: What of the sale was paid with points.
    public func accrual(
        for lines: some Sequence<LineItem>,
        paidWithPoints paid: Money = .zero
    ) -> Accrual {
        let lines = Array(lines)
        let all = lines.sum { line in
            Money(minorUnits: earn.multiplier(of: line.article) * line.payable.minorUnits)
        }
        let isWhole = paid == .zero || redeem?.earns == true
        let weighted = isWhole ? all : Self.part(of: all, when: paid, of: SaleTotals(lines).due)
        let counted = max(.zero, weighted).minorUnits
        let points = Points(counted * earn.points.value / earn.per.minorUnits)
        return Accrual(weighted: weighted, points: points)
    }

    /// What is left of `weighted` when `paid` of `due` does not count, floored.
    private static func part(of weighted: Money, when paid: Money, of due: Money) -> Money {
        guard weighted > .zero, due > .zero else { return weighted }
        let counts = max(.zero, due - paid).minorUnits
        let product = weighted.minorUnits.multipliedFullWidth(by: counts)
        return Money(minorUnits: due.minorUnits.dividingFullWidth(product).quotient)
    }
}

extension EarnRule {
    /// How often the money of a line that sells `article` counts.
    public func multiplier(of article: Article) -> Int64 {
        guard let name = article.pointsClass else { return unlisted }
        return classes[name] ?? unlisted
    }
}
