/// One code of a coupon for single use: the coupon's id, a hyphen, and what no other code has.
///
/// So a till knows from the code alone which coupon it is of, with a line and without one. What
/// follows the last hyphen is the code's own, so no code can be of two coupons.
public struct CouponCode: Hashable, Sendable {
    /// The longest code.
    public static let limit = 48

    /// The id of the coupon that it is of.
    public let coupon: String
    /// The code as it is typed or scanned, such as `SAVE20-7F3K9Q`.
    public let text: String

    /// The code that `text` spells; nil for any other notation.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.limit, let hyphen = text.lastIndex(of: "-") else {
            return nil
        }
        let own = text[text.index(after: hyphen)...]
        guard Coupon.isID(text[..<hyphen]), !own.isEmpty,
            own.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) })
        else { return nil }
        coupon = String(text[..<hyphen])
        self.text = String(text)
    }
}

extension CouponCode: Comparable {
    public static func < (left: CouponCode, right: CouponCode) -> Bool { left.text < right.text }
}

extension CouponCode: CustomStringConvertible {
    public var description: String { text }
}
