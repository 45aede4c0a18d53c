import Loyalty
import Retail
import Testing
import Till

/// What a cashier types, and what it is taken for.
struct EntryLineTests {
    typealias Row = (text: String, meaning: EntryLine?, why: String)

    private static func cash(_ amount: Int64) -> EntryLine {
        .event(.tender(Tender(.cash, Money(minorUnits: amount))))
    }

    private static func card(_ amount: Int64) -> EntryLine {
        .event(.tender(Tender(.card, Money(minorUnits: amount))))
    }

    private static let phone: PhoneNumber = {
        guard let number = PhoneNumber("13812348000", callingCode: "86") else {
            preconditionFailure("a phone number")
        }
        return number
    }()

    private static let long = String(repeating: "9", count: 64)

    // swift-format-ignore
    static let rows: [Row] = [
        ("6901234567892",    .code("6901234567892", count: nil), "a barcode"),
        ("3*6901234567892",  .code("6901234567892", count: 3),  "three of it"),
        ("415*2100001",      .code("2100001", count: 415),      "415 g of a weighed one"),
        ("0042",             .code("0042", count: nil),         "zeros in front belong to a code"),
        ("  tl\t",           .event(.total()),                  "spaces and small letters are forgiven"),
        ("TL",               .event(.total()),                  "total"),
        ("CA",               .event(.tenderExact(.cash)),       "exact cash"),
        ("CN",               .event(.void),                     "the sale is voided"),
        ("SO",               .event(.suspend),                  "parked"),
        ("RS",               .event(.resume),                   "taken up again"),
        ("VD3",              .event(.voidLine(2)),              "people count from one"),
        ("2000CA",           cash(2000),                        "20.00 in cash"),
        ("CD",               .event(.tenderExact(.card)),       "all of it at the terminal"),
        ("500cd",            card(500),                         "5.00 of it at the terminal"),
        ("PT",               .event(.payWithPoints(nil)),       "as many points as can be"),
        ("points",           .event(.payWithPoints(nil)),       "the same in full"),
        ("500PT",            .event(.payWithPoints(500)),       "so many of them"),
        ("points 500",       .event(.payWithPoints(500)),       "the same in full"),
        ("0PT",              .event(.payWithPoints(0)),         "none after all"),
        ("-5PT",             nil,                               "less than none"),
        ("XPT",              nil,                               "how many"),
        ("points x",         nil,                               "how many"),
        ("CDX",              .event(.cancelCard),               "not at the terminal after all"),
        ("CDY",              .event(.resolveCard(wasCharged: true)),  "a person found the payment"),
        ("CDN",              .event(.resolveCard(wasCharged: false)), "a person did not find it"),
        ("1234CDA",          .event(.seeTo(Money(minorUnits: 1234))), "a person has settled it with the customer"),
        ("CDA",              nil,                               "an alarm is not cleared unread"),
        ("PH13812348000",    .phone(phone),                     "what the member says"),
        ("ph+8613812348000", .phone(phone),                     "with its country"),
        ("PH1381234800O",    nil,                               "a letter"),
        ("PH",               nil,                               "whose"),
        ("CPSAVE20",         .event(.coupon("SAVE20")),         "a coupon"),
        ("cp save-20",       .event(.coupon("SAVE-20")),        "as it is said"),
        ("CPTL",             .event(.coupon("TL")),             "one with the name of a word"),
        ("CP12CA",           .event(.coupon("12CA")),           "no cash"),
        ("CP",               nil,                               "which coupon"),
        ("CP满20",           nil,                               "nothing on the keyboard"),
        ("XR",               .dayTotals,                        "what the day has brought"),
        ("ZR",               .closeDay(counted: nil),           "the day is closed, uncounted"),
        ("12345zr",          .closeDay(counted: Money(minorUnits: 12_345)), "123.45 counted in cash"),
        ("0ZR",              .closeDay(counted: .zero),         "an empty drawer is counted too"),
        ("-1ZR",             nil,                               "less than no cash"),
        ("DT20170501",       .date(TestBench.day),              "today's date, when the till asks"),
        ("dt2017-05-01",     .date(TestBench.day),              "as the till writes it"),
        ("DT20170229",       nil,                               "no such day"),
        ("DT",               nil,                               "which day"),
        ("XZR",              nil,                               "how much cash"),
        ("XCD",              nil,                               "how much by card"),
        ("-5CA",             cash(-5),                          "the sale refuses it, with a reason"),
        ("1*1",              .code("1", count: 1),              "the least count"),
        ("1000000*1",        .code("1", count: 1_000_000),      "the largest count"),
        (long,               .code(long, count: nil),           "the longest line"),
        ("",                 nil,                               "nothing"),
        ("   ",              nil,                               "no more than nothing"),
        ("0*1",              nil,                               "none of something"),
        ("-1*1",             nil,                               "a return is no count"),
        ("1000001*1",        nil,                               "a slip on the keypad"),
        ("99999999999999999999*1", nil,                         "no number at all"),
        ("3*",               nil,                               "three of what"),
        ("*5",               nil,                               "how many"),
        ("3*4*5",            nil,                               "one star at most"),
        ("3.5*1",            nil,                               "thousandths are whole"),
        ("VD0",              nil,                               "there is no line 0"),
        ("VD",               nil,                               "which line"),
        ("VDX",              nil,                               "which line"),
        ("XCA",              nil,                               "how much"),
        ("9999999999999999999CA", nil,                          "more money than there is"),
        ("HELLO",            nil,                               "no word of the till's"),
        ("１２３",            nil,                               "digits of another width are none"),
        ("TL;CN",            nil,                               "one thing a line"),
        (long + "9",         nil,                               "too long to be read"),
    ]

    @Test(arguments: rows)
    func `a line means one thing, or nothing`(_ row: Row) {
        #expect(EntryLine(row.text) == row.meaning)
    }

    @Test func `a code is a card, then an item, then rung under its number`() async throws {
        let list = MemoryCatalogue(
            items: [("690", item(21, price: 250)), ("777", item(22, price: 1))],
            cards: [("777", MemberID(318))]
        )
        func event(_ text: String) async throws -> TillEvent? {
            try await EntryLine(text)?.event(list)
        }
        #expect(try await event("777") == .identify(MemberID(318)))
        #expect(try await event("3*690") == .ring(item(21, price: 250).line(3)))
        #expect(try await event("TL") == .total())
        #expect(
            try await event("2*4711")
                == .ring(
                    LineItem(article: .unlisted(4711), quantity: .count(2), gross: .zero)
                )
        )
    }
}
