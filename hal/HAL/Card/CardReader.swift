/// Reads cards: UnifiedPOS's MSR, or a reader that sends a plain number.
public protocol CardReader: Sendable {
    /// The next card.
    ///
    /// - Throws: `timeout` when nobody swiped by `deadline`; `failure` when the stripe was misread,
    ///   and then the cashier asks for the card again. No error holds what was read.
    func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe
}

/// What one swipe read: whose card it is, and how each track came through.
public struct CardSwipe: Hashable, Sendable {
    /// What may be known of the card.
    public let card: IdentifiedCard

    /// How each track was read; all absent for a card without a stripe.
    public let tracks: TrackReport

    /// A swipe of `card`.
    public init(card: IdentifiedCard, tracks: TrackReport = TrackReport()) {
        self.card = card
        self.tracks = tracks
    }
}

/// What leaves the reader of a card.
///
/// Only a member card has a number, and only `MemberCardRule` makes a `MemberCard`. So a bank
/// card's number has no way out: the type that a till gets has no room for it.
public enum IdentifiedCard: Hashable, Sendable {
    /// A card of the shop's own programme.
    case member(MemberCard)
    /// A payment card.
    case bank(CardToken, LastFour)
    /// Neither: another shop's card, a room key, the identifier of a contactless chip.
    case unknown(CardToken)

    /// The member card, if it is one.
    public var member: MemberCard? {
        guard case .member(let member) = self else { return nil }
        return member
    }
}

/// The last four digits of a bank card: what receipts may show (PCI DSS, requirement 3.4).
public struct LastFour: Hashable, Sendable {
    /// Four digits.
    public let text: String

    /// The last four of `digits`; nothing unless there are twelve or more and all are digits.
    public init?(of digits: Span<UInt8>) {
        guard digits.count >= 12, digits.areDigits else { return nil }
        let last = digits.extracting(last: 4)
        text = String(decoding: last.indices.map { last[$0] }, as: UTF8.self)
    }
}

extension LastFour: CustomStringConvertible {
    public var description: String { "…\(text)" }
}

extension Span<UInt8> {
    /// Whether all are ASCII digits; true of none at all.
    package var areDigits: Bool {
        indices.allSatisfy { (0x30...0x39).contains(self[$0]) }
    }
}
