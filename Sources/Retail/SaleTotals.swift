/// The sums of a sale's lines, and what the till asks for.
public struct SaleTotals: Hashable, Sendable {
    /// Extended shelf prices.
    public var gross = Money.zero
    /// Member discounts.
    public var memberDiscount = Money.zero
    /// What the store gives for coupons.
    public var couponMatch = Money.zero
    /// What the store receives, before makers' coupons.
    public var net = Money.zero
    /// Makers' coupons.
    public var makerCoupon = Money.zero

    /// Nothing rung.
    public init() {}

    /// The sums over `lines`.
    public init(_ lines: some Sequence<LineItem>) {
        for line in lines {
            add(line)
        }
    }

    /// Takes one more line into the sums.
    public mutating func add(_ line: LineItem) {
        gross += line.gross
        memberDiscount += line.memberDiscount
        couponMatch += line.couponMatch
        net += line.net
        makerCoupon += line.makerCoupon
    }

    /// What the goods cost the customer, below zero when coupons are worth more than the goods.
    public var payable: Money {
        net - makerCoupon
    }

    /// What the till asks for: a till never pays out, so an excess of coupons is forgone.
    public var due: Money {
        max(.zero, payable)
    }
}
