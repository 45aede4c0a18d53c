/// A trading day: the local calendar date under which a store's books keep a sale.
///
/// It is opened and closed by a person, so it does not end at midnight by itself, and it needs no
/// time zone once it has been named. Days count from 1970-01-01, in the Gregorian calendar.
public struct BusinessDay: Hashable, Sendable {
    /// Whole days since 1970-01-01.
    public let number: Int32

    /// The days on which a till of this program can trade, 2000-01-01 to 2199-12-31: a clock that
    /// shows another one has lost its battery.
    public static let likely = BusinessDay(number: 10_957)...BusinessDay(number: 84_005)

    /// The day `number` days after 1970-01-01.
    public init(number: Int32) {
        self.number = number
    }

    /// The day of a civil date; nil when no such date exists.
    public init?(year: Int32, month: Int32, day: Int32) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        number = Self.dayNumber(year: year, month: month, day: day)
    }

    /// The day that ISO 8601 writes as `text`, `2017-05-31`; nil for any other notation.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 10, digits[4] == 0x2D, digits[7] == 0x2D,
            let year = Self.decimal(digits[0..<4]),
            let month = Self.decimal(digits[5..<7]),
            let day = Self.decimal(digits[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day `count` days later, or earlier when negative.
    public func advanced(by count: Int) -> BusinessDay {
        BusinessDay(number: number + Int32(count))
    }

    /// How many days lie from `self` to `other`; negative when `other` is earlier.
    public func distance(to other: BusinessDay) -> Int {
        Int(other.number) - Int(number)
    }

    /// Year, month 1 to 12, day 1 to 31.
    public var civil: (year: Int32, month: Int32, day: Int32) {
        // Days are counted in eras of 400 years that begin on 1 March, so that the leap day is
        // last.
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * march + 2) / 5 + 1
        let month = march < 10 ? march + 3 : march - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func dayNumber(year: Int32, month: Int32, day: Int32) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(ofMonth month: Int32, year: Int32) -> Int32 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func decimal(_ digits: ArraySlice<UInt8>) -> Int32? {
        var value: Int32 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int32(digit - 0x30)
        }
        return value
    }
}

extension BusinessDay: Comparable {
    public static func < (left: BusinessDay, right: BusinessDay) -> Bool {
        left.number < right.number
    }
}

extension BusinessDay: CustomStringConvertible {
    /// ISO 8601: `2017-05-31`.
    public var description: String {
        let (year, month, day) = civil
        return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }
}

/// Written as ISO 8601 text, which sorts as it counts.
extension BusinessDay: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = BusinessDay(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is not a date as 2017-05-31"
            )
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// `number` in decimal with leading zeros up to `width` digits; meant for numbers from 0.
func padded(_ number: Int32, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
