/// The coupons that a shop takes, found by their ids.
public struct CouponBook: Hashable, Sendable {
    private let coupons: [String: Coupon]

    /// The book of `coupons`; of two with one id the first counts.
    public init(_ coupons: [Coupon] = []) {
        self.coupons = Dictionary(coupons.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The coupon `id`; nil when there is none.
    public subscript(id: String) -> Coupon? { coupons[id] }

    /// The coupon that goes by `text`: by its id, or by a code of it, which is told as well.
    ///
    /// A coupon goes by codes only when it is for single use, and an id goes first.
    public func coupon(by text: String) -> (coupon: Coupon, code: CouponCode?)? {
        if let coupon = self[text] { return (coupon, nil) }
        guard let code = CouponCode(text), let coupon = self[code.coupon], coupon.singleUse == true
        else { return nil }
        return (coupon, code)
    }

    /// How many there are.
    public var count: Int { coupons.count }
}
