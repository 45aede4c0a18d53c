/// Text from outside as a database can hold it: neither SQLite's library nor PostgreSQL has a place
/// for U+0000 in text, and a till or somebody who claims to be one may send it.
///
/// U+0000 stands as `\0` and the backslash as `\\`, so everything comes back as it went in.
extension String {
    private static let backslash = UInt8(ascii: "\\")

    /// This text as a store keeps it.
    package var stored: String {
        guard utf8.contains(where: { $0 == 0 || $0 == Self.backslash }) else { return self }
        let bytes = utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case 0: [Self.backslash, UInt8(ascii: "0")]
            case Self.backslash: [Self.backslash, Self.backslash]
            default: [byte]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text that a store keeps as `text`.
    package init(stored text: String) {
        guard text.utf8.contains(Self.backslash) else {
            self = text
            return
        }
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in text.utf8 {
            if !isEscaped, byte == Self.backslash {
                isEscaped = true
                continue
            }
            bytes.append(isEscaped && byte == UInt8(ascii: "0") ? 0 : byte)
            isEscaped = false
        }
        self = String(decoding: bytes, as: UTF8.self)
    }
}
