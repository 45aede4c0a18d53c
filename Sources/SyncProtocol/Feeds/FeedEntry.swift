/// One thing that a feed says: a product, a card.
///
/// A till finds it under its key, or under its alias as a product under its barcode. What the value
/// says is the business of the feed's kind.
public struct FeedEntry: Hashable, Sendable {
    /// The most bytes of a key or an alias.
    public static let nameLimit = 64
    /// The most bytes of a value.
    public static let valueLimit = 16_384

    /// What it is called in its feed: printing ASCII without blanks.
    public let key: String
    /// Another name under which it is found, of the same form; several may share one.
    public let alias: String?
    /// What is said, JSON on one line.
    public let value: String

    /// An entry of these facts.
    public init(key: String, alias: String? = nil, value: String) {
        self.key = key
        self.alias = alias
        self.value = value
    }

    /// Whether it keeps its form.
    public var isWellFormed: Bool {
        Self.isName(key) && alias.map(Self.isName) ?? true
            && (1...Self.valueLimit).contains(value.utf8.count)
            && value.utf8.allSatisfy { $0 >= 0x20 }
    }

    /// Whether `text` may be a key or an alias: its bytes then have one order everywhere.
    static func isName(_ text: String) -> Bool {
        (1...nameLimit).contains(text.utf8.count) && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }
}

/// What has become of one key between two versions of a feed.
public struct FeedChange: Hashable, Codable, Sendable {
    /// The key.
    public let key: String
    /// The entry's alias; nil when it has none, or is gone.
    public let alias: String?
    /// The entry's value; nil when it is gone.
    public let value: String?

    private init(key: String, alias: String?, value: String?) {
        self.key = key
        self.alias = alias
        self.value = value
    }

    /// `entry` is there, in the place of any other under its key.
    public init(_ entry: FeedEntry) {
        self.init(key: entry.key, alias: entry.alias, value: entry.value)
    }

    /// Nothing is there under `key` any more.
    public init(removing key: String) {
        self.init(key: key, alias: nil, value: nil)
    }

    /// What is there now; nil when it is gone.
    public var entry: FeedEntry? { value.map { FeedEntry(key: key, alias: alias, value: $0) } }

    /// Whether it keeps its form.
    var isWellFormed: Bool {
        entry?.isWellFormed ?? (FeedEntry.isName(key) && alias == nil)
    }
}
