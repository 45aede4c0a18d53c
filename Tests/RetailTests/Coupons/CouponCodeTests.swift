import Retail
import Testing

/// A code says which coupon it is of, and is used up only where it takes something off.
struct CouponCodeTests {
    typealias Row = (text: String, coupon: String?, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("SAVE20-7F3K9Q",   "SAVE20",  "an id, a hyphen, its own"),
        ("SAVE-20-7F3K9Q",  "SAVE-20", "the last hyphen counts"),
        ("9-1",             "9",       "digits alone"),
        ("SAVE20",          nil,       "an id"),
        ("SAVE20-",         nil,       "nothing of its own"),
        ("-7F3K9Q",         nil,       "of no coupon"),
        ("save20-7F3K9Q",   nil,       "small letters"),
        ("SAVE20-7F 3K9Q",  nil,       "a gap"),
        ("满20-7F3K9Q",     nil,       "nothing on a till's keyboard"),
        ("SAVE20-" + String(repeating: "A", count: 41), "SAVE20", "as long as can be"),
        ("SAVE20-" + String(repeating: "A", count: 42), nil,      "too long"),
        (String(repeating: "A", count: 25) + "-1",      nil,      "too long for an id"),
    ]

    @Test(arguments: rows) func `a code names its coupon`(_ row: Row) {
        let code = CouponCode(row.text)
        #expect(code?.coupon == row.coupon, "\(row.why)")
        #expect(code == nil || code?.text == row.text)
    }

    @Test func `a book finds a coupon by its code only when it has codes`() throws {
        var single = coupon("-300")
        single.singleUse = true
        let book = CouponBook([single, coupon("-500")])
        let found = try #require(book.coupon(by: "C300-A1"))
        #expect(found.coupon == single && found.code == CouponCode("C300-A1"))
        #expect(book.coupon(by: "C300")?.code == nil)
        #expect(book.coupon(by: "C500-A1") == nil, "it has none")
        #expect(book.coupon(by: "C700-A1") == nil, "there is no such coupon")
    }

    /// A machine with a line at 10.00 and this coupon for single use.
    private static func machine(_ word: String, _ code: String) -> SaleMachine {
        var machine = SaleMachine()
        _ = machine.handle(.ring(item(1000)))
        _ = machine.handle(.coupon(coupon(word), CouponCode(code)))
        return machine
    }

    @Test func `a code is used up where its coupon takes something off`() {
        var machine = Self.machine("-300@1000", "C3001000-A1")
        #expect(machine.basket.usedCodes.map(\.code.text) == ["C3001000-A1"])
        #expect(machine.basket.usedCodes.map(\.position) == [1])
        _ = machine.handle(.voidLine(0))
        #expect(machine.basket.usedCodes.isEmpty, "its goods were taken back")
        #expect(machine.basket.codes.count == 1, "and it stays")
        _ = machine.handle(.ring(item(1000)))
        #expect(machine.basket.usedCodes.count == 1)
        _ = machine.handle(.voidLine(1))
        #expect(machine.basket.codes.isEmpty && machine.basket.totals.due.minorUnits == 1000)
    }

    @Test func `a code is left when some of the sale is paid, and the customer owes more`() {
        var machine = Self.machine("-300", "C300-A1")
        _ = machine.handle(.total)
        _ = machine.handle(.tender(cash(200)))
        #expect(machine.outstanding.minorUnits == 500)
        #expect(machine.handle(.voidLine(0)) == .refuse(.partlyPaid), "goods stay")
        #expect(machine.handle(.voidLine(1)) == .showVoid(1))
        #expect(machine.outstanding.minorUnits == 800)
        #expect(machine.handle(.voidLine(1)) == .refuse(.partlyPaid), "once")
        #expect(machine.handle(.tender(cash(800))) == .complete(change: .zero))
    }

    @Test func `a coupon without a code stays when some of the sale is paid`() {
        var machine = SaleMachine()
        for event in [
            SaleMachine.Event.ring(item(1000)), .coupon(coupon("-300")), .total, .tender(cash(200)),
        ] { _ = machine.handle(event) }
        #expect(machine.handle(.voidLine(1)) == .refuse(.partlyPaid))
    }
}
