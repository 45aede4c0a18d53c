/// How one character stands on a serial line: `8N1`, `7E1`, as manuals write it.
public struct SerialFormat: Hashable, Sendable {
    /// What the bit after the data bits says.
    public enum Parity: Character, Hashable, Sendable, CaseIterable {
        case none = "N"
        case even = "E"
        case odd = "O"
        /// Always 1.
        case mark = "M"
        /// Always 0.
        case space = "S"
    }

    /// 7 or 8.
    public let dataBits: Int
    public let parity: Parity
    /// 1 or 2.
    public let stopBits: Int

    /// Eight data bits, no parity, one stop bit: what most devices leave the factory with.
    public static let standard = SerialFormat(dataBits: 8, parity: .none, stopBits: 1)

    /// A format of 7 or 8 data bits and 1 or 2 stop bits.
    public init(dataBits: Int, parity: Parity, stopBits: Int) {
        precondition((7...8).contains(dataBits), "a character has 7 or 8 data bits")
        precondition((1...2).contains(stopBits), "a character has 1 or 2 stop bits")
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
    }

    /// Every bit that passes for one character: start, data, parity, stop.
    public var bitsPerCharacter: Int {
        1 + dataBits + (parity == .none ? 0 : 1) + stopBits
    }

    /// The bits of a byte that pass; at 7 data bits the highest is lost.
    public var mask: UInt8 { dataBits == 7 ? 0x7F : 0xFF }
}

extension SerialFormat: LosslessStringConvertible {
    /// Reads `8N1` and its like; nothing when the text is no format.
    public init?(_ description: String) {
        let letters = Array(description)
        guard letters.count == 3,
            let dataBits = letters[0].wholeNumberValue, (7...8).contains(dataBits),
            let parity = Parity(rawValue: letters[1]),
            let stopBits = letters[2].wholeNumberValue, (1...2).contains(stopBits)
        else { return nil }
        self.init(dataBits: dataBits, parity: parity, stopBits: stopBits)
    }

    public var description: String { "\(dataBits)\(parity.rawValue)\(stopBits)" }
}

extension SerialFormat: Codable {
    /// Reads the text form.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let format = SerialFormat(text) else {
            let reason = "`\(text)` is no format; one is 8N1: 7 or 8, N E O M or S, 1 or 2"
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: reason)
            )
        }
        self = format
    }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
