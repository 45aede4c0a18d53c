import Retail
import Testing

/// Amounts read gross, member discount, coupon match, maker's coupon.
struct LineItemTests {
    typealias Row = (amounts: [Int64], net: Int64, payable: Int64, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ([239, 0, 0, 0],      239,  239, "the shelf price"),
        ([658, 258, 0, 0],    400,  400, "a discount for the card"),
        ([244, 0, 50, 50],    194,  144, "the store matches the maker's coupon"),
        ([299, 0, 0, 400],    299, -101, "a coupon worth more than its goods"),
        ([0, 0, 0, 100],        0, -100, "a coupon scanned as a line of its own"),
        ([129, 129, 0, 0],      0,    0, "given free"),
    ]

    @Test(arguments: rows)
    func `net is what the store receives, payable what the customer pays`(_ row: Row) {
        let line = Self.line(row.amounts)
        #expect(line.net.minorUnits == row.net)
        #expect(line.payable.minorUnits == row.payable)
    }

    typealias Sale = (lines: [[Int64]], payable: Int64, due: Int64, why: String)

    // swift-format-ignore
    static let sales: [Sale] = [
        ([],                               0,    0, "nothing rung"),
        ([[239, 0, 0, 0]],               239,  239, "one line"),
        ([[658, 258, 0, 0], [0, 0, 0, 100]], 300, 300, "a coupon lowers the bill"),
        ([[99, 0, 0, 0], [0, 0, 0, 100]], -1,    0, "a till never pays out"),
        ([[100, 0, 0, 0], [0, 0, 0, 100]], 0,    0, "covered to the cent"),
    ]

    @Test(arguments: sales)
    func `a sale is due the sum of its lines, and never less than nothing`(_ row: Sale) {
        let totals = SaleTotals(row.lines.map(Self.line))
        #expect(totals.payable.minorUnits == row.payable)
        #expect(totals.due.minorUnits == row.due)
        #expect(totals.gross - totals.memberDiscount - totals.couponMatch == totals.net)
    }

    @Test func `an item that the catalogue lacks is named by its number`() {
        let article = Article.unlisted(42)
        #expect(article.name == "#42")
        #expect(article.department == nil)
        #expect(article.pointsClass == nil)
    }

    private static func line(_ amounts: [Int64]) -> LineItem {
        LineItem(
            article: .unlisted(1),
            quantity: .count(1),
            gross: Money(minorUnits: amounts[0]),
            memberDiscount: Money(minorUnits: amounts[1]),
            couponMatch: Money(minorUnits: amounts[2]),
            makerCoupon: Money(minorUnits: amounts[3])
        )
    }
}

struct QuantityTests {
    // swift-format-ignore
    static let rows: [(quantity: Quantity, text: String)] = [
        (.count(3),                                  "3"),
        (.count(0),                                  "0"),
        (.measure(thousandths: 415, unit: "kg"),     "0.415 kg"),
        (.measure(thousandths: 12_007, unit: "gal"), "12.007 gal"),
        (.measure(thousandths: 0, unit: "l"),        "0.000 l"),
        (.measure(thousandths: -5, unit: "l"),       "-0.005 l"),
    ]

    @Test(arguments: rows)
    func `a quantity prints as people say it`(_ row: (quantity: Quantity, text: String)) {
        #expect(row.quantity.description == row.text)
    }
}

struct ReceiptNumberTests {
    typealias Row = (last: Int32?, lastDay: Int32, day: Int32, next: Int32, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (nil, 0,   100, 1,  "the first receipt of a till"),
        (1,   100, 100, 2,  "the next of the day"),
        (999, 100, 100, 1000, "without a gap"),
        (999, 100, 101, 1,  "a new day begins at 1"),
        (5,   101, 100, 1,  "a clock set back opens another day, not a used number of this one"),
    ]

    @Test(arguments: rows)
    func `receipt numbers count from 1 on every business day`(_ row: Row) {
        let last = row.last.map { ReceiptNumber(day: BusinessDay(number: row.lastDay), number: $0) }
        let next = ReceiptNumber.following(last, on: BusinessDay(number: row.day))
        #expect(next == ReceiptNumber(day: BusinessDay(number: row.day), number: row.next))
    }
}
