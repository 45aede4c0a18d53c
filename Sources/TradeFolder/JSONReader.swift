/// Reads one line of JSON (RFC 8259) from front to back, value by value, as the caller asks.
///
/// It is strict where Foundation's decoder is silent about the place: a number that is not whole,
/// or does not fit, is a fault of its field. Nothing is built for keys that nobody asked for.
struct JSONReader {
    /// How deep values may nest that nobody asked for.
    private static let depth = 32

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads a group in braces; `member` reads or skips the value of each key.
    mutating func object(
        _ member: (inout JSONReader, String) throws(FieldFault) -> Void
    ) throws(FieldFault) {
        guard next() == 0x7B else { throw wrongKind("a group in braces") }
        index += 1
        guard next() != 0x7D else { return advance() }
        while true {
            guard next() == 0x22 else { throw syntax("a key in quotes") }
            let key = try text()
            try take(0x3A, "a colon")
            do throws(FieldFault) {
                try member(&self, key)
            } catch {
                throw error.within(key)
            }
            guard next() == 0x2C else { return try take(0x7D, "a comma or a closing brace") }
            index += 1
        }
    }

    /// Reads a list in brackets; `element` reads or skips each value.
    mutating func array(
        _ element: (inout JSONReader) throws(FieldFault) -> Void
    ) throws(FieldFault) {
        guard next() == 0x5B else { throw wrongKind("a list in brackets") }
        index += 1
        guard next() != 0x5D else { return advance() }
        var count = 0
        while true {
            do throws(FieldFault) {
                try element(&self)
            } catch {
                throw error.within("[\(count)]")
            }
            count += 1
            guard next() == 0x2C else { return try take(0x5D, "a comma or a closing bracket") }
            index += 1
        }
    }

    /// Reads a whole number.
    mutating func integer() throws(FieldFault) -> Int64 {
        guard let first = next(), first == 0x2D || Self.isDigit(first) else {
            throw wrongKind("a whole number")
        }
        let start = index
        try skipNumber()
        guard let number = Int64(digits: bytes[start..<index]) else {
            let text = String(decoding: bytes[start..<index], as: UTF8.self)
            throw FieldFault(nil, "\(text) is not a whole number", "write digits only")
        }
        return number
    }

    /// Reads a whole number, or null.
    mutating func integerIfAny() throws(FieldFault) -> Int64? {
        guard next() == 0x6E else { return try integer() }
        try skipWord()
        return nil
    }

    /// Reads a text in quotes.
    mutating func text() throws(FieldFault) -> String {
        guard next() == 0x22 else { throw wrongKind("a text in quotes") }
        index += 1
        let start = index
        while let byte = peek(), byte != 0x22, byte != 0x5C, byte >= 0x20 {
            index += 1
        }
        guard peek() == 0x22 else {
            return try escapedText(from: start)
        }
        guard let text = String(utf8: bytes[start..<index]) else {
            throw FieldFault(nil, "is not UTF-8", "save the file as UTF-8")
        }
        index += 1
        return text
    }

    /// Whether the next value is a text.
    mutating func isAtText() -> Bool {
        next() == 0x22
    }

    /// Passes over one value, whatever it is.
    mutating func skip() throws(FieldFault) {
        try skip(Self.depth)
    }

    /// Checks that nothing follows.
    mutating func end() throws(FieldFault) {
        guard next() == nil else { throw syntax("nothing more") }
    }
}

