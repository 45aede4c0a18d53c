public import Drivers
import HAL

/// The drivers of card readers.
public enum CardReaderDriver: String, Codable, Sendable, CaseIterable {
    case serialCardReader = "serial-card-reader"
    case magtekCardReader = "magtek-card-reader"
    case wedgeCardReader = "wedge-card-reader"
}

/// The drivers of chip card readers.
public enum SmartCardReaderDriver: String, Codable, Sendable, CaseIterable {
    case ccidReader = "ccid-reader"
}

/// The chip card readers that a board may name; `CCIDProfile` says what each can do.
public enum SmartCardReaderModel: String, Codable, Sendable, CaseIterable {
    case acr122u
    case generic
    case genericTPDU = "generic-tpdu"
    case genericExtended = "generic-extended"
    case genericCharacter = "generic-character"

    /// What the reader can do.
    public var profile: CCIDProfile {
        switch self {
        case .acr122u: .acr122u
        case .generic: .generic
        case .genericTPDU: .genericTPDU
        case .genericExtended: .genericExtended
        case .genericCharacter: .genericCharacter
        }
    }
}

/// One line of the list of member cards: numbers that begin alike.
public struct MemberCardEntry: Decodable, Equatable, Sendable {
    /// The first digits; quoted, so that YAML leaves them digits.
    public let prefix: String
    /// How many digits the whole number may have.
    public let lengths: [Int]
}

/// The magnetic stripe reader, or one that sends plain numbers.
public struct CardReaderEntry: Decodable, Equatable, Sendable {
    public let driver: CardReaderDriver
    public let channel: ChannelSpec
    /// The shop's own cards; every other number leaves the reader as a token.
    public let memberCards: [MemberCardEntry]?
    /// For a reader that types: the longest pause inside a card; 50 when the file does not say.
    public let keyGapMilliseconds: Int?
    /// How long a member may take to swipe.
    public let timeoutMilliseconds: Int

    private enum CodingKeys: String, CodingKey {
        case driver
        case channel
        case memberCards = "member-cards"
        case keyGapMilliseconds = "key-gap-ms"
        case timeoutMilliseconds = "timeout-ms"
    }
}

/// The chip card reader, with contacts or without.
public struct SmartCardReaderEntry: Decodable, Equatable, Sendable {
    public let driver: SmartCardReaderDriver
    public let channel: ChannelSpec
    public let model: SmartCardReaderModel
    public let memberCards: [MemberCardEntry]?
    /// Where a member's card keeps its number; without it cards are known by their UID.
    public let memberApplet: MemberAppletEntry?
    /// How long a member may take to present a card.
    public let timeoutMilliseconds: Int

    private enum CodingKeys: String, CodingKey {
        case driver
        case channel
        case model
        case memberCards = "member-cards"
        case memberApplet = "member-applet"
        case timeoutMilliseconds = "timeout-ms"
    }
}

/// The application on a member's chip card.
public struct MemberAppletEntry: Decodable, Equatable, Sendable {
    /// The application's name in hexadecimal, 5 to 16 bytes.
    public let aid: String
    /// The short identifier of the file that holds the number, 1 to 30.
    public let file: Int
}

extension Board {
    /// The rule that a list of member cards makes; `shortNumbers` when the board has none.
    static func rule(_ entries: [MemberCardEntry]?) -> MemberCardRule {
        guard let entries else { return .shortNumbers }
        return MemberCardRule(entries.map(range))
    }

    /// What is wrong with a list of member cards, and with which key.
    static func problem(_ entries: [MemberCardEntry]?) -> (key: String, message: String)? {
        guard let entries else { return nil }
        if entries.isEmpty { return ("member-cards", "a list of no cards lets no member in") }
        let problem = entries.lazy.compactMap { range($0).problem }.first
        return problem.map { ("member-cards", $0) }
    }

    /// What is wrong with a member application.
    static func problem(_ entry: MemberAppletEntry?) -> (key: String, message: String)? {
        guard let entry else { return nil }
        if ApplicationID(hexadecimal: entry.aid) == nil {
            return ("member-applet.aid", "an AID is 5 to 16 bytes in hexadecimal")
        }
        return (1...30).contains(entry.file)
            ? nil : ("member-applet.file", "a short file identifier is 1 to 30")
    }

    /// The member application as its driver wants it.
    static func applet(_ entry: MemberAppletEntry?) -> MemberCardTap.Applet? {
        guard let entry, let application = ApplicationID(hexadecimal: entry.aid) else { return nil }
        return MemberCardTap.Applet(application: application, file: UInt8(entry.file))
    }

    private static func range(_ entry: MemberCardEntry) -> MemberCardRule.Range {
        MemberCardRule.Range(prefix: entry.prefix, lengths: Set(entry.lengths))
    }
}
