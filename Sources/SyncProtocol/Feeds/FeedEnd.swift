public import Records

/// How a till stands with one feed; it is kept beside the entries, in the same transactions.
public struct FeedStanding: Hashable, Sendable {
    /// The feed's name.
    public let feed: String
    /// The version that sales go by; nil before the first.
    public var current: FeedVersion?
    /// The hub's word for it.
    public var seal: String
    /// Whether that version was found not to be what the hub had signed: it is gone by until
    /// another one is whole, and nothing is built upon it.
    public var isDoubted: Bool
    /// The newest version that this program could not read; 0 for none.
    ///
    /// It is not asked for again before the next start, or it would come for ever and the feeds
    /// behind it never.
    public var unread: Int64
    /// What has come of the next version.
    public var filling: FeedFilling?

    /// A till that stands so; by itself one that has never heard of the feed.
    public init(
        feed: String,
        current: FeedVersion? = nil,
        seal: String = "",
        isDoubted: Bool = false,
        unread: Int64 = 0,
        filling: FeedFilling? = nil
    ) {
        self.feed = feed
        self.current = current
        self.seal = seal
        self.isDoubted = isDoubted
        self.unread = unread
        self.filling = filling
    }

    /// The version that changes may be told against.
    public var base: FeedVersion? { isDoubted ? nil : current }

    /// What the hub is told of it.
    ///
    /// A version that could not be read is named without a digest: the hub then tells what is
    /// newer, and all of it.
    var held: FeedRequest.Held {
        guard let base, base.number >= unread else {
            return FeedRequest.Held(feed: feed, number: unread, digest: .zero)
        }
        return FeedRequest.Held(feed: feed, number: base.number, digest: base.digest)
    }
}

/// A version that is on its way: which one, and how far.
public struct FeedFilling: Hashable, Sendable {
    /// The version.
    public let version: FeedVersion
    /// The version that it is told against; 0 for all of it.
    public let base: Int64
    /// The last key that is there.
    public var after: String
    /// Whether all of it is there, and only has to be counted.
    public var isWhole: Bool
    /// The hub's word for it.
    public let seal: String

    /// A version that has come so far.
    public init(version: FeedVersion, base: Int64, after: String, isWhole: Bool, seal: String) {
        self.version = version
        self.base = base
        self.after = after
        self.isWhole = isWhole
        self.seal = seal
    }
}

/// Why a till does not take what came of a feed; it goes by what it has.
public enum FeedFault: String, Error, Hashable, CaseIterable, Sendable {
    /// The hub's word for this version does not hold.
    case unproven
    /// The till did not ask for this feed.
    case unwanted
    /// The version is not above the one that the till goes by, or above one that it cannot read.
    case older
    /// It is told against a version that the till does not have.
    case otherBase = "other-base"
    /// It does not go on where the page before it ended, or belongs to another version.
    case mixed
    /// Its changes break their form or their order.
    case malformed
    /// All of it together is not what the hub has signed.
    case damaged
    /// The program cannot read an entry of it.
    case unreadable
    /// The till has no key by which it could find anybody in it.
    case keyless
}

/// The till's end of one feed: it decides what becomes of a page, and of all pages together.
///
///     current ──first page──▶ filling ──page──▶ filling ──last page──▶ whole ──counted──▶ current
///                                │ another version's first page             │
///                                └──▶ filling anew                          └─ damaged ─▶ current
///
/// Sales go by `current` all the while. It changes as a whole, when every entry of the next version
/// has been counted and the sum is the one that the hub has signed; so a cut, a page of another
/// version or a lie costs time and nothing else. Who drives it writes a page's entries and the new
/// standing in one transaction.
public struct FeedEnd: Hashable, Sendable {
    /// How the till stands.
    public private(set) var standing: FeedStanding

    /// The end of a till that stands so.
    public init(_ standing: FeedStanding) {
        self.standing = standing
    }

    /// Decides about a page.
    ///
    /// - Parameter isProven: Whether the hub's word for the page's version holds.
    /// - Returns: Whether it begins a filling: what was filled before goes.
    public mutating func take(_ page: FeedPage, isProven: Bool) throws(FeedFault) -> Bool {
        guard isProven else { throw .unproven }
        guard page.version.feed == standing.feed else { throw .unwanted }
        try check(page.version.number)
        guard page.base == 0 || page.base == standing.base?.number else { throw .otherBase }
        guard page.after.isEmpty || continues(page) else { throw .mixed }
        guard page.isWellFormed else { throw .malformed }
        standing.filling = FeedFilling(
            version: page.version,
            base: page.base,
            after: page.changes.last?.key ?? page.after,
            isWhole: page.isLast,
            seal: page.seal
        )
        return page.after.isEmpty
    }

    /// Nothing goes back; a version that is doubted may come again as it should have been, one that
    /// could not be read may not.
    private func check(_ number: Int64) throws(FeedFault) {
        let least = (standing.current?.number ?? 0) + (standing.isDoubted ? 0 : 1)
        guard number >= least, number > standing.unread, number > 0 else { throw .older }
    }

    private func continues(_ page: FeedPage) -> Bool {
        guard let filling = standing.filling, !filling.isWhole else { return false }
        return filling.version == page.version && filling.base == page.base
            && filling.after == page.after
    }

    /// Decides about a version of which all pages are there.
    ///
    /// - Parameters:
    ///   - digest: What its entries hash to, those that were not told of included.
    ///   - isReadable: Whether the program understands all of them.
    /// - Returns: The fault for which it goes; nil when it is the current one from now on.
    public mutating func finish(counted digest: Digest, isReadable: Bool) -> FeedFault? {
        guard let filling = standing.filling, filling.isWhole else { return .mixed }
        standing.filling = nil
        guard digest == filling.version.digest else {
            // What it was told against may be at fault as well, so next time all of it comes.
            standing.isDoubted = standing.isDoubted || filling.base > 0
            return .damaged
        }
        guard isReadable else {
            standing.unread = filling.version.number
            return .unreadable
        }
        standing.current = filling.version
        standing.seal = filling.seal
        standing.isDoubted = false
        standing.unread = 0
        return nil
    }

    /// Another program may run now: what the last one could not read is asked for once more.
    public mutating func start() {
        standing.unread = 0
    }

    /// What stands here was left by a program that could read more than this one.
    public mutating func passOver() {
        standing.unread = standing.current?.number ?? 0
    }

    /// What stands here has been looked at again, and is not what the hub signed.
    public mutating func doubt() {
        standing.isDoubted = standing.current != nil
        standing.filling = nil
    }
}
