/// How many bytes follow the head of an ESC/POS command: the format lines of Epson's reference.
///
/// It serves the driver alone. The twin has a grammar of its own, and each is checked by the other.
enum CommandLength: Equatable {
    /// So many bytes follow; none of them decides anything.
    case bytes(Int)
    /// What follows ends with a NUL.
    case upToNul

    /// What follows `head`, or nothing while its bytes do not decide it.
    static func after(_ head: [UInt8]) -> CommandLength? {
        guard head.count >= 2 else { return nil }
        let name = UInt16(head[0]) << 8 | UInt16(head[1])
        if let count = fixed[name] { return .bytes(count - (head.count - 2)) }
        let parameters = head[2...]
        switch name {
        case 0x1D28, 0x1C28: return counted(parameters, at: 1, width: 2)
        case 0x1D38: return counted(parameters, at: 1, width: 4)
        case 0x1D76: return picture(parameters)
        case 0x1D2A: return downloaded(parameters)
        case 0x1B26: return characters(parameters)
        case 0x1B2A: return bitImage(parameters)
        case 0x1B44: return .upToNul
        case 0x1D6B: return barcode(parameters)
        case 0x1D56: return parameters.first.map { .bytes($0 >= 65 ? 1 : 0) }
        case 0x1014: return parameters.first.map { .bytes([1: 2, 2: 2, 7: 1, 8: 7][$0] ?? 0) }
        default: return .bytes(0)
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// `GS ( x pL pH`, `FS ( x pL pH`, `GS 8 L p1 p2 p3 p4`: then as many bytes.
    private static func counted(
        _ parameters: ArraySlice<UInt8>,
        at start: Int,
        width: Int
    ) -> CommandLength? {
        guard parameters.count >= start + width else { return nil }
        return .bytes(number(parameters.dropFirst(start).prefix(width)))
    }

    /// `GS v 0 m xL xH yL yH`: x bytes across and y dots down.
    private static func picture(_ parameters: ArraySlice<UInt8>) -> CommandLength? {
        guard parameters.count >= 6 else { return nil }
        let size = parameters.dropFirst(2)
        return .bytes(number(size.prefix(2)) * number(size.dropFirst(2).prefix(2)))
    }

    /// `GS * x y`: x bytes across and y bytes down.
    private static func downloaded(_ parameters: ArraySlice<UInt8>) -> CommandLength? {
        guard parameters.count >= 2 else { return nil }
        let size = Array(parameters)
        return .bytes(Int(size[0]) * Int(size[1]) * 8)
    }

    /// `ESC & y c1 c2 [x d1...d(x y)]`: each character says how wide it is, y bytes a column.
    private static func characters(_ parameters: ArraySlice<UInt8>) -> CommandLength? {
        guard parameters.count >= 3 else { return nil }
        let bytes = Array(parameters)
        var end = 3
        for _ in 0..<max(0, Int(bytes[2]) - Int(bytes[1]) + 1) {
            guard end < bytes.count else { return nil }
            end += 1 + Int(bytes[0]) * Int(bytes[end])
        }
        return .bytes(max(0, end - bytes.count))
    }

    /// `ESC * m nL nH`: a byte a column, or three for m of 32 and 33.
    private static func bitImage(_ parameters: ArraySlice<UInt8>) -> CommandLength? {
        guard parameters.count >= 3, let mode = parameters.first else { return nil }
        return .bytes(number(parameters.dropFirst().prefix(2)) * (mode >= 32 ? 3 : 1))
    }

    /// `GS k m`: up to a NUL for m of 0 to 6, counted by the next byte for m of 65 on.
    private static func barcode(_ parameters: ArraySlice<UInt8>) -> CommandLength? {
        guard let kind = parameters.first else { return nil }
        if kind < 65 { return .upToNul }
        return parameters.count < 2 ? nil : .bytes(Int(parameters[parameters.startIndex + 1]))
    }

    /// Commands of one length: their parameters.
    // swift-format-ignore
    private static let fixed: [UInt16: Int] = [
        // DLE EOT, DLE ENQ
        0x1004: 1, 0x1005: 1,
        // ESC SP ! $ % - 2 3 = @ E G J L M R S T V W \ a c d e i m p r t u v {
        0x1B20: 1, 0x1B21: 1, 0x1B24: 2, 0x1B25: 1, 0x1B2D: 1, 0x1B32: 0, 0x1B33: 1, 0x1B3D: 1,
        0x1B40: 0, 0x1B45: 1, 0x1B47: 1, 0x1B4A: 1, 0x1B4C: 0, 0x1B4D: 1, 0x1B52: 1, 0x1B53: 0,
        0x1B54: 1, 0x1B56: 1, 0x1B57: 8, 0x1B5C: 2, 0x1B61: 1, 0x1B63: 2, 0x1B64: 1, 0x1B65: 1,
        0x1B69: 0, 0x1B6D: 0, 0x1B70: 3, 0x1B72: 1, 0x1B74: 1, 0x1B75: 1, 0x1B76: 0, 0x1B7B: 1,
        // FS ! & - . 2 C S W p
        0x1C21: 1, 0x1C26: 0, 0x1C2D: 1, 0x1C2E: 0, 0x1C32: 74, 0x1C43: 1, 0x1C53: 2, 0x1C57: 1,
        0x1C3F: 2, 0x1C70: 2,
        // GS ! $ / : B H I L P T W \ a b f h j r w
        0x1D21: 1, 0x1D24: 2, 0x1D2F: 1, 0x1D3A: 0, 0x1D42: 1, 0x1D48: 1, 0x1D49: 1, 0x1D4C: 2,
        0x1D50: 2, 0x1D54: 1, 0x1D57: 2, 0x1D5C: 2, 0x1D61: 1, 0x1D62: 1, 0x1D66: 1, 0x1D68: 1,
        0x1D6A: 1, 0x1D72: 1, 0x1D77: 1,
    ]
}
