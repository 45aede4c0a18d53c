import HAL
import TestSupport
import Testing

/// Expected numbers are those of biip 5.2.0 (PyPI), an independent reader of GS1 codes.
struct GTINTests {
    typealias Row = (digits: String, gtin: String?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("6901234567007",  "06901234567007", "EAN-13"),
        ("4006381333931",  "04006381333931", "EAN-13 of a real pen"),
        ("96385074",       "00000096385074", "EAN-8"),
        ("73513537",       "00000073513537", "EAN-8"),
        ("012345678905",   "00012345678905", "UPC-A"),
        ("10012345678902", "10012345678902", "GTIN-14 of a carton"),
        ("690123456700",   nil,              "a wrong check digit"),
        ("69012345",       nil,              "a wrong check digit"),
        ("690123456700a",  nil,              "a letter"),
        ("６９０１２３４５", nil,              "digits of another script"),
        ("12345",          nil,              "no such length"),
        ("",               nil,              "nothing"),
    ]

    @Test(arguments: rows)
    func `a number of a trade item checks itself`(_ row: Row) {
        #expect(GTIN(row.digits)?.digits == row.gtin)
    }

    // swift-format-ignore
    static let shortCodes: [(upcE: String, upcA: String?, why: String)] = [
        ("01234565", "012345000065", "ends in 5 to 9: five places of maker"),
        ("04252614", "042100005264", "ends in 1"),
        ("425261",   "042100005264", "six digits: number system and check digit left out"),
        ("0425261",  "042100005264", "seven: check digit left out"),
        ("02345673", "023456000073", "ends in 7"),
        ("00123457", "001234000057", "ends in 5"),
        ("0123413",  "012300000413", "ends in 3"),
        ("0123424",  "012340000022", "ends in 4"),
        ("0654321",  "065100004327", "ends in 1"),
        ("1998876",  "199887000064", "number system 1"),
        ("04252615", nil,            "a wrong check digit"),
        ("24252614", nil,            "no number system 2"),
        ("42526",    nil,            "too short"),
        ("0425261400", nil,          "too long"),
        ("04a52614", nil,            "a letter"),
    ]

    @Test(arguments: shortCodes)
    func `UPC-E is expanded to the UPC-A it stands for`(
        _ row: (upcE: String, upcA: String?, why: String)
    ) {
        #expect(GTIN(upcE: row.upcE)?.digits == row.upcA.map { "00\($0)" })
    }

    @Test(arguments: Dice.seeds(4))
    func `no single wrong digit passes`(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for _ in 0..<200 {
            let length = [7, 11, 12, 13].randomElement(using: &dice) ?? 12
            var digits = (0..<length).map { _ in Int.random(in: 0...9, using: &dice) }
            let payload = digits.map(String.init).joined()
            digits.append(try #require(GTIN.checkDigit(of: payload)))
            let whole = digits.map(String.init).joined()
            #expect(GTIN(whole) != nil, "seed \(seed): \(whole)")
            let place = Int.random(in: 0..<digits.count, using: &dice)
            digits[place] = (digits[place] + Int.random(in: 1...9, using: &dice)) % 10
            #expect(GTIN(digits.map(String.init).joined()) == nil, "seed \(seed): \(whole)")
        }
    }
}
