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
        guard text.utf8.count == 36 else { return nil }
        var lanes = SIMD16<UInt8>(repeating: 0)
        var digits = 0
        for (index, byte) in text.utf8.enumerated() {
            if Self.isHyphen(index) {
                guard byte == 0x2D else { return nil }
            } else {
                guard let nibble = [UInt8].nibble(byte) else { return nil }
                lanes[digits / 2] |= digits.isMultiple(of: 2) ? nibble << 4 : nibble
                digits += 1
            }
        }
        self.lanes = lanes
    }

    /// Whether a hyphen stands at `index` in UUID notation.
    private static func isHyphen(_ index: Int) -> Bool {
        index == 8 || index == 13 || index == 18 || index == 23
    }

    /// The 16 bytes, in order.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: lanes) { Array($0) }
    }
}

extension OperationID: CustomStringConvertible {
    /// UUID notation: `0190163d-8694-739b-aea5-966c26f8ad91`.
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { text in
            var end = 0
            for index in lanes.indices {
                if Self.isHyphen(end) {
                    text[end] = 0x2D
                    end += 1
                }
                text[end] = [UInt8].digit(lanes[index] >> 4)
                text[end + 1] = [UInt8].digit(lanes[index] & 15)
                end += 2
            }
            return end
        }
    }
}
