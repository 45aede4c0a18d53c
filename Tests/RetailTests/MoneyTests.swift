import Foundation
import Retail
import Testing

struct MoneyTests {
    // swift-format-ignore
    static let texts: [(minorUnits: Int64, text: String)] = [
        (0,      "0.00"),
        (5,      "0.05"),
        (-5,     "-0.05"),
        (1230,   "12.30"),
        (-1230,  "-12.30"),
        (-99,    "-0.99"),
        (.max,   "92233720368547758.07"),
        (.min,   "-92233720368547758.08"),
    ]

    @Test(arguments: texts)
    func `an amount prints with two decimals and its sign in front`(
        _ row: (minorUnits: Int64, text: String)
    ) {
        #expect(Money(minorUnits: row.minorUnits).description == row.text)
    }

    // swift-format-ignore
    static let written: [(text: String, minorUnits: Int64?, why: String)] = [
        ("500",    50_000, "whole"),
        ("12.30",  1230,   "as receipts print it"),
        ("12.3",   1230,   "with one decimal"),
        ("0.05",   5,      "less than one"),
        ("0",      0,      "nothing"),
        ("1.005",  nil,    "a part of a fen"),
        ("-1",     nil,    "below zero"),
        ("1,000",  nil,    "with a comma"),
        ("1.",     nil,    "with no decimal after the point"),
        (".5",     nil,    "with nothing before it"),
        ("1.2.3",  nil,    "two points"),
        ("五",     nil,    "in words"),
        ("",       nil,    "nothing at all"),
        ("92233720368547758.08", nil, "more than there is"),
    ]

    @Test(arguments: written)
    func `an amount is read as people write it, or not at all`(
        _ row: (text: String, minorUnits: Int64?, why: String)
    ) {
        #expect(Money(row.text)?.minorUnits == row.minorUnits, "\(row.why)")
    }

    typealias Split = (amount: Int64, parts: Int64, shares: [Int64], why: String)

    // swift-format-ignore
    static let splits: [Split] = [
        (100,  1, [100],         "one part is the whole"),
        (100,  3, [34, 33, 33],  "the odd unit goes to the first part"),
        (101,  3, [34, 34, 33],  "two odd units go to the first two"),
        (2,    3, [1, 1, 0],     "less than a unit each"),
        (0,    3, [0, 0, 0],     "nothing splits into nothings"),
        (-100, 3, [-34, -33, -33], "a refund splits alike"),
    ]

    @Test(arguments: splits)
    func `a split loses nothing and its parts differ by at most one`(_ row: Split) {
        let shares = Money(minorUnits: row.amount).split(into: row.parts)
        #expect(shares.map(\.minorUnits) == row.shares)
    }

    @Test func `amounts add, subtract and compare as integers`() {
        let (five, seven) = (Money(minorUnits: 5), Money(minorUnits: 7))
        #expect(five + seven == Money(minorUnits: 12))
        #expect(five - seven == -Money(minorUnits: 2))
        #expect(five < seven)
        #expect([five, seven].sum(\.self) == Money(minorUnits: 12))
        #expect([Money]().sum(\.self) == .zero)
    }

    @Test func `an amount is a bare integer in JSON`() throws {
        #expect(try json([Money(minorUnits: -120)]) == "[-120]")
        #expect(try read([Money].self, "[-120]") == [Money(minorUnits: -120)])
    }

    @Test(arguments: ["[1.5]", "[\"120\"]", "[null]", "[9223372036854775808]"])
    func `what is not a whole number of minor units is refused`(text: String) {
        #expect(throws: DecodingError.self) { try read([Money].self, text) }
    }
}
