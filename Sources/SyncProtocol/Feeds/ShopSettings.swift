/// What a hub decides for the tills of a shop besides what they sell and what it earns.
///
/// Whoever runs the shop writes it as a file, and the feed `configuration` has an entry for each
/// setting that the file names. What it does not name is each till's own affair.
public struct ShopSettings: Hashable, Codable, Sendable {
    /// The settings that there are, by their names in file and feed.
    public enum Name: String, CaseIterable, Sendable, CodingKey {
        /// The name over every receipt, and on a display while nobody buys.
        case shopName = "shop-name"
        /// The lines below every receipt, in the place of the thanks.
        case receiptFooter = "receipt-footer"
    }

    /// One setting that no till can go by.
    public struct Fault: Hashable, Sendable {
        /// Which one.
        public let name: Name
        /// What is wrong with it.
        public let what: String
        /// What to write instead.
        public let fix: String
    }

    /// The most characters in a line.
    public static let lineLimit = 96
    /// The most lines below a receipt.
    public static let footerLimit = 8

    /// The name over every receipt; nil for what each till was started with.
    public var shopName: String?
    /// The lines below every receipt; nil for the thanks.
    public var receiptFooter: [String]?

    private typealias CodingKeys = Name

    /// Settings of these values; by itself the hub decides nothing.
    public init(shopName: String? = nil, receiptFooter: [String]? = nil) {
        self.shopName = shopName
        self.receiptFooter = receiptFooter
    }

    /// All that is wrong.
    public var faults: [Fault] {
        var faults: [Fault] = []
        if let shopName, shopName.isEmpty || !Self.isLine(shopName) {
            faults.append(
                Fault(
                    name: .shopName,
                    what: "is empty, too long, or has characters for control",
                    fix: "write 1 to \(Self.lineLimit) characters on one line"
                )
            )
        }
        if let receiptFooter,
            receiptFooter.count > Self.footerLimit || !receiptFooter.allSatisfy(Self.isLine)
        {
            faults.append(
                Fault(
                    name: .receiptFooter,
                    what: "has too many lines, one that is too long, or characters for control",
                    fix: "write a list of at most \(Self.footerLimit) lines of at most "
                        + "\(Self.lineLimit) characters, [] for none"
                )
            )
        }
        return faults
    }

    private static func isLine(_ text: String) -> Bool {
        text.unicodeScalars.count <= lineLimit
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

/// The settings as a feed has them: the value is JSON, `{"is": …}`.
extension ShopSettings {
    private struct Value<Setting: Codable>: Codable {
        let `is`: Setting
    }

    private static func entry(_ name: Name, _ setting: some Codable) -> FeedEntry {
        let value = Message.encode(Value(is: setting))
        return FeedEntry(key: name.rawValue, value: String(decoding: value, as: UTF8.self))
    }

    /// An entry for each setting that is decided.
    public var entries: [FeedEntry] {
        [
            shopName.map { Self.entry(.shopName, $0) },
            receiptFooter.map { Self.entry(.receiptFooter, $0) },
        ].compactMap(\.self)
    }

    /// What `entries` decide; settings of a later program are passed over.
    public init(_ entries: [FeedEntry]) {
        self.init()
        for entry in entries { take(entry) }
    }

    /// Whether an entry is none of this program's settings: a later one's.
    public static func isUnknown(_ entry: FeedEntry) -> Bool { Name(rawValue: entry.key) == nil }

    /// Whether a till can go by `entry`, or without it.
    static func canRead(_ entry: FeedEntry) -> Bool {
        if isUnknown(entry) { return true }
        var settings = ShopSettings()
        return settings.take(entry) && settings.faults.isEmpty
    }

    /// Takes one setting; false for one that is none or cannot be read.
    @discardableResult
    private mutating func take(_ entry: FeedEntry) -> Bool {
        func setting<Setting: Codable>() -> Setting? {
            Message.decode(Value<Setting>.self, Array(entry.value.utf8))?.is
        }
        switch Name(rawValue: entry.key) {
        case .shopName:
            shopName = setting()
            return shopName != nil
        case .receiptFooter:
            receiptFooter = setting()
            return receiptFooter != nil
        case nil: return false
        }
    }
}
