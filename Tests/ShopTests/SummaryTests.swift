import Shop
import Testing

struct SummaryTests {
    static var good: ShopSummary {
        var summary = ShopSummary()
        summary.sales = 9
        summary.hubSales = 9
        summary.receiptsPrinted = 9
        summary.journalled = 120
        summary.acknowledged = 120
        summary.chargedToCards = 4200
        summary.bookedToCards = 4200
        summary.soldOffline = 2
        summary.waitedOffline = 20
        summary.soldWithoutPaper = 1
        summary.basketsPulled = 1
        summary.basketsBack = 1
        return summary
    }

    @Test func `a whole story has no fault`() {
        var summary = Self.good
        summary.check()
        #expect(summary.isComplete)
        #expect(summary.text.contains("exactly once"))
    }

    typealias Row = (change: @Sendable (inout ShopSummary) -> Void, fault: String)

    static let rows: [Row] = [
        ({ $0.hubSales = 8 }, "the hub has 8 of 9 sales"),
        ({ $0.receiptsPrinted = 10 }, "10 receipts for 9 sales"),
        ({ $0.acknowledged = 118 }, "2 records wait"),
        ({ $0.bookedToCards = 0 }, "cards paid ¥42.00, of which ¥0.00 is booked"),
        ({ $0.soldOffline = 0 }, "nothing was sold without the network"),
        ({ $0.waitedOffline = 0 }, "nothing waited while the network was out"),
        ({ $0.soldWithoutPaper = 0 }, "nothing was sold without paper"),
        (
            {
                $0.basketsPulled = 0
                $0.basketsBack = 0
            }, "the power was not pulled in mid-basket"
        ),
        ({ $0.basketsBack = 0 }, "1 baskets were lost"),
    ]

    @Test(arguments: rows.indices)
    func `what is not true is said`(_ index: Int) {
        var summary = Self.good
        Self.rows[index].change(&summary)
        summary.check()
        #expect(summary.faults == [Self.rows[index].fault])
        #expect(summary.text.contains("✗ \(Self.rows[index].fault)"))
    }
}
