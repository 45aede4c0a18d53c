/// The hub's end of feeds: what a till is told next.
///
/// A hub keeps the versions that it has published, as changes, for as long as `FeedMemory` says. It
/// goes on with a version that has come in part, even when there is a newer one by now: that one
/// then costs only what has changed. Otherwise it begins with the first feed of which there is
/// something new.
public struct FeedPlan: Hashable, Sendable {
    /// The version that is told.
    public let version: FeedVersion
    /// The version that it is told against; 0 for all of it.
    public let base: Int64
    /// The last key that the till has.
    public let after: String

    /// What comes next for the till that asks; nil when it has the newest of all.
    ///
    /// - Parameters:
    ///   - newest: The newest version of a feed.
    ///   - isKnown: Whether a version was published here and is remembered.
    public init?(
        _ request: FeedRequest,
        newest: (String) throws -> FeedVersion?,
        isKnown: (FeedVersion) throws -> Bool
    ) rethrows {
        let held = request.held.prefix(FeedRequest.feedLimit)
        if let place = request.place,
            let own = held.first(where: { $0.feed == place.version.feed }),
            try place.base == 0 || place.base == own.number && isKnown(own.version),
            try isKnown(place.version)
        {
            (version, base, after) = (place.version, place.base, place.after)
            return
        }
        for held in held {
            guard let newest = try newest(held.feed), newest.number > held.number else { continue }
            version = newest
            base = try held.number > 0 && isKnown(held.version) ? held.number : 0
            after = ""
            return
        }
        return nil
    }

    /// The next page.
    ///
    /// - Parameters:
    ///   - changes: What comes after `after`, in order of key, at most a page and one more.
    ///   - seal: The hub's word for the version.
    public func page(_ changes: [FeedChange], seal: String) -> FeedPage {
        var room = FeedPage.byteLimit
        let fitting = changes.prefix(FeedPage.changeLimit).prefix { change in
            room -= Message.encode(change).count + 1
            return room >= 0
        }
        // One change fits always: a value of control characters alone is no value.
        let taken = fitting.isEmpty ? changes.prefix(1) : fitting
        return FeedPage(
            version: version,
            base: base,
            after: after,
            changes: Array(taken),
            isLast: taken.count == changes.count,
            seal: seal
        )
    }
}
