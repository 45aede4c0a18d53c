import Retail
import Testing

/// What was paid, kind by kind.
struct TenderTotalsTests {
    typealias Row = (tenders: [Tender], change: Int64, cash: Int64, all: Int64, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ([],                                   0,  0,   0,   "nothing"),
        ([tender(.cash, 500)],                 200, 300, 300, "change comes out of the cash"),
        ([tender(.card, 300)],                 0,  0,   300, "a card"),
        ([tender(.cash, 100), tender(.cash, 50)], 0, 150, 150, "twice the same kind"),
        ([tender(.card, 100), tender(.cash, 500)], 300, 200, 300, "part by card, change from the rest"),
        ([tender(.card, 0), tender(.cash, 0)], 0,  0,   0,   "nothing in any kind is nothing"),
    ]

    private static func tender(_ kind: Tender.Kind, _ amount: Int64) -> Tender {
        Tender(kind, Money(minorUnits: amount))
    }

    @Test(arguments: rows)
    func `totals are what stays in the drawer and what terminals have`(_ row: Row) {
        let totals = TenderTotals(row.tenders, change: Money(minorUnits: row.change))
        #expect(totals[.cash].minorUnits == row.cash, "\(row.why)")
        #expect(totals.total.minorUnits == row.all, "\(row.why)")
        #expect((totals == TenderTotals()) == (row.all == 0), "\(row.why)")
    }
}
