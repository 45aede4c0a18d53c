public import DurableSQLite
public import Feeds
public import Retail
internal import SyncProtocol

/// The coupons that the hub has published; until they have come whole there are none.
public struct FedCoupons: Sendable {
    private let feeds: any FeedStore

    /// The coupons in `feeds`.
    public init(_ feeds: any FeedStore) {
        self.feeds = feeds
    }

    /// What the next basket takes.
    ///
    /// One that an earlier program has left and this one cannot read is not taken.
    public func book() async throws(StorageError) -> CouponBook {
        var coupons: [Coupon] = []
        var last = ""
        while true {
            let entries = try await feeds.entries(
                of: FeedKind.coupons.rawValue,
                filling: false,
                after: last,
                limit: FeedPage.changeLimit
            )
            guard let end = entries.last else { return CouponBook(coupons) }
            coupons += entries.compactMap { CouponEntry($0)?.coupon }
            last = end.key
        }
    }
}
