import Loyalty
import Retail
import Testing

/// Sales read as `lines` writes them, rates as points per minor units.
struct AccrualTests {
    typealias Rate = (Int64, Int64)
    typealias Row = (rate: Rate, sale: String, weighted: Int64, points: Int64, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ((1, 100), "",                            0,     0, "nothing bought, nothing earned"),
        ((1, 100), "one:99",                     99,     0, "less than a yuan earns nothing"),
        ((1, 100), "one:100",                   100,     1, "a full yuan earns a point"),
        ((1, 100), "one:50 one:50",             100,     1, "one floor a sale: halves add up"),
        ((1, 100), "one:199 one:199",           398,     3, "and so do the fen over"),
        ((1, 100), "none:5000 one:100",         100,     1, "an excluded class earns nothing"),
        ((1, 100), "none:5000",                   0,     0, "a sale of nothing else neither"),
        ((1, 100), "two:150",                   300,     3, "double is doubled before the floor"),
        ((1, 100), "?:250",                     250,     2, "what the catalogue lacks counts once"),
        ((1, 100), "other:250",                 250,     2, "so does a class without a rule"),
        ((1, 100), "one:500 ?:0-200",           300,     3, "a coupon line lowers the base"),
        ((1, 100), "one:300-100",               200,     2, "so does a coupon on the goods"),
        ((1, 100), "two:100-300 one:300",      -100,     0, "below nothing is nothing, not a debt"),
        ((1, 100), "none:0-900 one:300",        300,     3, "a coupon on excluded goods takes nothing"),
        ((1, 100), "two:0-100 one:250",          50,     0, "on double goods it takes double"),
        // Cases of other engines, by their number in our conformance table.
        ((4, 100), "one:1200 one:10000 one:4000",   15_200, 608, "A01: 4 points a unit of money"),
        ((4, 100), "none:1200 one:10000 one:4000",  14_000, 560, "A03: one label excluded"),
        ((4, 100), "three:1200 one:10000 one:4000", 17_600, 704, "A09: times three on one label"),
        ((23, 1000), "one:300 one:2000 two:2000",    6_300, 144, "A13: 144.9, and we floor"),
        ((1, 1000), "one:26500",                    26_500,  26, "A15: 26.5, and we floor"),
        ((1, 100), "one:9000",                       9_000,  90, "A17: what is paid earns"),
        ((1, 100), "one:10000 none:5000",           10_000, 100, "A19: one category only"),
        ((1, 100), "one:10000",                     10_000, 100, "A21: a tender is no discount"),
        ((1, 100), "one:9990",                       9_990,  99, "A25: whole points"),
        ((1, 100), "two:9990",                      19_980, 199, "A25: the floor comes after the double"),
    ]

    typealias Paid = (sale: String, paid: Int64, earns: Bool?, weighted: Int64, why: String)

    // swift-format-ignore
    static let paid: [Paid] = [
        ("one:1000",           0,    nil,   1000,  "nothing is paid with points"),
        ("one:1000",           400,  nil,   600,   "what points pay earns nothing"),
        ("one:1000",           400,  false, 600,   "the same in words"),
        ("one:1000",           400,  true,  1000,  "unless the programme says so: A15, B01"),
        ("one:1000",           1000, nil,   0,     "all of it"),
        ("two:600 none:400",   500,  nil,   600,   "as large a part of each line as of the sale"),
        ("one:100 one:200",    100,  nil,   200,   "a third of each"),
        ("one:999",            500,  nil,   499,   "to the fen"),
        ("two:333",            100,  nil,   466,   "what is paid otherwise counts double"),
        ("one:1000-100",       300,  nil,   600,   "of what the customer pays, coupons taken off"),
        ("none:900 one:0-100", 300,  nil,   -100,  "below nothing stays so"),
    ]

    @Test(arguments: paid)
    func `what points pay for earns nothing, unless the programme says so`(_ row: Paid) {
        var programme = plain
        programme.redeem = redeeming(earns: row.earns)
        let paid = Money(minorUnits: row.paid)
        let accrual = programme.accrual(for: lines(row.sale), paidWithPoints: paid)
        #expect(accrual.weighted == Money(minorUnits: row.weighted))
        #expect(accrual.points == Points(max(0, row.weighted) / 100))
    }

    @Test(arguments: rows)
    func `a sale earns for what is paid, with one floor`(_ row: Row) {
        var programme = plain
        programme.earn.points = Points(row.rate.0)
        programme.earn.per = Money(minorUnits: row.rate.1)
        let accrual = programme.accrual(for: lines(row.sale))
        #expect(accrual.weighted.minorUnits == row.weighted)
        #expect(accrual.points == Points(row.points))
    }

    @Test func `the largest sale that the bounds allow still fits`() throws {
        var programme = plain
        programme.earn.points = 1000
        programme.earn.per = Money(minorUnits: 1)
        programme.earn.classes["one"] = 50
        try programme.validate()
        let line = lines("one:10000000000")[0]
        let accrual = programme.accrual(for: repeatElement(line, count: 10_000))
        #expect(accrual.points == 5_000_000_000_000_000_000)
    }

    @Test func `the order of lines makes no difference`() {
        let sale = lines("one:199 two:55 ?:0-120 none:900 three:33")
        let backwards = plain.accrual(for: sale.reversed())
        #expect(plain.accrual(for: sale) == backwards)
    }
}
