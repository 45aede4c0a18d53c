import Retail
import Testing

/// What nobody can go by is refused before any till hears of it.
struct CouponFaultTests {
    typealias Row = (change: @Sendable (inout Coupon) -> Void, fields: [String], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ({ _ in },                                           [],             "as it is"),
        ({ $0.id = "SAVE-20" },                              [],             "capitals, digits, hyphens"),
        ({ $0.id = "" },                                     ["id"],         "nothing to type"),
        ({ $0.id = "save20" },                               ["id"],         "small letters"),
        ({ $0.id = "-20" },                                  ["id"],         "an amount below zero"),
        ({ $0.id = "满20" },                                 ["id"],         "nothing on a till's keyboard"),
        ({ $0.id = String(repeating: "A", count: 25) },      ["id"],         "too long"),
        ({ $0.name = "" },                                   ["name"],       "no name"),
        ({ $0.name = "a\tb" },                               ["name"],       "a tab"),
        ({ $0.amountOff = nil },                             ["amount-off"], "takes nothing off"),
        ({ $0.shareOff = 100 },                              ["amount-off"], "an amount and a share"),
        ({ $0.amountOff = .zero },                           ["amount-off"], "nothing"),
        ({ $0.amountOff = Money(minorUnits: -5) },           ["amount-off"], "makes it dearer"),
        ({ $0.amountOff = nil; $0.shareOff = 10_000 },       [],             "all of it"),
        ({ $0.amountOff = nil; $0.shareOff = 10_001 },       ["share-off"],  "more than all"),
        ({ $0.amountOff = nil; $0.shareOff = 0 },            ["share-off"],  "none"),
        ({ $0.atMost = Money(minorUnits: 5) },               ["at-most"],    "a bound on an amount"),
        ({ $0.smallestBasket = .zero },                      ["smallest-basket"], "leave it out"),
        ({ $0.lastDay = BusinessDay(number: 17_286) },       ["last-day"],   "over before it begins"),
        ({ $0.firstDay = BusinessDay(number: 1) },           ["first-day"],  "a day of no till"),
        ({ $0.departments = [] },                            ["departments"], "for nothing"),
        ({ $0.departments = ["A", "A"] },                    ["departments"], "twice"),
        ({ $0.items = [21, 0] },                             ["items"],      "no product"),
        ({ $0.items = Array(1...257) },                      ["items"],      "too many"),
        ({ $0.items = Array(1...256) },                      [],             "as many as may be"),
        ({ $0.perBasket = 0 },                               ["per-basket"], "never"),
        ({ $0.perBasket = 100 },                             ["per-basket"], "too often"),
        ({ $0.singleUse = true },                            [],             "with codes of its own"),
        ({ $0.singleUse = false },                           [],             "for everybody"),
        ({ $0.id = ""; $0.perBasket = 0 },                   ["id", "per-basket"], "two faults at once"),
    ]

    @Test(arguments: rows.indices)
    func `a coupon that no till can go by is named with what to do`(_ index: Int) {
        let row = Self.rows[index]
        var coupon = Coupon(
            id: "SAVE20",
            name: "满100减20",
            amountOff: Money(minorUnits: 2000),
            firstDay: BusinessDay(number: 17_287),
            lastDay: BusinessDay(number: 17_317)
        )
        row.change(&coupon)
        #expect(coupon.faults.map(\.field) == row.fields, "\(row.why)")
        #expect(coupon.faults.allSatisfy { !$0.what.isEmpty && !$0.fix.isEmpty }, "\(row.why)")
    }
}
