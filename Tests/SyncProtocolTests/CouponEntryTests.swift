import Retail
import SyncProtocol
import Testing

/// A coupon comes to a till with every condition, or not at all.
struct CouponEntryTests {
    static let coupon = {
        var coupon = Coupon(
            id: "SAVE20",
            name: "惠/Plus",
            amountOff: Money(minorUnits: 2000),
            firstDay: BusinessDay(number: 17_287),
            lastDay: BusinessDay(number: 17_317)
        )
        coupon.smallestBasket = Money(minorUnits: 10_000)
        coupon.departments = ["PRODUCE"]
        coupon.items = [21, 7]
        coupon.membersOnly = true
        coupon.perBasket = 2
        coupon.stacks = false
        return coupon
    }()

    static let text = CouponEntry(coupon).entry.value

    @Test func `a coupon is read back as it was published`() {
        let entry = CouponEntry(Self.coupon).entry
        #expect(CouponEntry(entry)?.coupon == Self.coupon)
        #expect(entry.key == "SAVE20" && entry.alias == nil)
        #expect(entry.isWellFormed && FeedKind.coupons.canRead(entry))
    }

    typealias Row = (value: String, isRead: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (text,                                                              true,  "as it is written"),
        (text.replacing("\"per-basket\":2", with: "\"per-basket\":2,\"weekdays\":[6]"),
                                                                            false, "a condition of a later program"),
        (text.replacing("\"members-only\":true", with: "\"members-only\":\"gold\""),
                                                                            false, "a condition in another form"),
        (text.replacing("\"members-only\":true,", with: ""),                true,  "a condition less"),
        (text.replacing("\"stacks\":false", with: "\"stacks\":null"),       false, "a word for what is left out"),
        (text.replacing("\"amount-off\":2000", with: "\"amount-off\":20.5"), false, "half a cent"),
        (text.replacing("\"amount-off\":2000", with: "\"amount-off\":0"),   false, "a rule out of bounds"),
        (text.replacing("\"amount-off\":2000,", with: ""),                  false, "a rule is missing"),
        (text.replacing("2017-05-31", with: "2017-05-32"),                  false, "no day"),
        (text.replacing("\"id\":\"SAVE20\"", with: "\"id\":\"SAVE21\""),    false, "another one's name"),
        (text.replacing("\"stacks\":false", with: "\"single-use\":true"),   true,  "one with codes"),
        ("{}",                                                              false, "nothing"),
        ("",                                                                false, "no JSON"),
        ("[\(text)]",                                                       false, "a list of them"),
    ]

    @Test(arguments: rows) func `what is not known whole is not read at all`(_ row: Row) {
        let entry = FeedEntry(key: "SAVE20", value: row.value)
        #expect((CouponEntry(entry) != nil) == row.isRead, "\(row.why): \(row.value)")
    }

    @Test func `every row says something else`() {
        #expect(Set(Self.rows.map(\.value)).count == Self.rows.count)
    }

    @Test func `a coupon has no other name`() {
        let alias = FeedEntry(key: "SAVE20", alias: "690", value: Self.text)
        #expect(CouponEntry(alias) == nil)
    }
}
