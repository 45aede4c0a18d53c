/// One part of an identifier's value, as a row of `GS1Dictionary` spells it: `[X..17]`.
struct GS1Part: Hashable, Sendable {
    /// What must hold besides the characters and the length.
    enum Rule: String {
        case checkDigit = "csum"
        case day = "yymmdd"
        case dayOrMonth = "yymmd0"
        case hour = "hh"
        case minute = "hhmm"
        case second = "mmoptss"
        case minus = "hyphen"
    }

    let characters: Character
    let lengths: ClosedRange<Int>
    let rule: Rule?
    let isOptional: Bool

    /// Reads one part; nothing when it is misspelt.
    init?(_ text: Substring) {
        isOptional = text.hasPrefix("[") && text.hasSuffix("]")
        let fields = (isOptional ? text.dropFirst().dropLast() : text).split(separator: ",")
        guard (1...2).contains(fields.count), let set = fields[0].first, "NXYZ".contains(set)
        else { return nil }
        characters = set
        let length = fields[0].dropFirst()
        guard let most = Int(length.hasPrefix("..") ? length.dropFirst(2) : length), most > 0
        else { return nil }
        lengths = (length.hasPrefix("..") ? 1 : most)...most
        rule = fields.count == 2 ? Rule(rawValue: String(fields[1])) : nil
        if fields.count == 2, rule == nil { return nil }
    }

    /// Whether the value may hold `byte`.
    func allows(_ byte: UInt8) -> Bool {
        switch (characters, byte) {
        case (_, 0x30...0x39): true
        case ("N", _): false
        // GS1 AI encodable character set 82: `!"%&'()*+,-./:;<=>?_` and letters.
        case ("X", 0x41...0x5A), ("X", 0x61...0x7A), ("X", 0x21...0x22), ("X", 0x25...0x2F): true
        case ("X", 0x3A...0x3F), ("X", 0x5F): true
        case ("Y", 0x41...0x5A), ("Y", 0x23), ("Y", 0x2D), ("Y", 0x2F): true
        case ("Z", 0x41...0x5A), ("Z", 0x61...0x7A), ("Z", 0x2D), ("Z", 0x5F), ("Z", 0x3D): true
        default: false
        }
    }

    /// Whether pairs of digits are a time of the clock; the first is an hour, or a minute.
    private static func isTime(_ digits: String, beginsWithHour: Bool) -> Bool {
        let values = digits.utf8.compactMap(\.decimal)
        guard values.count.isMultiple(of: 2) else { return false }
        return stride(from: 0, to: values.count, by: 2).allSatisfy { place in
            let limit = place == 0 && beginsWithHour ? 24 : 60
            return values[place] * 10 + values[place + 1] < limit
        }
    }

    /// What is wrong with a piece of the right length and characters.
    func fault(in piece: ArraySlice<UInt8>) -> GS1Error.Kind? {
        switch rule {
        case nil: return nil
        case .checkDigit:
            let digits = String(decoding: piece, as: UTF8.self)
            return GTIN.isChecked(digits) ? nil : .wrongCheckDigit
        case .day, .dayOrMonth:
            guard let date = GS1Date(String(decoding: piece, as: UTF8.self)) else {
                return .badDate
            }
            return rule == .day && date.day == nil ? .badDate : nil
        case .hour, .minute, .second:
            let pairs = String(decoding: piece, as: UTF8.self)
            return Self.isTime(pairs, beginsWithHour: rule != .second) ? nil : .badDate
        case .minus:
            return piece.elementsEqual([0x2D]) ? nil : .badCharacter
        }
    }
}
