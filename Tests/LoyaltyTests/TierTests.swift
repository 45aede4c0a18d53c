import Loyalty
import Retail
import Testing

/// Case H01: bronze from 0, silver from 10000, gold from 20000, of past spend and this bill.
struct TierTests {
    private let rule = TierRule(
        windowDays: 365,
        levels: [
            Tier(name: "bronze", spend: .zero),
            Tier(name: "silver", spend: Money(minorUnits: 10_000)),
            Tier(name: "gold", spend: Money(minorUnits: 20_000)),
        ]
    )

    // swift-format-ignore
    static let rows: [(past: Int64, bill: Int64, tier: String)] = [
        (0,       6_000, "bronze"),
        (0,      15_000, "silver"),
        (0,      25_000, "gold"),
        (4_000,     500, "bronze"),
        (8_000,   3_000, "silver"),
        (18_000,  3_000, "gold"),
        (22_000,  5_000, "gold"),
        (0,           0, "bronze"),
        (9_999,       0, "bronze"),
        (9_999,       1, "silver"),
        (19_999,      1, "gold"),
    ]

    @Test(arguments: rows)
    func `a member has the highest tier that the spend reaches`(
        _ row: (past: Int64, bill: Int64, tier: String)
    ) {
        #expect(rule.tier(forSpend: Money(minorUnits: row.past + row.bill)).name == row.tier)
    }

    @Test func `the window holds the days before the day asked about and not that day`() {
        let window = rule.window(on: BusinessDay(number: 1000))
        #expect(window.lowerBound == BusinessDay(number: 635))
        #expect(window.contains(BusinessDay(number: 999)))
        #expect(!window.contains(BusinessDay(number: 1000)))
    }
}
