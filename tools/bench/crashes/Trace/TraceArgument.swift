/// One argument of a recorded call, as it is written.
package struct TraceArgument {
    let text: ArraySlice<UInt8>

    /// What a descriptor names.
    package enum Target: Hashable {
        /// A file or device by its path.
        case path(String)
        /// A TCP connection, by the port at this end.
        case connection(localPort: Int)
        /// A file that no name leads to any more, a pipe, a listening port, nothing at all.
        case other
    }

    /// The word as it stands.
    package var word: String { String(decoding: text, as: UTF8.self) }

    /// The number, decimal or octal or hexadecimal as C writes it; nil when it is none.
    package var number: Int? {
        let digits = text.prefix { $0 != UInt8(ascii: "<") }
        let word = String(decoding: digits, as: UTF8.self)
        if word.hasPrefix("0x") { return Int(word.dropFirst(2), radix: 16) }
        return Int(word)
    }

    /// What the descriptor `7</data/till.db>` names.
    package var target: Target {
        guard let open = text.firstIndex(of: UInt8(ascii: "<")) else { return .other }
        let inside = text[(open + 1)...].dropLast()
        if inside.first == UInt8(ascii: "\\") {
            let (bytes, end) = Self.decoded(inside)
            let rest = String(decoding: inside[end...], as: UTF8.self)
            return rest.contains("deleted") ? .other : .path(String(decoding: bytes, as: UTF8.self))
        }
        let word = String(decoding: inside, as: UTF8.self)
        guard word.hasPrefix("TCP"), let arrow = word.range("->"),
            let colon = word[..<arrow].lastIndex(of: ":"),
            let port = Int(word[word.index(after: colon)..<arrow])
        else { return .other }
        return .connection(localPort: port)
    }

    /// All that stands in quotation marks, one after the other.
    package func bytes() throws(TraceFault) -> [UInt8] {
        var all: [UInt8] = []
        var at = text.startIndex
        while let open = text[at...].firstIndex(of: UInt8(ascii: "\"")) {
            let (bytes, end) = Self.decoded(text[(open + 1)...])
            guard end < text.endIndex, text[end] == UInt8(ascii: "\"") else {
                throw TraceFault("a string that is not hexadecimal; record with -xx")
            }
            at = end + 1
            guard !text[at...].starts(with: Array("...".utf8)) else {
                throw TraceFault("a string that was cut short; record with a larger -s")
            }
            if all.isEmpty { all = bytes } else { all += bytes }
        }
        return all
    }

    /// The path in quotation marks.
    package func path() throws(TraceFault) -> String {
        String(decoding: try bytes(), as: UTF8.self)
    }

    /// The bytes of as many `\x7f` as follow each other, and where they end.
    private static func decoded(_ text: ArraySlice<UInt8>) -> ([UInt8], end: Int) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4)
        var at = text.startIndex
        while at + 3 < text.endIndex, text[at] == UInt8(ascii: "\\"),
            text[at + 1] == UInt8(ascii: "x"),
            let high = nibble(text[at + 2]), let low = nibble(text[at + 3])
        {
            bytes.append(high << 4 | low)
            at += 4
        }
        return (bytes, at)
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}

extension String {
    /// Where `other` begins.
    fileprivate func range(_ other: String) -> Index? {
        var at = startIndex
        while at < endIndex {
            if self[at...].hasPrefix(other) { return at }
            at = index(after: at)
        }
        return nil
    }
}
