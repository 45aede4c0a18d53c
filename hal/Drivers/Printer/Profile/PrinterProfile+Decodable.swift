extension CodePageNumbers: Decodable {
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodePage.self)
        var numbers: [CodePage: UInt8] = [:]
        for page in CodePage.allCases where keys.contains(page) {
            numbers[page] = try keys.decode(UInt8.self, forKey: page)
        }
        self.numbers = numbers
    }
}

extension PrinterProfile {
    /// The first fact that no printer can have, by its key, and what would be possible.
    public var firstProblem: (key: String, message: String)? {
        let ranges: [(key: String, fact: Fact<Int>, range: ClosedRange<Int>)] = [
            ("columns", columns, 16...96), ("dots", dots, 192...1280), ("dpi", dpi, 90...600),
            ("user-characters", userCharacters, 0...94), ("band-rows", bandRows, 24...1023),
            ("drawer-pulse-ms", drawerPulseMilliseconds, 0...510),
        ]
        for (key, fact, range) in ranges where !range.contains(fact.value) {
            return (key, "expected \(range.lowerBound) to \(range.upperBound)")
        }
        if dots.value < columns.value * 8 { return ("dots", "a cell is at least 8 dots wide") }
        if chinese.value == .none, userCharacters.value > 0 {
            return ("user-characters", "FS 2 belongs to a Chinese font, and there is none")
        }
        let numbers = codePages.value.numbers.values
        if Set(numbers).count != numbers.count {
            return ("code-pages", "two pages have the same number")
        }
        return nil
    }
}
