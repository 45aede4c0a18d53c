public import SyncProtocol

/// What can be asked of a store about the feeds that it has published.
public protocol FeedReading {
    /// The newest version of a feed; nil for one that was never published.
    func newestFeed(_ feed: String) throws -> FeedVersion?
    /// Version `number` of a feed.
    func feed(_ feed: String, number: Int64) throws -> FeedVersion?
    /// Every version of every feed, in order of name and number.
    func feeds() throws -> [FeedVersion]
    /// What has changed of `version`'s feed since version `base`, or all of it when that is 0: the
    /// changes after `key` in order of key, at most `limit`.
    func changes(
        of version: FeedVersion,
        since base: Int64,
        after key: String,
        limit: Int
    ) throws -> [FeedChange]
}

/// What can be changed about feeds: a further version is published, and old ones are forgotten.
///
/// The newest is never taken back but with all the others of its feed.
public protocol FeedPublishing: FeedReading {
    /// Keeps a version above all others of its feed; it differs from the one before by `changes`.
    func publish(_ version: FeedVersion, _ changes: [FeedChange]) throws
    /// Forgets the versions of `feed` before `number`, which is one of them, and at most `limit`
    /// entries that none of the others has.
    ///
    /// - Returns: How many entries are gone; fewer than `limit` when no more are left.
    func forget(_ feed: String, before number: Int64, limit: Int) throws -> Int
    /// Forgets every version of a feed with all that it ever said.
    func forget(feed: String) throws
}

extension FeedReading {
    /// How many changes are read at a time where nobody sends them.
    static var feedStep: Int { 4096 }

    /// Hands over what has changed since `base` in order of key, a part at a time.
    func eachChange(
        of version: FeedVersion,
        since base: Int64,
        _ take: ([FeedChange]) throws -> Void
    ) throws {
        var last = ""
        while true {
            let changes = try changes(of: version, since: base, after: last, limit: Self.feedStep)
            guard let end = changes.last else { return }
            try take(changes)
            last = end.key
        }
    }
}
