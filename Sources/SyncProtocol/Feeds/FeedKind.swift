/// The feeds that there are, and how their entries are read.
public enum FeedKind: String, CaseIterable, Sendable {
    /// What the store sells: `CatalogueEntry`.
    case catalogue
    /// Whose card and whose phone number is whose, by their hashes: `MemberEntry`.
    case members

    /// Whether this program understands `entry`.
    public func canRead(_ entry: FeedEntry) -> Bool {
        switch self {
        case .catalogue: CatalogueEntry(entry) != nil
        case .members: MemberEntry(entry) != nil
        }
    }
}
