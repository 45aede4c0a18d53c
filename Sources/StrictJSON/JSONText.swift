/// Texts: UTF-8 in quotes, with the escapes of RFC 8259.
extension JSONParser {
    /// Takes a text in quotes.
    mutating func text() throws(JSONFault) -> String {
        let start = index + 1
        index = start
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20
        {
            index += 1
        }
        guard peek == UInt8(ascii: "\"") else { return try text(escapedFrom: start) }
        defer { index += 1 }
        return try string(bytes[start..<index])
    }

    /// The rest of a text that began at `start` and has its first escape here; few have one.
    private mutating func text(escapedFrom start: Int) throws(JSONFault) -> String {
        var unescaped = Array(bytes[start..<index])
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw syntax("a character that is not for control") }
            index += 1
            if byte == UInt8(ascii: "\\") {
                unescaped += try escape().utf8
            } else {
                unescaped.append(byte)
            }
        }
        guard peek != nil else { throw syntax("a closing quote") }
        index += 1
        return try string(unescaped[...])
    }

    private func string(_ text: ArraySlice<UInt8>) throws(JSONFault) -> String {
        // A repaired text differs from its bytes. `String(validating:)` would say so as well, and
        // takes ten times as long: it looks for its types at run time.
        let string = String(decoding: text, as: UTF8.self)
        guard string.utf8.elementsEqual(text) else {
            throw .value("is not UTF-8", fix: "save the file as UTF-8")
        }
        return string
    }

    /// What stands after a backslash.
    private mutating func escape() throws(JSONFault) -> String {
        guard let byte = peek else { throw syntax("an escape") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return String(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "u"): return try scalar()
        default: throw syntax("an escape", at: index - 1)
        }
    }

    /// The character after `\u`, which may be two halves of a pair.
    private mutating func scalar() throws(JSONFault) -> String {
        let start = index
        var units = [try unit()]
        if UTF16.isLeadSurrogate(units[0]), bytes[index...].starts(with: "\\u".utf8) {
            index += 2
            units.append(try unit())
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw syntax("a whole character", at: start)
        }
        return text
    }

    private mutating func unit() throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw syntax("a hexadecimal digit")
            }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }
}
