/// The feeds that there are, and how their entries are read.
///
/// A till asks for them in this order: what is small and concerns every sale does not wait for a
/// list of cards.
public enum FeedKind: String, CaseIterable, Sendable {
    /// By which rules members earn points: `PublishedProgramme`.
    case programmes
    /// What the hub decides for its tills: `ShopSettings`.
    case configuration
    /// What the store gives to whoever brings a coupon: `CouponEntry`.
    case coupons
    /// What the store sells: `CatalogueEntry`.
    case catalogue
    /// Whose card and whose phone number is whose, by their hashes: `MemberEntry`.
    case members

    /// Whether this program understands `entry`.
    public func canRead(_ entry: FeedEntry) -> Bool {
        switch self {
        case .programmes: PublishedProgramme(entry) != nil
        case .configuration: ShopSettings.canRead(entry)
        case .coupons: CouponEntry(entry) != nil
        case .catalogue: CatalogueEntry(entry) != nil
        case .members: MemberEntry(entry) != nil
        }
    }
}
