import Retail
import Testing

struct BusinessDayTests {
    // swift-format-ignore
    static let known: [(text: String, number: Int32, why: String)] = [
        ("1970-01-01",       0, "the first day"),
        ("1969-12-31",      -1, "the day before it"),
        ("1900-01-01", -25_567, "the earliest day a book may hold"),
        ("1900-03-01", -25_508, "1900 had no leap day"),
        ("2000-02-29",  11_016, "2000 had one"),
        ("2000-03-01",  11_017, "and the day after it"),
        ("2016-12-31",  17_166, "the last day of a leap year"),
        ("2017-05-01",  17_287, "the first day of the month of trade"),
        ("2024-02-29",  19_782, "a leap day"),
        ("2038-01-19",  24_855, "where 32-bit seconds end"),
        ("2100-02-28",  47_540, "2100 has no leap day"),
        ("2100-03-01",  47_541, "so March follows"),
        ("9999-12-31", 2_932_896, "the last day that four digits write"),
        ("0001-01-01", -719_162, "the first"),
    ]

    @Test(arguments: known)
    func `a known date has its known number`(_ row: (text: String, number: Int32, why: String)) {
        #expect(BusinessDay(row.text)?.number == row.number)
        #expect(BusinessDay(number: row.number).description == row.text)
    }

    // swift-format-ignore
    static let refused: [(text: String, why: String)] = [
        ("2017-02-29",  "2017 had no leap day"),
        ("1900-02-29",  "nor had 1900"),
        ("2017-04-31",  "April has thirty days"),
        ("2017-13-01",  "no such month"),
        ("2017-00-01",  "months begin at 1"),
        ("2017-01-00",  "days begin at 1"),
        ("0000-01-01",  "there is no year 0"),
        ("2017-1-1",    "digits are missing"),
        ("2017-01-011", "a digit too many"),
        ("2017/01/01",  "not the notation"),
        ("2017-01-0x",  "not a digit"),
        ("+017-01-01",  "not a digit either"),
        ("",            "nothing"),
        ("2017-01-\u{664}1", "digits of another script"),
    ]

    @Test(arguments: refused)
    func `what is not a date in ISO 8601 is refused`(_ row: (text: String, why: String)) {
        #expect(BusinessDay(row.text) == nil)
    }

    @Test func `every day from 1900 to 2100 comes back from its text and follows the one before`() {
        var expected = BusinessDay(number: -25_567)
        for year in Int32(1900)...2100 {
            for month in Int32(1)...12 {
                for day in Int32(1)...31 {
                    guard let date = BusinessDay(year: year, month: month, day: day) else {
                        #expect(day > 28)
                        continue
                    }
                    guard date == expected, date.civil == (year, month, day),
                        BusinessDay(date.description) == date
                    else {
                        Issue.record("\(year)-\(month)-\(day) is \(date), not \(expected)")
                        return
                    }
                    expected = expected.advanced(by: 1)
                }
            }
        }
        #expect(expected.description == "2101-01-01")
    }

    @Test func `distance and advance undo each other`() throws {
        let day = try #require(BusinessDay("2017-05-31"))
        #expect(day.advanced(by: 1).description == "2017-06-01")
        #expect(day.advanced(by: -365).description == "2016-05-31")
        #expect(day.distance(to: day.advanced(by: 400)) == 400)
        #expect(day.distance(to: day.advanced(by: -2)) == -2)
    }

    @Test func `a day is its date in JSON, and a wrong date is refused there too`() throws {
        let day = try #require(BusinessDay("2017-05-31"))
        #expect(try json([day]) == "[\"2017-05-31\"]")
        #expect(try read([BusinessDay].self, "[\"2017-05-31\"]") == [day])
        #expect(throws: DecodingError.self) { try read([BusinessDay].self, "[\"2017-02-29\"]") }
        #expect(throws: DecodingError.self) { try read([BusinessDay].self, "[17317]") }
    }
}
