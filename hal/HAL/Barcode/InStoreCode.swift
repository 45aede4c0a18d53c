/// How a shop's own labels carry a price or a weight: a restricted circulation number of GS1.
///
/// EAN-13 codes that begin with `20` to `29` (or `02`) mean what the shop, or its country's GS1
/// office, says; a counter scale prints them. The layout is thirteen places:
///
///     21IIIIIVVVVVC     prefix 21, item of five digits, value of five digits, check digit
///     28IIIIvVVVVVC     the value has a check digit of its own before it
///
/// `I` item number, `V` value, `v` the value's own check digit (GS1 General Specifications, 7.9.3
/// and 7.9.4, four or five digits of value), `C` the code's check digit; digits stand for
/// themselves.
public struct InStoreLayout: Hashable, Sendable {
    /// What the value is.
    public enum Measure: Hashable, Sendable {
        /// A price in hundredths of the currency's unit when `decimals` is 2.
        case price(decimals: Int)
        /// A weight in kilograms with `decimals` places, at most 3.
        case weight(decimals: Int)
    }

    /// The thirteen places.
    public let places: String

    /// What the value is.
    public let measure: Measure

    /// A layout, or nothing when `places` is not one.
    public init?(_ places: String, _ measure: Measure) {
        let values = places.filter { $0 == "V" }.count
        let checks = places.filter { $0 == "v" }.count
        let prefix = places.prefix { $0.isASCII && $0.isNumber }
        guard places.utf8.count == 13, places.last == "C", (2...3).contains(prefix.count),
            prefix.hasPrefix("2") || prefix.hasPrefix("02"),
            places.dropFirst(prefix.count).dropLast().allSatisfy({ "IVv".contains($0) }),
            (4...6).contains(values), checks == 0 || checks == 1 && values < 6,
            Self.isInOnePiece("I", in: places), Self.isInOnePiece("V", in: places)
        else { return nil }
        switch measure {
        case .price(let decimals), .weight(let decimals):
            guard (0...3).contains(decimals) else { return nil }
        }
        self.places = places
        self.measure = measure
    }

    /// Reads `gtin`, or nothing when it is not of this layout or a digit is wrong.
    public func read(_ gtin: GTIN) -> InStoreItem? {
        let digits = Array(gtin.text)
        guard digits.count == 13 else { return nil }
        var fields: [Character: String] = [:]
        for (place, digit) in zip(places, digits) {
            if place.isNumber, place != digit { return nil }
            fields[place, default: ""].append(digit)
        }
        guard let text = fields["V"], let value = Int(text) else { return nil }
        if let check = fields["v"], InStoreCheck.digit(of: text).map(String.init) != check {
            return nil
        }
        return InStoreItem(item: fields["I"] ?? "", value: value, measure: measure)
    }

    private static func isInOnePiece(_ letter: Character, in places: String) -> Bool {
        places.split(whereSeparator: { $0 != letter }).count == 1
    }
}

/// What a shop's own label says.
public struct InStoreItem: Hashable, Sendable {
    /// The shop's number of the item.
    public let item: String

    /// The price in the unit that the layout counts; nothing on a weight label.
    public let price: Int?

    /// The weight; nothing on a price label.
    public let weight: Weight?

    init(item: String, value: Int, measure: InStoreLayout.Measure) {
        self.item = item
        switch measure {
        case .price:
            price = value
            weight = nil
        case .weight(let decimals):
            price = nil
            weight = .grams((decimals..<3).reduce(value) { grams, _ in grams * 10 })
        }
    }
}

/// The check digit of a price or a weight field.
///
/// Each place has its own weight, made so that neighbours swapped by a human hand are noticed (GS1
/// General Specifications, 7.9.2: `2-`, `3`, `5+` and `5-`).
public enum InStoreCheck {
    private static let twoMinus = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7]
    private static let three = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7]
    private static let fivePlus = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9]
    private static let fiveMinus = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1]

    /// The check digit of four or five `digits`; of other counts there is none.
    public static func digit(of digits: String) -> Int? {
        let values = digits.utf8.compactMap(\.decimal)
        guard values.count == digits.utf8.count else { return nil }
        switch values.count {
        case 4:
            return 3 * sum(values, [twoMinus, twoMinus, three, fiveMinus]) % 10
        case 5:
            let rest = sum(values, [fivePlus, twoMinus, fiveMinus, fivePlus, twoMinus]) % 10
            return fiveMinus.firstIndex(of: (10 - rest) % 10)
        default:
            return nil
        }
    }

    private static func sum(_ values: [Int], _ weights: [[Int]]) -> Int {
        zip(values, weights).reduce(0) { $0 + $1.1[$1.0] }
    }
}
