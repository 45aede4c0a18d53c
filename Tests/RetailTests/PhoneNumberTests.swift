import Retail
import Testing

/// However a number is written, one person has one number, and it is shown masked.
struct PhoneNumberTests {
    typealias Row = (text: String, code: String, whole: String?, masked: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("13812348000",        "86", "+8613812348000",    "138****8000", "as it is said"),
        ("138 1234-8000",      "86", "+8613812348000",    "138****8000", "as it is written"),
        ("+86 138 1234 8000",  "86", "+8613812348000",    "138****8000", "with its country"),
        ("008613812348000",    "86", "+8613812348000",    "138****8000", "dialled from abroad"),
        ("010 8888 6666",      "86", "+861088886666",     "108****6666", "an area code's zero"),
        ("+1 (617) 555-0123",  "86", "+16175550123",      "161****0123", "a guest from abroad"),
        ("617.555.0123",       "1",  "+16175550123",      "617****0123", "a shop there"),
        ("+4930123456",        "49", "+4930123456",       "****3456",    "too short to show more"),
        ("+12345678",          "86", "+12345678",         "****5678",    "the shortest"),
        ("+1234567",           "86", nil,                 "",            "shorter"),
        ("+1234567890123456",  "86", nil,                 "",            "longer than any"),
        ("+0861381234800",     "86", nil,                 "",            "no country begins with 0"),
        ("1381234800X",        "86", nil,                 "",            "a letter"),
        ("",                   "86", nil,                 "",            "nothing"),
        ("١٣٨١٢٣٤٨٠٠٠",        "86", nil,                 "",            "digits of another script"),
    ]

    @Test(arguments: rows) func `a number is one number`(_ row: Row) {
        let number = PhoneNumber(row.text, callingCode: row.code)
        #expect(number?.international == row.whole, "\(row.why)")
        #expect(number?.masked ?? "" == row.masked, "\(row.why)")
        if let number { #expect("\(number)" == row.masked) }
    }

    @Test func `the same number is equal wherever it was read`() {
        let one = PhoneNumber("13812348000", callingCode: "86")
        let other = PhoneNumber("+8613812348000", callingCode: "1")
        #expect(one == other && one?.hashValue == other?.hashValue)
    }
}
