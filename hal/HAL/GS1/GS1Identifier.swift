/// An application identifier of GS1: the digits before a value that say what it is.
public struct GS1Identifier: Hashable, Sendable {
    /// Two to four digits.
    public let digits: String

    /// Its title in GS1's General Specifications, as it is printed beside a code.
    public let title: String

    let parts: [GS1Part]

    /// How many characters its value has when GS1 has fixed that for ever.
    ///
    /// Only such a value needs no separator behind it, so a reader that does not know an
    /// identifier can still step over it (General Specifications, 7.8.5).
    var predefinedLength: Int? {
        switch digits.prefix(2) {
        case "00", "01", "02", "03", "11", "12", "13", "15", "16", "17", "20", "31", "32", "33",
            "34", "35", "36", "41":
            parts.reduce(0) { $0 + $1.lengths.upperBound }
        default: nil
        }
    }

    /// Every identifier that GS1 has given out.
    public static let all: [GS1Identifier] = (GS1Dictionary.items + GS1Dictionary.parties)
        .flatMap(identifiers)

    private static let byDigits = Dictionary(uniqueKeysWithValues: all.map { ($0.digits, $0) })

    /// The identifier of exactly these digits.
    public static func named(_ digits: String) -> GS1Identifier? { byDigits[digits] }

    /// The identifier that begins `bytes`; no identifier begins another.
    static func first(in bytes: ArraySlice<UInt8>) -> GS1Identifier? {
        for length in 2...4 where bytes.count >= length {
            let digits = String(decoding: bytes.prefix(length), as: UTF8.self)
            if let identifier = named(digits) { return identifier }
        }
        return nil
    }

    /// The identifiers of one row; a row that is misspelt gives none, and a test counts them.
    private static func identifiers(_ row: GS1Dictionary.Row) -> [GS1Identifier] {
        let parts = row.parts.split(separator: " ").map { GS1Part($0) }
        let ends = row.identifiers.split(separator: "-").map(String.init)
        guard parts.allSatisfy({ $0 != nil }), let first = ends.first, let last = ends.last,
            let low = Int(first), let high = Int(last), low <= high
        else { return [] }
        return (low...high).map { number in
            // Only `00` to `03` begin with a zero, and they stand alone.
            let digits = low == high ? first : String(number)
            return GS1Identifier(digits: digits, title: row.title, parts: parts.compactMap(\.self))
        }
    }

    /// Checks a value part by part; `position` is where it begins.
    func check(_ value: ArraySlice<UInt8>, at position: Int) throws(GS1Error) {
        var rest = value
        for part in parts {
            if part.isOptional, rest.isEmpty { continue }
            let piece = rest.prefix(part.lengths.upperBound)
            let place = position + rest.startIndex - value.startIndex
            if let bad = piece.firstIndex(where: { !part.allows($0) }) {
                throw GS1Error(.badCharacter, at: place + bad - rest.startIndex, in: digits)
            }
            guard piece.count >= part.lengths.lowerBound else {
                throw GS1Error(.tooShort, at: place + piece.count, in: digits)
            }
            if let kind = part.fault(in: piece) { throw GS1Error(kind, at: place, in: digits) }
            rest = rest.dropFirst(piece.count)
        }
        guard rest.isEmpty else {
            let place = position + rest.startIndex - value.startIndex
            throw GS1Error(.tooLong, at: place, in: digits)
        }
    }
}
