/// The coupons that a shop takes, found by their ids.
public struct CouponBook: Hashable, Sendable {
    private let coupons: [String: Coupon]

    /// The book of `coupons`; of two with one id the first counts.
    public init(_ coupons: [Coupon] = []) {
        self.coupons = Dictionary(coupons.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The coupon `id`; nil when there is none.
    public subscript(id: String) -> Coupon? { coupons[id] }

    /// How many there are.
    public var count: Int { coupons.count }
}
