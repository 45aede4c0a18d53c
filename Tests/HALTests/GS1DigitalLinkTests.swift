import HAL
import Testing

/// Addresses that are identifiers; what is read is what biip 5.2.0 (PyPI) reads.
struct GS1DigitalLinkTests {
    typealias Row = (address: String, read: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("https://id.gs1.org/01/06901234567007",             "(01)06901234567007",               "a key"),
        ("HTTP://a.cn/01/6901234567007",                     "(01)06901234567007",               "13 digits are padded"),
        ("https://a.cn/01/96385074",                         "(01)00000096385074",               "so are 8"),
        ("https://shop.example/some/stem/01/06901234567007/10/AB%2F1/21/9?17=301231&lang=zh",
         "(01)06901234567007(10)AB/1(21)9(17)301231",                                            "all that there is"),
        ("https://a.cn/414/6901234000016/254/7",             "(414)6901234000016(254)7",         "a place"),
        ("https://a.cn/00/690123450000000013?02=06901234567007&37=25",
         "(00)690123450000000013(02)06901234567007(37)25",                                       "a pallet and what it holds"),
        ("https://a.cn/01/06901234567007#frag",              "(01)06901234567007",               "a fragment is the page's"),
        ("https://a.cn/8004/A1/7040/1ABC",                   "(8004)A1(7040)1ABC",               "an asset"),
        ("https://a.cn/01/06901234567007?linkType=x&99=",    "",                                 "an empty value"),
        ("https://a.cn/01/06901234567007/21/9/10/A",         "",                                 "qualifiers out of order"),
        ("https://a.cn/01/06901234567007/8011/9",            "",                                 "a qualifier of another key"),
        ("https://a.cn/01/06901234567007/17/301231",         "",                                 "an attribute in the path"),
        ("https://a.cn/01/06901234567005",                   "",                                 "a wrong check digit"),
        ("https://a.cn/01/06901234567007?99=x%20y",          "",                                 "a space"),
        ("https://a.cn/01/06901234567007?99=x%2",            "",                                 "half a percent sign"),
        ("https://a.cn/01/06901234567007?99=x%+1",           "",                                 "no hexadecimal digits"),
        ("https://a.cn/hello",                               "",                                 "a web page"),
        ("https://a.cn/01",                                  "",                                 "a key without value"),
        ("https://a.cn",                                     "",                                 "no path"),
        ("https:///01/06901234567007",                       "",                                 "no host"),
        ("ftp://a/01/06901234567007",                        "",                                 "another scheme"),
        ("https://a.cn/01/0690123 4567007",                  "",                                 "no address holds a space"),
    ]

    @Test(arguments: rows)
    func `an address is read or refused`(_ row: Row) {
        let message = try? GS1Message(digitalLink: row.address)
        #expect((message?.description ?? "") == row.read)
    }

    // swift-format-ignore
    static let faults: [(address: String, kind: GS1Error.Kind, position: Int, why: String)] = [
        ("https://a.cn/01/06901234567005",           .wrongCheckDigit, 16, "where the value begins"),
        ("https://a.cn/01/06901234567007/21/9/10/A", .wrongOrder,      36, "where the qualifier stands"),
        ("https://a.cn/hello",                       .notGS1,          13, "where the path begins"),
        ("https://a.cn/01/06901234567007?99=x%2",    .badCharacter,    35, "at the percent sign"),
    ]

    @Test(arguments: faults)
    func `a fault in an address has its place`(
        _ row: (address: String, kind: GS1Error.Kind, position: Int, why: String)
    ) {
        let error = #expect(throws: GS1Error.self) { try GS1Message(digitalLink: row.address) }
        #expect(error?.kind == row.kind)
        #expect(error?.position == row.position)
    }

    @Test func `an address without end is bounded`() {
        let address = "https://a.cn/01/06901234567007?x=" + String(repeating: "a", count: 5_000)
        let error = #expect(throws: GS1Error.self) { try GS1Message(digitalLink: address) }
        #expect(error?.kind == .tooLong)
    }
}
