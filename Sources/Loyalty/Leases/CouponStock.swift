public import Retail

/// Where the codes of coupons are: each coupon's in a pool of its own, each code one unit of it.
extension LeasePool {
    private static let codesPrefix = "coupon-"

    /// The codes of the coupon `id`: `stock/coupon-SAVE20`.
    public static func codes(of id: String) -> LeasePool { .stock(codesPrefix + id) }

    /// Whether it is the codes of a coupon.
    public var isOfCodes: Bool {
        if case .stock(let name) = self { name.hasPrefix(Self.codesPrefix) } else { false }
    }
}

extension CouponCode {
    /// The pool that it is a unit of.
    public var pool: LeasePool { .codes(of: coupon) }
    /// The unit that it is.
    public var unit: LeaseUnit { .item(text) }
}
