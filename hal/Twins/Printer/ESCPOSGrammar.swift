/// How long each ESC/POS command is: the manual's format lines as a table.
enum ESCPOSGrammar {
    /// What follows a command's two-byte name.
    enum Rule {
        /// That many bytes.
        case fixed(Int)
        /// Two length bytes pL pH at the start, then as many bytes.
        case counted
        /// Everything up to a NUL.
        case upToNul
        /// As many bytes as the first ones say.
        case computed(@Sendable (ArraySlice<UInt8>) -> Int?)

        /// How many bytes follow the name, or nothing while that cannot be told.
        func parameterCount(_ bytes: ArraySlice<UInt8>) -> Int? {
            let bytes = Array(bytes.prefix(256))[...]
            switch self {
            case .fixed(let count):
                return count
            case .counted:
                return bytes.count < 3 ? nil : 3 + Int(bytes[1]) + Int(bytes[2]) << 8
            case .upToNul:
                return bytes.firstIndex(of: 0).map { $0 + 1 } ?? (bytes.count < 256 ? nil : 256)
            case .computed(let count):
                return count(bytes)
            }
        }
    }

    static func rule(for name: [UInt8]) -> Rule? {
        rules[Int(name[0]) << 8 | Int(name[1])]
    }

    // swift-format-ignore
    private static let rules: [Int: Rule] = [
        // Real time: answered on receipt, skipped in the stream.
        0x1004: .fixed(1), 0x1005: .fixed(1),
        0x1014: .computed { $0.first.map { [1: 3, 2: 3, 7: 2, 8: 8][$0] ?? 1 } },
        // ESC @ ! $ % & * - 2 3 = D E G J L M R S T V W \ a c d i m p t { SP
        0x1B40: .fixed(0), 0x1B21: .fixed(1), 0x1B24: .fixed(2), 0x1B25: .fixed(1),
        0x1B26: .computed(ownLetters),
        0x1B2A: .computed(bitImage), 0x1B2D: .fixed(1), 0x1B32: .fixed(0), 0x1B33: .fixed(1),
        0x1B3D: .fixed(1), 0x1B44: .upToNul, 0x1B45: .fixed(1), 0x1B47: .fixed(1),
        0x1B4A: .fixed(1), 0x1B4C: .fixed(0), 0x1B4D: .fixed(1), 0x1B52: .fixed(1),
        0x1B53: .fixed(0), 0x1B54: .fixed(1), 0x1B56: .fixed(1), 0x1B57: .fixed(8),
        0x1B5C: .fixed(2), 0x1B61: .fixed(1), 0x1B63: .fixed(2), 0x1B64: .fixed(1),
        0x1B69: .fixed(0), 0x1B6D: .fixed(0), 0x1B70: .fixed(3), 0x1B74: .fixed(1),
        0x1B7B: .fixed(1), 0x1B20: .fixed(1),
        // FS & . ! - 2 C S W ( ? p q
        0x1C26: .fixed(0), 0x1C2E: .fixed(0), 0x1C21: .fixed(1), 0x1C2D: .fixed(1),
        0x1C32: .fixed(74), 0x1C43: .fixed(1), 0x1C53: .fixed(2), 0x1C57: .fixed(1),
        0x1C28: .counted, 0x1C3F: .fixed(2), 0x1C70: .fixed(2), 0x1C71: .computed(storedImages),
        // GS ! ( 8 B H I L P V W a f h k r v w
        0x1D21: .fixed(1), 0x1D28: .counted, 0x1D38: .computed(longCounted),
        0x1D42: .fixed(1), 0x1D48: .fixed(1), 0x1D49: .fixed(1), 0x1D4C: .fixed(2),
        0x1D50: .fixed(2), 0x1D56: .computed { $0.first.map { $0 >= 65 ? 2 : 1 } },
        0x1D57: .fixed(2), 0x1D61: .fixed(1), 0x1D66: .fixed(1), 0x1D68: .fixed(1),
        0x1D6B: .computed(barcode), 0x1D72: .fixed(1), 0x1D76: .computed(raster),
        0x1D77: .fixed(1),
    ]

    /// `ESC * m nL nH`: columns of 1 byte, or of 3 for m = 32 and 33.
    @Sendable private static func bitImage(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 3 else { return nil }
        return 3 + (Int(bytes[1]) + Int(bytes[2]) << 8) * (bytes[0] >= 32 ? 3 : 1)
    }

    /// `ESC & y c1 c2 [x d1...d(y x)]`: each character says how wide it is.
    @Sendable private static func ownLetters(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 3 else { return nil }
        guard bytes[1] <= bytes[2] else { return 3 }
        var count = 3
        for _ in bytes[1]...bytes[2] {
            guard count < bytes.count else { return bytes.count < 256 ? nil : 256 }
            count += 1 + Int(bytes[0]) * Int(bytes[count])
        }
        return count
    }

    /// `FS q n [xL xH yL yH d1...dk]`: pictures for the flash memory; only the first is measured.
    @Sendable private static func storedImages(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 5 else { return nil }
        let across = Int(bytes[1]) + Int(bytes[2]) << 8
        return 5 + across * (Int(bytes[3]) + Int(bytes[4]) << 8) * 8
    }

    /// `GS 8 L p1 p2 p3 p4`.
    @Sendable private static func longCounted(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 5 else { return nil }
        return 5 + bytes[1..<5].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// `GS k m`: up to NUL for m of 0 to 6, counted by n for m of 65 on.
    @Sendable private static func barcode(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let kind = bytes.first else { return nil }
        if kind < 65 {
            let end = bytes.dropFirst().firstIndex(of: 0).map { $0 + 1 }
            return end ?? (bytes.count < 256 ? nil : 256)
        }
        return bytes.count < 2 ? nil : 2 + Int(bytes[1])
    }

    /// `GS v 0 m xL xH yL yH`.
    @Sendable private static func raster(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 6 else { return nil }
        let width = Int(bytes[2]) + Int(bytes[3]) << 8
        return 6 + width * (Int(bytes[4]) + Int(bytes[5]) << 8)
    }
}
