extension JSONValue {
    /// How deep values may nest.
    public static let depthLimit = 32

    /// Reads the one value that `bytes` hold from `start` to their end; anybody may have sent them.
    ///
    /// It is bounded: the caller limits the bytes, `depthLimit` the nesting, and each byte is read
    /// once. It is strict: a key occurs once, a text is UTF-8, nothing follows the value.
    public init(parsing bytes: [UInt8], from start: Int = 0) throws(JSONFault) {
        var parser = JSONParser(bytes: bytes, index: start)
        self = try parser.value(depth: 0)
        try parser.end()
    }
}

/// A walk over the bytes of one value, from front to back.
struct JSONParser {
    let bytes: [UInt8]
    var index: Int

    mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth < JSONValue.depthLimit else {
            throw .value("nests too deep", fix: "leave it out")
        }
        skipBlanks()
        switch peek {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .list(try list(depth: depth))
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    mutating func end() throws(JSONFault) {
        skipBlanks()
        guard peek == nil else { throw syntax("the end") }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONObject {
        var object = JSONObject()
        index += 1
        if takes("}") { return object }
        repeat {
            skipBlanks()
            guard peek == UInt8(ascii: "\"") else { throw syntax("a key in quotes") }
            let key = try text()
            guard takes(":") else { throw syntax("a colon") }
            do throws(JSONFault) {
                guard object[key] == nil else {
                    throw .value("occurs twice", fix: "write it once")
                }
                object.append(key, try value(depth: depth + 1))
            } catch {
                throw error.under(key)
            }
        } while takes(",")
        guard takes("}") else { throw syntax("a comma or a closing brace") }
        return object
    }

    private mutating func list(depth: Int) throws(JSONFault) -> [JSONValue] {
        var values: [JSONValue] = []
        index += 1
        if takes("]") { return values }
        repeat {
            do {
                values.append(try value(depth: depth + 1))
            } catch {
                throw error.under(values.count)
            }
        } while takes(",")
        guard takes("]") else { throw syntax("a comma or a closing bracket") }
        return values
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw syntax("a value") }
        index += word.utf8.count
        return value
    }

    // MARK: - Numbers

    private mutating func number() throws(JSONFault) -> JSONValue {
        let start = index
        if peek == UInt8(ascii: "-") { index += 1 }
        let isZero = peek == UInt8(ascii: "0")
        let digits = try digits()
        guard !isZero || digits == 1 else { throw syntax("a number without leading zeros") }
        var isWhole = true
        if peek == UInt8(ascii: ".") {
            isWhole = false
            index += 1
            _ = try self.digits()
        }
        if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            _ = try self.digits()
        }
        // Nineteen digits fit, most of the time; what does not is a number all the same.
        let spelt = String(decoding: bytes[start..<index], as: UTF8.self)
        guard isWhole, let integer = Int64(spelt) else { return .number(spelt) }
        return .integer(integer)
    }

    /// Takes at least one digit and says how many there were.
    private mutating func digits() throws(JSONFault) -> Int {
        let start = index
        while let byte = peek, (0x30...0x39).contains(byte) { index += 1 }
        guard index > start else { throw syntax("a value") }
        return index - start
    }

    // MARK: - Single bytes

    var peek: UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D {
            index += 1
        }
    }

    /// Takes `scalar`, and blanks before it, when it comes next.
    private mutating func takes(_ scalar: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard peek == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    func syntax(_ asked: String, at place: Int? = nil) -> JSONFault {
        let place = place ?? index
        return .syntax(at: place, found: place < bytes.count ? bytes[place] : nil, asked: asked)
    }
}
