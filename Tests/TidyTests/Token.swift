extension StringProtocol {
    /// Whether `token` stands here as a word of its own, as far as its ends are letters or digits.
    func hasToken(_ token: String) -> Bool {
        places(of: token).contains { place in
            let text = place.text
            let opens = !isWordByte(token.utf8.first) || !isWordByte(text[..<place.start].last)
            let closes = !isWordByte(token.utf8.last) || !isWordByte(text[place.end...].first)
            return opens && closes
        }
    }

    /// Whether the bytes of `part` stand anywhere in here; what to ask before a slower question.
    func hasBytes(_ part: String) -> Bool {
        !places(of: part).isEmpty
    }

    private typealias Place = (text: ArraySlice<UInt8>, start: Int, end: Int)

    /// Where the bytes of `part` stand, overlapping ones too.
    private func places(of part: String) -> [Place] {
        guard let first = part.utf8.first, utf8.contains(first) else { return [] }
        let text = Array(utf8)[...]
        let sought = Array(part.utf8)
        var found: [Place] = []
        var start = 0
        while let next = text[start...].firstIndex(of: first) {
            let end = next + sought.count
            if text[next...].starts(with: sought) { found.append((text, next, end)) }
            start = next + 1
        }
        return found
    }

    /// Whether a byte is part of a word: a letter, a digit, `_`, or of a character beyond ASCII.
    private func isWordByte(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
