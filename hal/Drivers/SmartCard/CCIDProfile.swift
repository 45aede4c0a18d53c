/// What a CCID reader can do, as its class descriptor says (CCID 1.1, 5.1), as data.
public struct CCIDProfile: Hashable, Sendable {
    /// Who speaks the card's protocol: bits 16 to 18 of `dwFeatures`.
    public enum Exchange: String, Codable, Sendable, CaseIterable {
        /// The host, to the last procedure byte of T=0; the reader passes characters on.
        case character
        /// The host: it sends blocks of T=1 or commands of T=0, and the reader passes them on.
        case tpdu
        /// The reader: it takes commands of the short form.
        case shortAPDU = "short-apdu"
        /// The reader: it takes commands of either form, in several messages where one is short.
        case extendedAPDU = "extended-apdu"
    }

    public let name: String
    public let exchange: Exchange
    /// The longest message, header and all: `dwMaxCCIDMessageLength`.
    public let longestMessage: Int
    /// What to try for `bPowerSelect`, in this order; 0 leaves it to the reader.
    public let voltages: [UInt8]
    /// Whether cards have no contacts, so that the reader itself answers commands of class FF.
    public let isContactless: Bool

    /// A reader of one slot.
    public init(
        name: String,
        exchange: Exchange,
        longestMessage: Int = 271,
        voltages: [UInt8] = [0],
        isContactless: Bool = false
    ) {
        self.name = name
        self.exchange = exchange
        self.longestMessage = longestMessage
        self.voltages = voltages
        self.isContactless = isContactless
    }

    /// ACS ACR122U (072F:2200), contactless: `dwFeatures` 00020040h, T=1 only, 271 bytes at most.
    public static let acr122u = CCIDProfile(
        name: "acr122u",
        exchange: .shortAPDU,
        isContactless: true
    )

    /// Contact readers that take short APDUs and choose the voltage themselves.
    public static let generic = CCIDProfile(name: "generic", exchange: .shortAPDU)

    /// Contact readers that only pass blocks on; 1.8 V first, which harms no card (class C, B, A).
    public static let genericTPDU = CCIDProfile(
        name: "generic-tpdu",
        exchange: .tpdu,
        voltages: [3, 2, 1]
    )

    /// Contact readers that take extended APDUs too, and choose the voltage themselves.
    public static let genericExtended = CCIDProfile(
        name: "generic-extended",
        exchange: .extendedAPDU
    )

    /// Contact readers of nothing but characters, for cards of T=0; 1.8 V first.
    public static let genericCharacter = CCIDProfile(
        name: "generic-character",
        exchange: .character,
        voltages: [3, 2, 1]
    )

    /// The profiles that a board may name.
    public static let all = [acr122u, generic, genericTPDU, genericExtended, genericCharacter]
}
