import HAL
import Testing

/// Labels of a counter scale; check digits are those of biip 5.2.0 (PyPI).
struct InStoreCodeTests {
    typealias Row = (
        layout: String, measure: InStoreLayout.Measure, code: String,
        item: String?, price: Int?, grams: Int?, why: String
    )

    // swift-format-ignore
    static let rows: [Row] = [
        ("21IIIIIVVVVVC", .price(decimals: 2),  "210001200750", "00012", 750, nil,  "a price in fen"),
        ("22IIIIIVVVVVC", .weight(decimals: 3), "220001201250", "00012", nil, 1250, "a weight in grams"),
        ("24IIIIIIVVVVC", .weight(decimals: 2), "240000120125", "000012", nil, 1250, "a weight in tens of grams"),
        ("25IIIIIIVVVVC", .weight(decimals: 1), "250000120012", "000012", nil, 1200, "a weight in hundreds of grams"),
        ("28IIIIvVVVVVC", .price(decimals: 2),  "280012701250", "0012", 1250, nil,  "a price with its own check digit"),
        ("20IIIIIvVVVVC", .price(decimals: 2),  "200001292875", "00012", 2875, nil, "the same of four digits"),
        ("28IIIIvVVVVVC", .price(decimals: 2),  "280012601250", nil, nil, nil,      "its own check digit is wrong"),
        ("21IIIIIVVVVVC", .price(decimals: 2),  "220001200750", nil, nil, nil,      "another prefix"),
        ("21IIIVVVVVVC",  .price(decimals: 2),  "210001200750", nil, nil, nil,      "twelve places"),
        ("21IIVIIVVVVVC", .price(decimals: 2),  "210001200750", nil, nil, nil,      "a value in two pieces"),
        ("69IIIIIVVVVVC", .price(decimals: 2),  "690001200750", nil, nil, nil,      "no prefix of a shop's own"),
        ("21IIIIIVVVVVX", .price(decimals: 2),  "210001200750", nil, nil, nil,      "no check digit"),
        ("21IIIIIVVVVVC", .weight(decimals: 4), "210001200750", nil, nil, nil,      "tenths of grams"),
    ]

    @Test(arguments: rows)
    func `a label's price or weight is read by the shop's layout`(_ row: Row) throws {
        let digit = try #require(GTIN.checkDigit(of: row.code))
        let gtin = try #require(GTIN("\(row.code)\(digit)"))
        let item = InStoreLayout(row.layout, row.measure)?.read(gtin)
        #expect(item?.item == row.item)
        #expect(item?.price == row.price)
        #expect(item?.weight == row.grams.map { .grams($0) })
    }

    // swift-format-ignore
    static let checks: [(digits: String, check: Int?)] = [
        ("2875", 9), ("0000", 0), ("9999", 6), ("1234", 9), ("0750", 4),
        ("14685", 6), ("00000", 0), ("99999", 6), ("12345", 8), ("01250", 7), ("54321", 4),
        ("10000", 1), ("00001", 4), ("98765", 7), ("123", nil), ("123456", nil), ("12a4", nil),
    ]

    @Test(arguments: checks)
    func `a price field checks itself`(_ row: (digits: String, check: Int?)) {
        #expect(InStoreCheck.digit(of: row.digits) == row.check)
    }
}
