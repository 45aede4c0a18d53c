/// One thing in the bytes that a printer receives.
public enum ESCPOSToken: Equatable, Sendable {
    /// A character to print: one byte, or two or four in Chinese mode.
    case character([UInt8])
    /// A command: its name (`1B 61`) and its parameters (`01`).
    case command([UInt8], [UInt8])
    /// A byte or two that begin no command known here; a real printer prints or drops them.
    case unknown([UInt8])

    /// All tokens of a whole job, from power-on; what is left of a command cut short is `unknown`.
    public static func tokens(in bytes: [UInt8]) -> [ESCPOSToken] {
        var tokens: [ESCPOSToken] = []
        var rest = bytes[...]
        var isChinese = false
        while !rest.isEmpty {
            guard let (token, length) = next(in: rest, isChinese: isChinese) else {
                return tokens + [.unknown(Array(rest))]
            }
            rest = rest.dropFirst(length)
            switch token {
            case .command([0x1C, 0x26], _): isChinese = true
            case .command([0x1C, 0x2E], _), .command([0x1B, 0x40], _): isChinese = false
            case .command, .character, .unknown: break
            }
            tokens.append(token)
        }
        return tokens
    }

    /// The first token and its length, or nothing while more bytes are needed.
    static func next(
        in bytes: ArraySlice<UInt8>,
        isChinese: Bool
    ) -> (token: ESCPOSToken, length: Int)? {
        guard let first = bytes.first else { return nil }
        switch first {
        case 0x10, 0x1B, 0x1C, 0x1D:
            return command(in: bytes)
        case 0x00..<0x20:
            return (.command([first], []), 1)
        default:
            guard isChinese else { return (.character([first]), 1) }
            let length = ChineseDecoder.length(bytes)
            return length == 0 ? nil : (.character(Array(bytes.prefix(length))), length)
        }
    }

    private static func command(
        in bytes: ArraySlice<UInt8>
    ) -> (token: ESCPOSToken, length: Int)? {
        guard bytes.count >= 2 else { return nil }
        let name = Array(bytes.prefix(2))
        guard let rule = ESCPOSGrammar.rule(for: name) else { return (.unknown(name), 2) }
        let parameters = bytes.dropFirst(2)
        guard let count = rule.parameterCount(parameters), count <= parameters.count else {
            return nil
        }
        return (.command(name, Array(parameters.prefix(count))), 2 + count)
    }
}
