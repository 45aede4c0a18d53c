import HAL
import Testing

struct MemberCardRuleTests {
    typealias Line = (prefix: String, lengths: Set<Int>, isRefused: Bool, why: String)

    // swift-format-ignore
    static let lines: [Line] = [
        ("29",      [13],     false, "a shop's own EAN-13"),
        ("888",     [11],     false, "too short for a bank card"),
        ("",        [4, 11],  false, "any short number"),
        ("",        [16],     true,  "every bank card"),
        ("62",      [16],     true,  "every card of one network"),
        ("622848",  [16],     false, "one issuer, all six digits of it"),
        ("2",       [16],     true,  "2221 to 2720 are a bank's"),
        ("25",      [16],     true,  "inside 2221 to 2720"),
        ("2800",    [16],     false, "above them"),
        ("9",       [16],     false, "numbers that each country gives itself"),
        ("29",      [],       true,  "no length is no card"),
        ("29",      [20],     true,  "longer than any card number"),
        ("2900",    [3],      true,  "shorter than its prefix"),
        ("2a",      [13],     true,  "a letter"),
        ("２９",    [13],     true,  "digits, but not of ASCII"),
    ]

    @Test(arguments: lines)
    func `a line that would let bank cards through is refused`(_ row: Line) {
        let range = MemberCardRule.Range(prefix: row.prefix, lengths: row.lengths)
        #expect((range.problem != nil) == row.isRefused)
    }

    typealias Row = (number: String, isMember: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("2900000000018",    true,  "on the list"),
        ("88800012345",      true,  "on its second line"),
        ("290000000001",     false, "a digit is missing"),
        ("29000000000188",   false, "a digit too many"),
        ("2800000000018",    false, "another beginning"),
        ("29000000000 8",    false, "a blank in it"),
        ("",                 false, "nothing"),
    ]

    @Test(arguments: rows)
    func `a member card is what the list says and nothing else`(_ row: Row) {
        let rule = MemberCardRule([
            .init(prefix: "29", lengths: [13]), .init(prefix: "888", lengths: [11]),
        ])
        let digits = Array(row.number.utf8)
        let card = rule.member(digits.span)
        #expect((card != nil) == row.isMember)
        if row.isMember { #expect(card?.number == row.number) }
    }

    typealias Shape = (number: String, isBank: Bool, why: String)

    // swift-format-ignore
    static let shapes: [Shape] = [
        ("7992739871" + "3",       false, "right, but eleven digits (the formula's own example)"),
        ("0007992739871" + "3",    true,  "noughts before it change nothing"),
        ("00079927398714",         false, "a wrong last digit"),
        ("0007992739 871",         false, "no digits throughout"),
        ("000000007992739871" + "30", false, "twenty digits"),
    ]

    @Test(arguments: shapes)
    func `a bank card is told by its length and its last digit`(_ row: Shape) {
        let digits = Array(row.number.utf8)
        let isBank = MemberCardRule.hasBankShape(digits.span)
        #expect(isBank == row.isBank)
    }

    @Test func `what may be shown of a bank card is four digits of at least twelve`() {
        let shown = ["000000001234", "00000001234", "00000000123x"].map { text in
            let digits = Array(text.utf8)
            return LastFour(of: digits.span)?.text
        }
        #expect(shown == ["1234", nil, nil])
    }
}