extension JSONReader {
    /// The first byte that is not blank, without taking it.
    private mutating func next() -> UInt8? {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A else { return byte }
            index += 1
        }
        return nil
    }

    private mutating func advance(by count: Int = 1) {
        index += count
    }

    private mutating func take(_ byte: UInt8, _ name: String) throws(FieldFault) {
        guard next() == byte else { throw syntax(name) }
        index += 1
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte)
    }

    private mutating func skip(_ depth: Int) throws(FieldFault) {
        guard depth > 0 else {
            throw FieldFault(nil, "nests too deep", "leave it out")
        }
        switch next() {
        case 0x22: _ = try text()
        case 0x7B: try object { (reader, _) throws(FieldFault) in try reader.skip(depth - 1) }
        case 0x5B: try array { (reader) throws(FieldFault) in try reader.skip(depth - 1) }
        case 0x74, 0x66, 0x6E: try skipWord()
        default: try skipNumber()
        }
    }

    /// Takes `true`, `false` or `null`.
    private mutating func skipWord() throws(FieldFault) {
        for word in ["true", "false", "null"] where bytes[index...].starts(with: word.utf8) {
            return advance(by: word.utf8.count)
        }
        throw syntax("a value")
    }

    /// Takes a number of any kind.
    private mutating func skipNumber() throws(FieldFault) {
        if peek() == 0x2D { index += 1 }
        let isZero = peek() == 0x30
        let whole = try skipDigits()
        guard !isZero || whole == 1 else { throw syntax("a number without leading zeros") }
        if peek() == 0x2E {
            index += 1
            _ = try skipDigits()
        }
        if peek() == 0x65 || peek() == 0x45 {
            index += 1
            if peek() == 0x2B || peek() == 0x2D { index += 1 }
            _ = try skipDigits()
        }
    }

    /// Takes at least one digit and says how many there were.
    private mutating func skipDigits() throws(FieldFault) -> Int {
        let start = index
        while let byte = peek(), Self.isDigit(byte) {
            index += 1
        }
        guard index > start else { throw syntax("a value") }
        return index - start
    }

    private func peek() -> UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    /// Reads the rest of a text that began at `start` and has its first escape here.
    private mutating func escapedText(from start: Int) throws(FieldFault) -> String {
        var text = Array(bytes[start..<index])
        while let byte = peek() {
            index += 1
            switch byte {
            case 0x22:
                guard let text = String(utf8: text[...]) else {
                    throw FieldFault(nil, "is not UTF-8", "save the file as UTF-8")
                }
                return text
            case 0x5C: text += try escape().utf8
            case 0..<0x20: throw syntax("no control character within quotes")
            default: text.append(byte)
            }
        }
        throw syntax("a closing quote")
    }

    /// Reads what follows a backslash.
    private mutating func escape() throws(FieldFault) -> String {
        guard let byte = peek() else { throw syntax("an escape") }
        index += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: return String(UnicodeScalar(byte))
        case 0x62: return "\u{8}"
        case 0x66: return "\u{C}"
        case 0x6E: return "\n"
        case 0x72: return "\r"
        case 0x74: return "\t"
        case 0x75: break
        default: throw syntax("an escape")
        }
        var units = [try hexadecimal()]
        if UTF16.isLeadSurrogate(units[0]), bytes[index...].starts(with: [0x5C, 0x75]) {
            index += 2
            units.append(try hexadecimal())
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw syntax("a pair of surrogates")
        }
        return text
    }

    private mutating func hexadecimal() throws(FieldFault) -> UInt16 {
        let digits = bytes[index...].prefix(4)
        guard digits.count == 4, !digits.contains(0x2B), !digits.contains(0x2D),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw syntax("four hexadecimal digits") }
        index += 4
        return unit
    }

    /// The next value is something else than was asked for.
    private mutating func wrongKind(_ asked: String) -> FieldFault {
        let found: String? =
            switch next() ?? 0 {
            case 0x22: "a text"
            case 0x7B: "a group"
            case 0x5B: "a list"
            case 0x74, 0x66: "true or false"
            case 0x6E: "null"
            case 0x2D, 0x30...0x39: "a number"
            default: nil
            }
        guard let found else { return syntax(asked) }
        return FieldFault(nil, "\(found) is not \(asked)", "write \(asked)")
    }

    /// The line is no JSON from here on.
    private func syntax(_ asked: String) -> FieldFault {
        let found = peek().map { "'\(String(decoding: [$0], as: UTF8.self))'" } ?? "the line's end"
        var fault = FieldFault(
            nil,
            "is not JSON at byte \(index + 1), where \(found) is not \(asked)",
            "write one sale as one JSON object a line"
        )
        fault.isOfWholeLine = true
        return fault
    }
}
