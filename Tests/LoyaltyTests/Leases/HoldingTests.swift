import Loyalty
import Retail
import Testing

/// Amounts and sets of codes are one thing: so many of each unit.
struct HoldingTests {
    typealias Sum = (left: String, right: String, both: String, less: String, shared: String)

    // swift-format-ignore
    static let sums: [Sum] = [
        ("",                "",         "",                  "",              ""),
        ("30@150",          "",         "30@150",            "30@150",        ""),
        ("30@150",          "20@150",   "50@150",            "10@150",        "20@150"),
        ("30@150",          "40@150",   "70@150",            "",              "30@150"),
        ("30@150 5@never",  "1#c",      "30@150 5@never 1#c", "30@150 5@never", ""),
        ("1#a 1#b",         "1#b 1#c",  "1#a 2#b 1#c",       "1#a",           "1#b"),
    ]

    @Test(arguments: sums)
    func `what is together, what is left and what is shared`(_ row: Sum) {
        let (left, right) = (holding(row.left), holding(row.right))
        #expect(left + right == holding(row.both))
        #expect(left - right == holding(row.less))
        #expect(left.shared(with: right) == holding(row.shared))
    }

    typealias Share = (held: String, amount: Int64, taken: String, why: String)

    // swift-format-ignore
    static let shares: [Share] = [
        ("300@150 200@120",  100, "100@120",         "what ends sooner goes first"),
        ("300@150 200@120",  250, "50@150 200@120",  "then what follows"),
        ("300@never 20@120", 30,  "10@never 20@120", "what never ends goes last"),
        ("300@99 20@100",    50,  "20@100",          "what has ended is not there"),
        ("1#b 1#a",          1,   "1#a",             "codes go by their name"),
        ("5@120",            9,   "5@120",           "no more than there is"),
        ("5@120",            0,   "",                "nothing asked, nothing taken"),
        ("5@120",            -1,  "",                "less than nothing is nothing"),
    ]

    @Test(arguments: shares)
    func `a share is of what ends soonest`(_ row: Share) {
        #expect(holding(row.held).soonest(row.amount, on: today) == holding(row.taken))
    }

    @Test func `names of pools and units are read back, and nothing else is one`() {
        for text in ["points/318", "stock/spring coupon", "risk"] {
            #expect(LeasePool(text)?.description == text)
        }
        for text in ["lot/2017-05-31", "lot/never", "item/51380036076"] {
            #expect(LeaseUnit(text)?.description == text)
        }
        let long = String(repeating: "x", count: LeasePool.nameLimit + 1)
        for text in ["", "points/", "points/0318", "points/x", "stock/", "risk/", "stock/\(long)"] {
            #expect(LeasePool(text) == nil, "\(text)")
        }
        for text in ["", "lot/", "lot/2017-02-30", "item/", "item/\(long)", "code/x"] {
            #expect(LeaseUnit(text) == nil, "\(text)")
        }
    }

    @Test func `entries from outside are each named once and above zero`() {
        let unit = LeaseUnit.lot(today)
        #expect(Holding([Holding.Entry(unit, 3)]) == holding("3@100"))
        #expect(Holding([Holding.Entry(unit, 3), Holding.Entry(unit, 4)]) == nil)
        #expect(Holding([Holding.Entry(unit, 0)]) == nil)
        #expect(Holding([Holding.Entry(unit, Holding.countLimit + 1)]) == nil)
        let many = (0...Holding.limit).map { Holding.Entry(.item("c\($0)"), 1) }
        #expect(Holding(many) == nil)
    }
}
