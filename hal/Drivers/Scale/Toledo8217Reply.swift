/// What a scale of the Toledo 8217 protocol answers; pure, for bytes from outside.
///
/// | Bytes              | Meaning                                                        |
/// |--------------------|----------------------------------------------------------------|
/// | `02 WW.WWW 0D`     | the weight, at rest; places in front may be spaces             |
/// | `02 WW.WWW N 0D`   | the same, net                                                  |
/// | `02 3F s 0D`       | no weight, and why                                             |
/// | `02 45 0D`         | a command was taken                                            |
///
/// Source: the PSC 8500 and DIVA manuals, p. 39-45.
public enum Toledo8217Reply: Hashable, Sendable {
    /// Thousandths of the scale's unit, at rest.
    case weight(thousandths: Int, isNet: Bool)
    /// No weight, and why.
    case status(Toledo8217Status)
    /// The letter of a command that was taken.
    case taken(UInt8)

    /// More bytes than a reply has between STX and CR.
    public static let longest = 10

    /// Reads a reply without STX, CR and parity bits; nothing when it is none.
    public init?(_ body: [UInt8]) {
        if body.count == 2, body[0] == UInt8(ascii: "?") {
            self = .status(Toledo8217Status(rawValue: body[1] & 0x7F))
        } else if body.count == 1, (0x41...0x5A).contains(body[0]) {
            self = .taken(body[0])
        } else if let weight = Self.weight(in: body) {
            self = weight
        } else {
            return nil
        }
    }

    /// Spaces, one to three digits, a point, two or three digits, and `N` when it is net.
    private static func weight(in body: [UInt8]) -> Toledo8217Reply? {
        guard body.count <= longest else { return nil }
        var digits = body.drop { $0 == 0x20 }
        let isNet = digits.last == UInt8(ascii: "N")
        if isNet { digits = digits.dropLast() }
        if isNet, digits.last == 0x20 { digits = digits.dropLast() }
        let halves = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard halves.count == 2, (1...3).contains(halves[0].count),
            (2...3).contains(halves[1].count),
            let amount = Int(String(decoding: halves.joined(), as: UTF8.self)),
            halves.joined().allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        // A scale in pounds may show hundredths.
        return .weight(thousandths: halves[1].count == 2 ? amount * 10 : amount, isNet: isNet)
    }
}

/// The byte `s` of a reply without weight.
///
/// Bit 6 is 1 in every such byte by the DIVA manual, and means "bad command" by other readings of
/// the protocol; so nothing here depends on it, and a byte that gives no reason is no answer.
public struct Toledo8217Status: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The plate moves.
    public static let motion = Toledo8217Status(rawValue: 1 << 0)
    /// More than the scale's capacity.
    public static let overCapacity = Toledo8217Status(rawValue: 1 << 1)
    /// Less than zero.
    public static let underZero = Toledo8217Status(rawValue: 1 << 2)
    /// Too far from zero to capture it.
    public static let outsideZeroRange = Toledo8217Status(rawValue: 1 << 3)
    /// Exactly at zero.
    public static let centreOfZero = Toledo8217Status(rawValue: 1 << 4)
    /// A tare is taken.
    public static let net = Toledo8217Status(rawValue: 1 << 5)
    /// Always set, or a bad command, as the maker likes.
    public static let fixed = Toledo8217Status(rawValue: 1 << 6)
}
