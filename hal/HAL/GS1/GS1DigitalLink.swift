/// Reads a GS1 Digital Link: the address of a web page that is also an identifier (GS1 Digital
/// Link Standard, URI Syntax 1.4).
///
///     https://shop.example/any/stem/01/06901234567007/10/AB123?17=301231&lang=zh
///                                  └─ key ─────────┘ └ qualifier   └ attribute
///
/// The key is the first segment that can be one and has whole pairs behind it; qualifiers follow in
/// their order; attributes are the query's identifiers, and its other words are the web page's own.
struct GS1DigitalLink {
    private let bytes: [UInt8]

    /// The keys, each with the qualifiers that may follow it, in order.
    private static let keys: [String: [String]] = [
        "00": [], "01": ["22", "10", "21", "235"], "253": [], "255": [], "401": [], "402": [],
        "414": ["254", "7040"], "415": ["8020"], "417": ["7040"], "8003": [], "8004": ["7040"],
        "8006": ["22", "10", "21"], "8010": ["8011"], "8013": [], "8017": ["8019"],
        "8018": ["8019"],
    ]

    private typealias Found = (element: GS1Element, position: Int)

    static func parse(_ text: String) throws(GS1Error) -> GS1Message {
        let bytes = Array(text.utf8)
        guard bytes.count <= GS1Message.longest else {
            throw GS1Error(.tooLong, at: GS1Message.longest)
        }
        if let bad = bytes.firstIndex(where: { !(0x21...0x7E).contains($0) }) {
            throw GS1Error(.badCharacter, at: bad)
        }
        return try GS1DigitalLink(bytes: bytes).message(from: try pathStart(of: bytes))
    }

    /// Where the path begins, behind `https://` and the name of the host.
    private static func pathStart(of bytes: [UInt8]) throws(GS1Error) -> Int {
        let start = String(decoding: bytes.prefix(8), as: UTF8.self).lowercased()
        let host = start == "https://" ? 8 : start.hasPrefix("http://") ? 7 : 0
        guard host > 0, let path = bytes[host...].firstIndex(of: UInt8(ascii: "/")), path > host
        else { throw GS1Error(.notGS1, at: 0) }
        return path
    }

    private func message(from root: Int) throws(GS1Error) -> GS1Message {
        let end = bytes[root...].firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        let query = bytes[root..<end].firstIndex(of: UInt8(ascii: "?")) ?? end
        let segments = bytes[(root + 1)..<query]
            .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return try GS1Message(try path(segments) + attributes(in: bytes[query..<end].dropFirst()))
    }

    /// The key and its qualifiers.
    private func path(_ segments: [ArraySlice<UInt8>]) throws(GS1Error) -> [Found] {
        let starts = segments.indices.filter { (segments.count - $0).isMultiple(of: 2) }
        guard let first = starts.first(where: { Self.keys[text(segments[$0])] != nil }),
            var allowed = Self.keys[text(segments[first])]
        else {
            throw GS1Error(.notGS1, at: segments.first?.startIndex ?? 0)
        }
        var found: [Found] = []
        for index in stride(from: first, to: segments.count, by: 2) {
            let digits = text(segments[index])
            if index > first {
                guard let place = allowed.firstIndex(of: digits) else {
                    throw GS1Error(.wrongOrder, at: segments[index].startIndex)
                }
                allowed.removeFirst(place + 1)
            }
            found.append(try element(digits, segments[index + 1]))
        }
        return found
    }

    /// The identifiers among the words of the query.
    private func attributes(in query: ArraySlice<UInt8>) throws(GS1Error) -> [Found] {
        var found: [Found] = []
        for word in query.split(whereSeparator: {
            $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";")
        }) {
            guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let digits = text(word[..<equals])
            guard GS1Identifier.named(digits) != nil else { continue }
            found.append(try element(digits, word[(equals + 1)...]))
        }
        return found
    }

    private func element(_ digits: String, _ coded: ArraySlice<UInt8>) throws(GS1Error) -> Found {
        guard let identifier = GS1Identifier.named(digits) else {
            throw GS1Error(.unknownIdentifier, at: coded.startIndex)
        }
        var value = try decoded(coded)
        // A shorter GTIN may stand in a Digital Link; as an element string it has 14 digits.
        if digits == "01", [8, 12, 13].contains(value.count) {
            value = Array(repeating: 0x30, count: 14 - value.count) + value
        }
        do throws(GS1Error) {
            try identifier.check(value[...], at: 0)
        } catch {
            // Percent signs have moved the places inside the value; where it begins is certain.
            throw GS1Error(error.kind, at: coded.startIndex, in: digits)
        }
        return (GS1Element(identifier, text(value[...])), coded.startIndex)
    }

    /// Takes `%2F` and the like back to the bytes that they stand for.
    private func decoded(_ coded: ArraySlice<UInt8>) throws(GS1Error) -> [UInt8] {
        var value: [UInt8] = []
        var rest = coded
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                value.append(byte)
                continue
            }
            let pair = text(rest.prefix(2))
            guard rest.count >= 2, pair.utf8.allSatisfy({ $0 > 0x2F }),
                let code = UInt8(pair, radix: 16)
            else {
                throw GS1Error(.badCharacter, at: rest.startIndex - 1)
            }
            value.append(code)
            rest = rest.dropFirst(2)
        }
        return value
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}

extension GS1Message {
    /// Reads a Digital Link URI.
    ///
    /// - Throws: `notGS1` for the address of a web page that is no Digital Link.
    public init(digitalLink text: String) throws(GS1Error) {
        self = try GS1DigitalLink.parse(text)
    }
}
