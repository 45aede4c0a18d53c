/// How a value becomes bytes: no blanks, keys in the order given, only what has to be escaped is.
extension JSONValue {
    /// The value as UTF-8.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        append(to: &bytes)
        return bytes
    }

    /// How many bytes that is, without writing any.
    public var byteCount: Int {
        switch self {
        case .null: 4
        case .bool(let flag): flag ? 4 : 5
        case .number(let digits): digits.utf8.count
        case .integer(let number): String(number).utf8.count
        case .text(let text): Self.byteCount(of: text)
        case .list(let values):
            values.reduce(Self.byteCount(around: values.count)) { $0 + $1.byteCount }
        case .object(let object):
            object.fields.reduce(Self.byteCount(around: object.fields.count)) { sum, field in
                sum + Self.byteCount(of: field.key) + 1 + field.value.byteCount
            }
        }
    }

    /// The brackets of so many elements, and the commas between them.
    private static func byteCount(around count: Int) -> Int {
        2 + max(0, count - 1)
    }

    private static func byteCount(of text: String) -> Int {
        text.utf8.reduce(2) { $0 + byteCount(escaping: $1) }
    }

    private static func byteCount(escaping byte: UInt8) -> Int {
        guard mustEscape(byte) else { return 1 }
        switch byte {
        case 0x08, 0x09, 0x0A, 0x0C, 0x0D: return 2
        case 0x00..<0x20: return 6
        default: return 2
        }
    }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let digits): bytes.append(contentsOf: digits.utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .text(let text): Self.append(text, to: &bytes)
        case .list(let values):
            Self.append(values, between: "[", "]", to: &bytes) { $0.append(to: &$1) }
        case .object(let object):
            Self.append(object.fields, between: "{", "}", to: &bytes) { field, bytes in
                Self.append(field.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                field.value.append(to: &bytes)
            }
        }
    }

    private static func append<Element>(
        _ elements: [Element],
        between opening: Unicode.Scalar,
        _ closing: Unicode.Scalar,
        to bytes: inout [UInt8],
        _ appendOne: (Element, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            appendOne(element, &bytes)
        }
        bytes.append(UInt8(ascii: closing))
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: mustEscape) {
            for byte in text.utf8 { append(escaping: byte, to: &bytes) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func append(escaping byte: UInt8, to bytes: inout [UInt8]) {
        guard mustEscape(byte) else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x00..<0x20:
            bytes.append(contentsOf: "u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
        default: bytes.append(byte)
        }
    }
}
