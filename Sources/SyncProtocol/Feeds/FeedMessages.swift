public import Records

/// What a till asks of the hub about feeds: where it stands, and what comes next.
///
/// `POST /v1/feeds`, JSON. It asks and changes nothing, so it may be sent again at any time.
public struct FeedRequest: Hashable, Codable, Sendable {
    /// How far the till has come with one feed.
    public struct Held: Hashable, Codable, Sendable {
        /// The feed's name.
        public let feed: String
        /// The version that the till goes by, or a newer one that it cannot read; 0 for none, or
        /// none that it would build upon.
        public let number: Int64
        /// The digest of the version that it goes by; zero where it would build upon none.
        public let digest: Digest

        /// What is named.
        var version: FeedVersion { FeedVersion(feed: feed, number: number, digest: digest) }
    }

    /// A version that has come in part.
    public struct Place: Hashable, Codable, Sendable {
        /// The version.
        public let version: FeedVersion
        /// The version that it is told against; 0 for all of it.
        public let base: Int64
        /// The last key that is there.
        public let after: String
    }

    /// The most feeds in one request.
    public static let feedLimit = 16

    /// The device's number.
    public let device: DeviceID
    /// The epoch in which it is.
    public let epoch: UInt32
    /// The feeds that it wants, those first that matter most.
    public let held: [Held]
    /// What is to be gone on with; nil when nothing has come in part.
    public let place: Place?
    /// Whether the till has no key by which it could find members; nil for no.
    public let asksKey: Bool?
    /// The device's signature over all else.
    public let signature: String

    /// A request of a till that stands so with the feeds that it wants.
    ///
    /// - Parameter asksKey: Whether it has no key by which it could find members.
    public init(
        device: DeviceID,
        epoch: UInt32,
        standings: [FeedStanding],
        asksKey: Bool = false
    ) {
        self.device = device
        self.epoch = epoch
        held = standings.prefix(Self.feedLimit).map(\.held)
        place = standings.lazy.compactMap(\.filling).first { !$0.isWhole }.map { filling in
            Place(version: filling.version, base: filling.base, after: filling.after)
        }
        self.asksKey = asksKey ? true : nil
        signature = ""
    }
}

/// The next piece of a version, told against an older one or from nothing.
public struct FeedPage: Hashable, Codable, Sendable {
    /// The most changes in a page.
    public static let changeLimit = 512
    /// The most bytes of a page's changes as they are sent; one change fits always.
    public static let byteLimit = 49_152

    /// The version that it is a piece of.
    public let version: FeedVersion
    /// The version that it is told against; 0 for all of it.
    public let base: Int64
    /// The last key of the page before; empty for the first page.
    public let after: String
    /// What has changed, in order of key.
    public let changes: [FeedChange]
    /// Whether nothing comes after it.
    public let isLast: Bool
    /// The hub's word that this version is its own; empty where nobody signs.
    public let seal: String

    /// A page of these facts.
    public init(
        version: FeedVersion,
        base: Int64,
        after: String,
        changes: [FeedChange],
        isLast: Bool,
        seal: String
    ) {
        self.version = version
        self.base = base
        self.after = after
        self.changes = changes
        self.isLast = isLast
        self.seal = seal
    }

    /// Whether its changes go on in order behind those before, and say what they may.
    var isWellFormed: Bool {
        var last = after
        for change in changes {
            guard change.isWellFormed, change.key > last, base > 0 || change.entry != nil else {
                return false
            }
            last = change.key
        }
        return changes.count <= Self.changeLimit && (isLast || !changes.isEmpty)
    }
}

/// The hub's answer: the next page, or that there is nothing new.
public struct FeedAnswer: Hashable, Codable, Sendable {
    /// The next page; nil when the till has the newest version of all that it named.
    public let page: FeedPage?
    /// The key by which the till finds members, for a paired one that has asked for it.
    public let key: LookupKey?
    /// The hub's signature over all else.
    public let signature: String

    /// An answer without a signature.
    public init(_ page: FeedPage?, key: LookupKey? = nil) {
        self.page = page
        self.key = key
        signature = ""
    }
}
