/// What a bench sends: bytes that are hard on a line, each in its own way.
public enum LinePattern: String, Codable, Sendable, CaseIterable {
    /// All 00h: the longest low time, one transition less and the clock slips.
    case zeros
    /// All FFh: hardly any transition.
    case ones
    /// 55h, a square wave: the most transitions.
    case alternating = "55"
    /// AAh, the same the other way about.
    case inverted = "aa"
    /// One set bit that walks: finds a data bit that is stuck.
    case walking
    /// Pseudo-random bits, PRBS15 (ITU-T O.150, x^15 + x^14 + 1).
    case random = "prbs15"
    /// Every byte there is: finds one that somebody takes for a command.
    case everyByte = "every-byte"

    /// So many bytes of the pattern, within the bits of `mask`.
    public func bytes(_ count: Int, mask: UInt8 = 0xFF) -> [UInt8] {
        var register: UInt16 = 0x7FFF
        return (0..<count).map { index in
            let byte: UInt8 =
                switch self {
                case .zeros: 0x00
                case .ones: 0xFF
                case .alternating: 0x55
                case .inverted: 0xAA
                case .walking: 1 << UInt8(index & 7)
                case .random: Self.nextByte(&register)
                case .everyByte: UInt8(truncatingIfNeeded: index)
                }
            return byte & mask
        }
    }

    private static func nextByte(_ register: inout UInt16) -> UInt8 {
        var byte: UInt8 = 0
        for _ in 0..<8 {
            let bit = (register >> 14 ^ register >> 13) & 1
            register = (register << 1 | bit) & 0x7FFF
            byte = byte << 1 | UInt8(bit)
        }
        return byte
    }
}
