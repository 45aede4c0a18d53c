/// One value of a GS1 code, with the identifier that says what it is.
public struct GS1Element: Hashable, Sendable {
    /// What the value is.
    public let identifier: GS1Identifier

    /// The value as it is encoded; it has the length, characters and check digit that it must.
    public let value: String

    init(_ identifier: GS1Identifier, _ value: String) {
        self.identifier = identifier
        self.value = value
    }

    /// The date, for the identifiers `11` to `17`.
    public var date: GS1Date? {
        ["11", "12", "13", "15", "16", "17"].contains(identifier.digits) ? GS1Date(value) : nil
    }

    /// The number, for measures, amounts and prices: `310n` to `369n`, `390n` to `395n`.
    ///
    /// Their last digit says how many decimals the value has.
    public var number: GS1Number? {
        guard identifier.digits.utf8.count == 4, identifier.digits.first == "3",
            let decimals = identifier.digits.utf8.last?.decimal,
            let amount = Int(hasCurrency ? value.dropFirst(3) : value[...])
        else { return nil }
        let currency = hasCurrency ? String(value.prefix(3)) : nil
        return GS1Number(amount: amount, decimals: decimals, currency: currency)
    }

    private var hasCurrency: Bool {
        identifier.digits.hasPrefix("391") || identifier.digits.hasPrefix("393")
    }
}

/// An exact decimal number: `amount` divided by ten to the power of `decimals`.
public struct GS1Number: Hashable, Sendable {
    /// All digits, without the point.
    public let amount: Int
    /// How many of them stand behind the point, 0 to 9.
    public let decimals: Int
    /// The ISO 4217 number of the currency, three digits, when the element names one.
    public let currency: String?

    /// The same in a unit that has `places` decimals, or nothing when digits would be lost.
    public func amount(withDecimals places: Int) -> Int? {
        var (amount, decimals) = (amount, decimals)
        while decimals > places, amount.isMultiple(of: 10) {
            amount /= 10
            decimals -= 1
        }
        guard decimals <= places else { return nil }
        for _ in decimals..<places {
            let (product, overflows) = amount.multipliedReportingOverflow(by: 10)
            if overflows { return nil }
            amount = product
        }
        return amount
    }
}

/// A date as six digits say it: `YYMMDD`, with day `00` for the whole month.
public struct GS1Date: Hashable, Sendable {
    /// The year without its century, 0 to 99.
    public let yearOfCentury: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day, or nothing when the date is a month; then its last day counts.
    public let day: Int?

    /// The date of six digits, or nothing when no calendar has it.
    public init?(_ text: String) {
        let digits = text.utf8.compactMap(\.decimal)
        guard digits.count == 6, text.utf8.count == 6 else { return nil }
        let (year, month) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        let day = digits[4] * 10 + digits[5]
        // Of the years that two digits can mean, 1951 to 2050, 2000 too has a 29 February.
        let february = year.isMultiple(of: 4) ? 29 : 28
        let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), day <= lengths[month - 1] else { return nil }
        yearOfCentury = year
        self.month = month
        self.day = day == 0 ? nil : day
    }

    /// The whole year, for a code read in `currentYear`.
    ///
    /// The nearest: at most 49 years back and 50 ahead (General Specifications, 7.12).
    public func year(readIn currentYear: Int) -> Int {
        let (century, now) = currentYear.quotientAndRemainder(dividingBy: 100)
        let distance = yearOfCentury - now
        let shift = distance >= 51 ? -1 : distance <= -50 ? 1 : 0
        return (century + shift) * 100 + yearOfCentury
    }
}
