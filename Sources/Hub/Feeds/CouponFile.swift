internal import Retail
internal import SyncProtocol

/// The coupons of a shop as somebody writes them, in YAML: all that there are.
///
///     coupons:
///       - id: SAVE20
///         name: 满100减20
///         amount-off: 2000
///         smallest-basket: 10000
///         first-day: 2026-11-01
///         last-day: 2026-11-30
struct CouponFile: Decodable {
    /// The coupons, in the order of the file.
    let coupons: [Coupon]

    /// All that is wrong: which coupon, where, what, and what to do.
    var faults: [String] {
        var faults: [String] = []
        if coupons.count > Coupon.listLimit {
            faults.append(
                "coupons: \(coupons.count) are too many; leave out what is over, or publish at "
                    + "most \(Coupon.listLimit)"
            )
        }
        var ids: Set<String> = []
        for (index, coupon) in coupons.enumerated() {
            let name = "coupons[\(index)] \(coupon.id.prefix(Coupon.idLimit))"
            faults += coupon.faults.map { "\(name): \($0)" }
            if !ids.insert(coupon.id).inserted {
                faults.append("\(name): id: another coupon has it; write one of its own")
            }
        }
        return faults
    }

    /// The feed that it is.
    var entries: [FeedEntry] { coupons.map { CouponEntry($0).entry } }
}
