public import Retail

/// A member's card as the feed `members` had it before decision 38: its key is the card's number.
///
/// A till goes by a version of these until one of `MemberEntry` has come whole; a hub publishes
/// none any more. The value is JSON: `member`, the member's number.
public struct CardEntry: Hashable, Sendable {
    /// The number on the card.
    public let card: String
    /// Whose it is.
    public let member: MemberID

    private struct Value: Codable {
        let member: Int64
    }

    /// The card `card` of `member`.
    public init(card: String, member: MemberID) {
        self.card = card
        self.member = member
    }

    /// Reads an entry; nil when it is none of a card.
    ///
    /// A tag is none: whoever has read one in a stolen file could show it on a screen as a code.
    public init?(_ entry: FeedEntry) {
        guard !MemberEntry.isTag(entry.key),
            let value = Message.decode(Value.self, Array(entry.value.utf8))
        else { return nil }
        self.init(card: entry.key, member: MemberID(value.member))
    }

    /// The entry as a feed has it.
    public var entry: FeedEntry {
        let text = String(decoding: Message.encode(Value(member: member.number)), as: UTF8.self)
        return FeedEntry(key: card, value: text)
    }
}
