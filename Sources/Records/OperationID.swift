/// The permanent name of one thing that somebody meant to do: a sale, a scan, a void.
///
/// It is made once, committed with the intent, and unique at the hub for ever, so however often a
/// record travels it has its effect once. The layout is that of UUID version 7 (RFC 9562): 48 bits
/// of milliseconds, then chance, so identifiers sort roughly by the time they were made.
public struct OperationID: Hashable, Sendable {
    /// The length in bytes.
    public static let byteCount = 16

    private let lanes: SIMD16<UInt8>

    /// The identifier for something meant at `milliseconds` since 1970, told apart by `chance`.
    ///
    /// - Parameter chance: 128 random bits, of which 74 are used.
    public init(milliseconds: Int64, chance: (UInt64, UInt64)) {
        let time = UInt64(bitPattern: milliseconds) & 0xFFFF_FFFF_FFFF
        let high = time << 16 | 0x7000 | chance.0 & 0x0FFF
        let low = 0x8000_0000_0000_0000 | chance.1 & 0x3FFF_FFFF_FFFF_FFFF
        var lanes = SIMD16<UInt8>(repeating: 0)
        for index in 0..<8 {
            lanes[index] = UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64(index)))
            lanes[index + 8] = UInt8(truncatingIfNeeded: low >> (56 - 8 * UInt64(index)))
        }
        self.lanes = lanes
    }

    /// The identifier made of exactly these 16 bytes; nil for any other length.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        lanes = SIMD16(bytes)
    }

    /// The identifier in UUID notation; nil for any other text.
    public init?(_ text: String) {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12],
            let bytes = [UInt8](hexadecimal: groups.joined())
        else { return nil }
        self.init(bytes)
    }

    /// The 16 bytes, in order.
    public var bytes: [UInt8] {
        lanes.indices.map { lanes[$0] }
    }
}

extension OperationID: CustomStringConvertible {
    /// UUID notation: `0190163d-8694-739b-aea5-966c26f8ad91`.
    public var description: String {
        let digits = Array(bytes.hexadecimal)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
            .map { String(digits[$0]) }
            .joined(separator: "-")
    }
}

extension OperationID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = OperationID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "an operation id is written as a UUID"
            )
        }
        self = identifier
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
