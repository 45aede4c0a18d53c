public import Records
public import Retail

/// What a member is found by: the number of a card, or of a phone.
///
/// It is shown masked wherever it is printed.
public enum MemberMark: Hashable, Sendable {
    /// What a scanner or a reader takes off a card.
    case card(String)
    /// What the customer says.
    case phone(PhoneNumber)

    /// What stands for it in a feed: 64 lower-case hexadecimal digits.
    ///
    /// `HMAC-SHA256(key, "PJ1-lookup" | kind u8 | text)`: kind 1 and a card's number as the reader
    /// gives it, kind 2 and a phone number in E.164.
    public func tag(by key: LookupKey) -> String {
        let (kind, text): (UInt8, String) =
            switch self {
            case .card(let number): (1, number)
            case .phone(let number): (2, number.international)
            }
        return key.code(of: Array("PJ1-lookup".utf8) + [kind] + Array(text.utf8)).description
    }
}

extension MemberMark: CustomStringConvertible, CustomReflectable {
    /// `138****8000`, or a card's last four digits.
    public var description: String {
        switch self {
        case .card(let number): "****" + (number.count > 7 ? number.suffix(4) : "")
        case .phone(let number): number.masked
        }
    }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A member in the feed `members`: its key is the tag of a card or a phone number.
///
/// The value is JSON: `member`, the member's number. The feed names no number by which anybody
/// could be called or a card be made.
public struct MemberEntry: Hashable, Sendable {
    /// What a mark hashes to.
    public let tag: String
    /// Whose it is.
    public let member: MemberID

    fileprivate struct Value: Codable {
        let member: Int64
    }

    /// The entry by which `member` is found under `mark`.
    public init(_ mark: MemberMark, of member: MemberID, by key: LookupKey) {
        tag = mark.tag(by: key)
        self.member = member
    }

    /// Reads an entry; nil when it is none of a member.
    public init?(_ entry: FeedEntry) {
        guard Self.isTag(entry.key), entry.alias == nil,
            let value = Message.decode(Value.self, Array(entry.value.utf8))
        else { return nil }
        tag = entry.key
        member = MemberID(value.member)
    }

    /// The entry as a feed has it.
    public var entry: FeedEntry {
        let text = String(decoding: Message.encode(Value(member: member.number)), as: UTF8.self)
        return FeedEntry(key: tag, value: text)
    }

    /// Whether `text` has the form of a tag.
    public static func isTag(_ text: String) -> Bool {
        text.utf8.count == 2 * Digest.byteCount
            && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
    }
}
