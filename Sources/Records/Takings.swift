public import Loyalty
public import Retail

/// What sales have brought, net of goods that came back: the figures of an X or Z report.
///
/// Amounts are in minor units. Sums of a day, or of what lies between two closes.
public struct Takings: Hashable, Sendable {
    /// Sales that were paid.
    public var sales: Int64 = 0
    /// Lines of those sales.
    public var lines: Int64 = 0
    /// What the store receives, before makers' coupons.
    public var net = Money.zero
    /// Makers' coupons.
    public var makerCoupon = Money.zero
    /// What customers owed, less what went back to them.
    public var due = Money.zero
    /// What they paid with, less what went back; in all, what they owed.
    public var tenders = TenderTotals()
    /// Points that members earned, less those that went back.
    public var points = Points.zero
    /// Returns of goods.
    public var returns: Int64 = 0
    /// What went back to customers for them.
    public var refunded = Money.zero

    /// Nothing.
    public init() {}

    /// What one sale has brought.
    public init(_ sale: CompletedSale) {
        let totals = sale.totals
        sales = 1
        lines = Int64(sale.lines.count)
        net = totals.net
        makerCoupon = totals.makerCoupon
        due = totals.due
        tenders = TenderTotals(sale.tenders, change: sale.change)
        points = sale.accrual?.accrual.points ?? .zero
    }

    /// What went back with one return.
    public init(_ goods: GoodsReturn) {
        let totals = SaleTotals(goods.lines.map(\.item))
        net = -totals.net
        makerCoupon = -totals.makerCoupon
        due = -goods.refund
        for tender in goods.tenders { tenders[tender.kind] = tenders[tender.kind] - tender.amount }
        points = .zero - goods.points
        returns = 1
        refunded = goods.refund
    }

    /// Both together.
    public static func + (left: Takings, right: Takings) -> Takings {
        left.combined(with: right) { $0 + $1 }
    }

    /// What of `left` is not in `right`.
    public static func - (left: Takings, right: Takings) -> Takings {
        left.combined(with: right) { $0 - $1 }
    }

    /// Adds `right`.
    public static func += (left: inout Takings, right: Takings) {
        left = left + right
    }

    private func combined(
        with other: Takings,
        _ combine: (Int64, Int64) -> Int64
    ) -> Takings {
        func money(_ path: KeyPath<Takings, Money>) -> Money {
            Money(
                minorUnits: combine(self[keyPath: path].minorUnits, other[keyPath: path].minorUnits)
            )
        }
        var result = Takings()
        result.sales = combine(sales, other.sales)
        result.lines = combine(lines, other.lines)
        result.net = money(\.net)
        result.makerCoupon = money(\.makerCoupon)
        result.due = money(\.due)
        for kind in Tender.Kind.allCases { result.tenders[kind] = money(\.tenders[kind]) }
        result.points = Points(combine(points.value, other.points.value))
        result.returns = combine(returns, other.returns)
        result.refunded = money(\.refunded)
        return result
    }
}
