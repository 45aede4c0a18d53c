import Retail
import TestSupport
import Testing

/// What coupons take off which line; the cases with a letter are those of other engines.
struct CouponPartsTests {
    typealias Row = (lines: String, coupons: String, parts: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("2500",                "-24900",         "2500",          "C01: no more than the bill"),
        ("42500",               "-24900",         "24900",         "C01: and all of it where there is enough"),
        ("16500",               "-10000@10000",   "10000",         "C07: enough is tested before coupons"),
        ("9999",                "-10000@10000",   "0",             "a cent too little"),
        ("10000",               "-10000@10000",   "10000",         "just enough"),
        ("1000 -500",           "-1000",          "500 0",         "C09: the sale ends at nothing"),
        ("2000 -500",           "-1000",          "1000 0",        "C09: what is below zero gets nothing"),
        ("30000",               "10%x3 10%x3 10%x3", "3000|2700|2430", "C11: a share of what is left"),
        ("10000 10000",         "-500",           "250 250",       "C13: once, not by the piece"),
        ("1500 1500 2500",      "100%<4000",      "1091 1091 1818", "C19: the bound is split by amount"),
        ("2000 3000 10000",     "-1500",          "200 300 1000",  "E01"),
        ("15000 5000 10000",    "-1500",          "750 250 500",   "E03"),
        ("12000 23000 30000",   "15%<5000",       "923 1769 2308", "E05: largest remainder"),
        ("9990",                "15%",            "1499",          "E07: 14.985 is rounded up"),
        ("106 206 306 406",     "10%",            "11 21 30 40",   "E09: rounded on the sum, 1.02"),
        ("10",                  "10%",            "1",             "E11: the line is rounded, not the piece"),
        ("3000 1000",           "-2000",          "1500 500",      "E13"),
        ("3000 1000",           "-10000",         "3000 1000",     "E13: all of it"),
        ("3000 1000",           "-1377",          "1033 344",      "E13: an odd amount"),
        ("3000 1000",           "33.33%",         "1000 333",      "E13: an odd share"),
        ("0 1000",              "-2000",          "0 1000",        "E13: free goods get nothing"),
        ("5000 15000",          "-3000 -5000",    "750 2250|1250 3750", "E17: one after the other"),
        ("50000 10000",         "-20000",         "16667 3333",    "E19: no part of a cent is lost"),
        ("560 892 4491 21726",  "100%",           "560 892 4491 21726", "E21: nothing is left"),
        ("17600",               "-50000 -50000",  "17600|0",       "M03: never below zero"),
        ("100 100 100",         "-100",           "34 33 33",      "the odd cent to what was rung first"),
        ("19999",               "-1000@10000x2 -1000@10000x2", "1000|0", "each use needs goods of its own"),
        ("20000",               "-1000@10000x2 -1000@10000x2", "1000|1000", "enough for two"),
        ("4",                   "10%",            "0",             "0.4 of a cent is nothing"),
        ("5",                   "10%",            "1",             "half a cent is one"),
        ("0 0",                 "-100",           "0 0",           "nothing to pay"),
        ("900000000000 900000000000", "50%",      "450000000000 450000000000", "no product is too large on the way"),
    ]

    @Test(arguments: rows)
    func `what a coupon takes off is split to the cent`(_ row: Row) {
        let coupons = row.coupons.split(separator: " ").map { coupon($0) }
        let parts = CouponParts(of: coupons, over: lines(row.lines)).parts
        let text = parts.map { $0.map { "\($0.minorUnits)" }.joined(separator: " ") }
        #expect(text.joined(separator: "|") == row.parts, "\(row.why)")
    }

    typealias Scope = (departments: [String]?, items: [Int64]?, parts: [Int64], why: String)

    // swift-format-ignore
    static let scopes: [Scope] = [
        (nil,      nil,   [500, 500], "all goods"),
        (["dry"],  nil,   [500, 500], "their department"),
        (["wet"],  nil,   [0, 0],     "another one"),
        (nil,      [2],   [0, 1000],  "one product"),
        (["wet"],  [1],   [1000, 0],  "a department, and a product besides"),
        (nil,      [7],   [0, 0],     "one that is not there"),
    ]

    @Test(arguments: scopes)
    func `a coupon takes off the goods that it counts for`(_ row: Scope) {
        var coupon = coupon("-1000")
        (coupon.departments, coupon.items) = (row.departments, row.items)
        let parts = CouponParts(of: [coupon], over: lines("2000 2000")).parts
        #expect(parts == [row.parts.map(Money.init(minorUnits:))], "\(row.why)")
    }

    /// Splits an amount wrongly: each line by itself, half up.
    private static func eachByItself(_ worth: Int64, _ weights: [Int64]) -> [Int64] {
        let whole = weights.reduce(0, +)
        return weights.map { (2 * worth * $0 + whole) / (2 * whole) }
    }

    @Test func `parts sum to the whole, and no line falls below zero`() {
        let seed = Dice.seed(for: "coupons")
        var dice = Dice(seed: seed)
        var twins = 0
        for round in 0..<2_000 {
            let amounts = (0..<Int.random(in: 1...6, using: &dice)).map { _ in
                Int64.random(in: 1...900, using: &dice)
            }
            let whole = amounts.reduce(0, +)
            let worth = Int64.random(in: 1...whole, using: &dice)
            let goods = lines(amounts.map(String.init).joined(separator: " "))
            let parts = CouponParts(of: [coupon("-\(worth)")], over: goods).parts[0]
                .map(\.minorUnits)
            let isWhole = parts.reduce(0, +) == worth
            let isWithin = zip(parts, amounts).allSatisfy { (0...$1).contains($0) }
            #expect(isWhole && isWithin, "SUANPAN_SEED=\(seed), round \(round): \(amounts)")
            if Self.eachByItself(worth, amounts).reduce(0, +) != worth { twins += 1 }
        }
        #expect(twins > 100, "parts that are rounded each by itself are noticed, seed \(seed)")
    }
}
