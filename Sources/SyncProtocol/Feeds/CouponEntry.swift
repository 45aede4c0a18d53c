public import Retail

/// A coupon in the feed `coupons`: its key is the coupon's id.
///
/// The value is JSON: the coupon, under the names that a file has for its fields. A till that
/// passed over a condition would give away what the shop has not promised, so it reads all of a
/// coupon or nothing: what it has understood, written again, has to say what the value says.
public struct CouponEntry: Hashable, Sendable {
    /// The coupon.
    public let coupon: Coupon

    /// The entry of `coupon`.
    public init(_ coupon: Coupon) {
        self.coupon = coupon
    }

    /// Reads an entry; nil when it is none of a coupon, or of one that this program does not know
    /// every condition of.
    public init?(_ entry: FeedEntry) {
        let value = Array(entry.value.utf8)
        guard entry.alias == nil, let coupon = Message.decode(Coupon.self, value),
            coupon.id == entry.key, JSONTree.says(coupon, what: value), coupon.faults.isEmpty
        else { return nil }
        self.init(coupon)
    }

    /// The entry as a feed has it.
    public var entry: FeedEntry {
        FeedEntry(key: coupon.id, value: String(decoding: Message.encode(coupon), as: UTF8.self))
    }
}
