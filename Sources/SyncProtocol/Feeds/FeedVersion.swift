public import Records

/// One state of a feed: what a hub has published under a name, and when.
public struct FeedVersion: Hashable, Codable, Sendable {
    /// The feed's name.
    public let feed: String
    /// Its number, above all before it.
    ///
    /// It is the milliseconds since 1970 where the hub's clock goes forward, so a hub that came
    /// back from a backup publishes above what it has forgotten.
    public let number: Int64
    /// What all of its entries hash to.
    public let digest: Digest

    /// Version `number` of `feed`.
    public init(feed: String, number: Int64, digest: Digest) {
        self.feed = feed
        self.number = number
        self.digest = digest
    }
}

/// The digest of a feed's entries, taken one after the other in order of key.
///
/// It is a chain, so whoever counts it keeps 32 bytes and may pause after any entry:
/// `next = H("PJ1-feed-entry" | last | key | alias | value)`, each text behind its length as u32,
/// no alias as an empty one; it begins with 32 zero bytes.
public struct FeedDigest: Hashable, Sendable {
    /// The digest of what was taken.
    public private(set) var digest = Digest.zero

    /// The digest of no entries.
    public init() {}

    /// The digest of `entries`, which are in order of key.
    public static func of(_ entries: some Sequence<FeedEntry>) -> Digest {
        var digest = FeedDigest()
        for entry in entries { digest.take(entry) }
        return digest.digest
    }

    /// Takes the next entry.
    public mutating func take(_ entry: FeedEntry) {
        var text = Array("PJ1-feed-entry".utf8) + digest.bytes
        for part in [entry.key, entry.alias ?? "", entry.value] {
            text.append(bigEndian: UInt32(part.utf8.count))
            text += part.utf8
        }
        digest = .of(text)
    }
}
