import Loyalty
import Retail
import Testing

/// Amounts in fen; terms read `points=worth from smallest by step to share`; `-` asks for the most.
struct RedeemRuleTests {
    typealias Row = (
        terms: RedeemRule, asked: Int64?, due: Int64, open: Int64, held: Int64,
        answer: Result<Points, RedeemRefusal>, why: String
    )

    private static let half = redeeming()
    private static let all = redeeming(smallest: 300, share: 100)
    private static let fine = redeeming(points: 10, worth: 3, smallest: 10, step: 10, share: 100)

    private static func most(_ points: Points) -> Result<Points, RedeemRefusal> {
        .failure(.tooMany(most: points))
    }

    private static func held(_ points: Points) -> Result<Points, RedeemRefusal> {
        .failure(.notHeld(most: points))
    }

    // swift-format-ignore
    static let rows: [Row] = [
        (half, nil,  1000, 1000, 5000, .success(500), "as many as half of what is due"),
        (half, nil,  1000, 300,  5000, .success(300), "as many as are still to be paid"),
        (half, nil,  1000, 1000, 370,  .success(300), "as many whole steps as are held"),
        (half, nil,  1999, 1999, 5000, .success(900), "half is floored, and then whole steps"),
        (half, nil,  1000, 1000, 99,   held(0),       "less than the smallest number is held"),
        (half, nil,  150,  150,  5000, most(0),       "half of it is worth less than that"),
        (half, nil,  1000, 0,    5000, most(0),       "everything is paid"),
        (half, 500,  1000, 1000, 500,  .success(500), "all that there is"),
        (half, 100,  1000, 1000, 500,  .success(100), "no more than is asked"),
        (half, 600,  1000, 1000, 5000, most(500),     "above the share"),
        (half, 500,  1000, 400,  5000, most(400),     "above what is open"),
        (half, 500,  1000, 1000, 499,  held(400),     "more than is held, and how many are"),
        (half, 500,  1000, 1000, 0,    held(0),       "nothing is held"),
        (half, 150,  1000, 1000, 5000, .failure(.wrongStep(smallest: 100, step: 100)), "no whole step"),
        (half, 0,    1000, 1000, 5000, .failure(.wrongStep(smallest: 100, step: 100)), "none is no tender"),
        (half, -100, 1000, 1000, 5000, .failure(.wrongStep(smallest: 100, step: 100)), "nor less than none"),
        (half, .max, 1000, 1000, 5000, .failure(.wrongStep(smallest: 100, step: 100)), "whatever is typed"),
        (half, .max / 100 * 100, 1000, 1000, 5000, most(500), "nor so many"),
        (all,  nil,  1000, 1000, 5000, .success(1000), "where points may pay for everything"),
        (all,  200,  1000, 1000, 5000, .failure(.wrongStep(smallest: 300, step: 100)), "too few at a time"),
        (all,  nil,  299,  299,  5000, most(0),       "so a small sale takes none"),
        (all,  nil,  1000, 1000, 200,  held(0),       "and a small purse pays nothing"),
        (fine, nil,  100,  100,  5000, .success(330), "33 steps of 3 fen; a fen is left"),
        (fine, 10,   100,  100,  5000, .success(10),  "a step"),
    ]

    @Test(arguments: rows.indices)
    func `a sale takes so many points, or says why not`(_ index: Int) {
        let row = Self.rows[index]
        let answer = Result { () throws(RedeemRefusal) -> Points in
            try row.terms.points(
                asked: row.asked.map { Points($0) },
                due: Money(minorUnits: row.due),
                open: Money(minorUnits: row.open),
                spendable: Points(row.held)
            )
        }
        #expect(answer == row.answer, "\(row.why)")
        guard case .success(let points) = answer else { return }
        let worth = row.terms.value(of: points).minorUnits
        #expect(worth <= row.open && worth * 100 <= row.due * row.terms.sharePercent)
    }
}
