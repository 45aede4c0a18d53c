public import Retail

/// A member's card in the feed `members`: its key is what a scanner or a reader takes off the card.
///
/// The value is JSON: `member`, the member's number.
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
    public init?(_ entry: FeedEntry) {
        guard let value = Message.decode(Value.self, Array(entry.value.utf8)) else { return nil }
        self.init(card: entry.key, member: MemberID(value.member))
    }

    /// The entry as a feed has it.
    public var entry: FeedEntry {
        let text = String(decoding: Message.encode(Value(member: member.number)), as: UTF8.self)
        return FeedEntry(key: card, value: text)
    }
}
