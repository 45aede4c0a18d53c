/// How long a hub remembers what it has published.
///
/// A version is of use as long as some till builds upon it: that one is told only what has changed
/// since. A till that comes back after its version was forgotten is told the newest one whole,
/// which costs the line and nothing else. So the bounds are a matter of disk and never of what is
/// sold.
public struct FeedMemory: Hashable, Sendable {
    private static let day: Int64 = 86_400_000

    /// For how many days a version is remembered that a newer one has overtaken.
    public let days: Int
    /// The most versions of one feed that are remembered.
    public let versions: Int

    /// A memory of these bounds; a till may stand in a cupboard for a season, and a list may change
    /// all day.
    public init(days: Int = 90, versions: Int = 1000) {
        precondition(days >= 0 && versions > 0, "the newest version is what tills go by")
        self.days = days
        self.versions = versions
    }

    /// The oldest version that is remembered: all before it are forgotten.
    ///
    /// A version was overtaken at the moment that the number of the next one is. Where the hub's
    /// clock stood in the future then, it counts as overtaken just now.
    ///
    /// - Parameters:
    ///   - versions: All of one feed that are remembered, in order of number.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The newest at the latest; nil when there are none.
    public func oldest(of versions: [FeedVersion], at now: Int64) -> FeedVersion? {
        let old = versions.dropFirst().prefix { now - $0.number > Int64(days) * Self.day }
        return versions.dropFirst(max(old.count, versions.count - self.versions)).first
    }
}
