import HAL
import Retail
import Testing
import Till

/// What the customer sees, on a display of two rows of 20 cells.
struct CustomerPictureTests {
    private static let pear = "雪梨/pear"
    private static let egg = "有机散养土鸡蛋十二枚装"

    typealias Row = (events: [SaleMachine.Event], top: String, bottom: String, why: String)

    private static func cash(_ amount: Int64) -> SaleMachine.Event {
        .tender(Tender(.cash, Money(minorUnits: amount)))
    }

    // swift-format-ignore
    static let rows: [Row] = [
        ([],                                    "算盘",                 "",                     "nothing rung yet"),
        ([.identify(MemberID(318))],            "会员 Welcome",         "",                     "a card, and no number"),
        ([.ring(line(pear, 1000))],             "雪梨/pear      10.00", "合计 Total     10.00", "the last line and the total"),
        ([.ring(line(egg, 12345))],             "有机散养土鸡  123.45", "合计 Total    123.45", "the name gives way"),
        ([.ring(line(pear, 1000)), .ring(line("tea", 5))],
                                                "tea             0.05", "合计 Total     10.05", "the newest line"),
        ([.ring(line(pear, 1000)), .ring(line("tea", 5)), .voidLine(1)],
                                                "雪梨/pear      10.00", "合计 Total     10.00", "the last line that stands"),
        ([.ring(line(pear, 1000)), .coupon(CouponTests.coupon("SAVE300", off: 300))],
                                                "券 SAVE300     -3.00", "合计 Total      7.00", "what a coupon takes off"),
        ([.ring(line(pear, 1000)), .voidLine(0)],
                                                "算盘",                 "",                     "none stands"),
        ([.ring(line(pear, 1000)), .total],     "应付 Total     10.00", "待付 To pay    10.00", "asked for"),
        ([.ring(line(pear, 1000)), .total, cash(400)],
                                                "应付 Total     10.00", "待付 To pay     6.00", "partly paid"),
        ([.ring(line(pear, 1000)), .total, cash(2000)],
                                                "已付 Paid      10.00", "找零 Change    10.00", "the change"),
        ([.ring(line(pear, 1000)), .total, cash(1000)],
                                                "已付 Paid      10.00", "谢谢惠顾 Thank you",   "no change"),
        ([.ring(line(pear, 1000)), .total, .charge(Money(minorUnits: 400))],
                                                "应付 Total     10.00", "请刷卡 Card     4.00", "asked for at the terminal"),
        ([.ring(line(pear, 1000)), .suspend],   "算盘",                 "",                     "parked: the next customer sees nothing of it"),
        ([.ring(line(pear, 1000)), .void],      "算盘",                 "",                     "given up"),
    ]

    @Test(arguments: rows.indices)
    func `a picture fits its rows and shows what the customer may see`(_ index: Int) {
        let row = Self.rows[index]
        var sale = SaleMachine()
        for event in row.events { _ = sale.handle(event) }
        let lines = CustomerPicture.lines(sale, columns: 20, idle: "算盘")
        #expect(lines == [row.top, row.bottom], "\(row.why)")
        #expect(lines.allSatisfy { TextWidth.cells($0) <= 20 })
        #expect(!lines.joined().contains("318"), "a member's number")
    }

    @Test func `without a sale it shows the shop`() {
        #expect(CustomerPicture.lines(nil, columns: 20, idle: "算盘") == ["算盘", ""])
    }

    @Test(arguments: [20, 24, 40, 12])
    func `a row is as wide as the display, whatever is sold`(_ columns: Int) {
        for name in ["a", "米", "a米", Self.egg, String(repeating: "x", count: 90), ""] {
            var sale = SaleMachine()
            _ = sale.handle(.ring(line(name, 12_345)))
            let lines = CustomerPicture.lines(sale, columns: columns, idle: "")
            #expect(TextWidth.cells(lines[0]) == columns, "\(name)")
            #expect(lines[0].hasSuffix(" 123.45"))
        }
    }
}
