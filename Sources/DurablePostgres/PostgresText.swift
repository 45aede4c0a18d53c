/// Text as PostgreSQL can hold it: its `text` has no place for U+0000, and what comes from outside
/// may bring one.
///
/// U+0000 stands as `\0` and the backslash as `\\`, so everything comes back as it went in.
enum PostgresText {
    private static let backslash = UInt8(ascii: "\\")

    static func encode(_ text: String) -> [UInt8] {
        let plain = Array(text.utf8)
        guard plain.contains(where: { $0 == 0 || $0 == backslash }) else { return plain }
        return plain.flatMap { byte in
            switch byte {
            case 0: [backslash, UInt8(ascii: "0")]
            case backslash: [backslash, backslash]
            default: [byte]
            }
        }
    }

    static func decode(_ bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.contains(backslash) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if !isEscaped, byte == backslash {
                isEscaped = true
                continue
            }
            plain.append(isEscaped && byte == UInt8(ascii: "0") ? 0 : byte)
            isEscaped = false
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
