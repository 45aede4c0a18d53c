import SyncProtocol
import Testing

/// What a hub decides for its tills is within bounds, and a later hub's settings harm nobody.
struct ShopSettingsTests {
    typealias Row = (name: String?, footer: [String]?, faults: [ShopSettings.Name], why: String)

    static let long = String(repeating: "梨", count: ShopSettings.lineLimit)

    // swift-format-ignore
    static let rows: [Row] = [
        (nil,           nil,                      [],                          "nothing is decided"),
        ("万家 Wanjia", ["7 天退换", "www.example"], [],                       "a name and two lines"),
        (long,          [long],                   [],                          "as long as may be"),
        (long + "x",    nil,                      [.shopName],                 "longer"),
        ("",            nil,                      [.shopName],                 "no name is no decision"),
        ("a\nb",        nil,                      [.shopName],                 "two lines"),
        ("a\u{1B}p",    nil,                      [.shopName],                 "what could open a drawer"),
        ("a\u{9B}p",    nil,                      [.shopName],                 "or a printer's other commands"),
        (nil,           [],                       [],                          "nothing below receipts"),
        (nil,           ["a", "", "b"],           [],                          "a blank line"),
        (nil,           [long + "x"],             [.receiptFooter],            "a line that is too long"),
        (nil,           Array(repeating: "a", count: 9), [.receiptFooter],     "a line too many"),
        ("",            ["\u{7}"],                [.shopName, .receiptFooter], "both at once"),
    ]

    @Test(arguments: rows) func `settings keep their bounds or are named`(_ row: Row) {
        let settings = ShopSettings(shopName: row.name, receiptFooter: row.footer)
        #expect(settings.faults.map(\.name) == row.faults, "\(row.why)")
        let isRead = settings.entries.allSatisfy(FeedKind.configuration.canRead)
        #expect(isRead == row.faults.isEmpty, "a till looks again: \(row.why)")
        guard row.faults.isEmpty else { return }
        #expect(ShopSettings(settings.entries) == settings, "\(row.why)")
        let areWellFormed = settings.entries.allSatisfy(\.isWellFormed)
        #expect(areWellFormed, "\(row.why)")
    }

    @Test func `a setting of a later program is passed over, a known one in another form is not`() {
        let later = FeedEntry(key: "lottery", value: "{\"is\":{\"every\":7}}")
        let known = ShopSettings(shopName: "A").entries
        #expect(FeedKind.configuration.canRead(later) && ShopSettings.isUnknown(later))
        #expect(ShopSettings([later] + known) == ShopSettings(shopName: "A"))
        for value in ["", "{}", "{\"is\":7}", "[\"A\"]", "\"A\"", "{\"is\":null}"] {
            let entry = FeedEntry(key: "shop-name", value: value)
            #expect(!FeedKind.configuration.canRead(entry), "\(value)")
            #expect(ShopSettings([entry]) == ShopSettings(), "\(value)")
        }
    }
}
