import Loyalty
import Retail
import Testing

/// Points are good on 60 days and the span begins on day 100, as in `PointsAccountTests`.
///
/// Earnings read `points@day`, spends `points@day#last-day-of-the-lot`, or `#-` of no lot that is
/// known; the account reads opening + earned − redeemed − expired = balance, then what goes on the
/// next thirty days.
struct PointSpendTests {
    typealias Row = (earned: String, spent: String, asOf: Int32, account: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("100@100",       "",                     130, "0+100-0-0=100 100",  "nothing spent"),
        ("100@100",       "40@110#159",           130, "0+100-40-0=60 60",   "what was spent is not there, and does not go"),
        ("100@100",       "40@110#159",           160, "0+100-40-60=0 0",    "nor has it gone when the rest went"),
        ("100@100",       "100@110#159",          160, "0+100-100-0=0 0",    "nothing is left to go"),
        ("100@100",       "40@130#159",           130, "0+100-0-0=100 100",  "what the day itself takes is not known yet"),
        ("100@90",        "40@95#149",            130, "60+0-0-0=60 60",     "spent before the span: it opens with less"),
        ("100@90",        "40@110#149",           130, "100+0-40-0=60 60",   "spent in it"),
        ("100@41",        "40@100#100",           130, "100+0-40-60=0 0",    "on its last day"),
        ("100@40",        "40@90#99",             130, "0+0-0-0=0 0",        "a lot that went before the span is in no sum"),
        ("50@100 50@101", "40@110#159 10@110#160", 130, "0+100-50-0=50 10",  "each lot pays its own"),
        ("50@100 50@101", "10@110#160 40@110#159", 130, "0+100-50-0=50 10",  "in any order"),
        ("30@100",        "40@110#159",           130, "0+30-30-0=0 0",      "goods came back since: the shop answers for ten"),
        ("30@100 50@101", "40@110#159",           130, "0+80-30-0=50 0",     "no other lot does"),
        ("50@100 50@101", "60@110#-",             130, "0+100-60-0=40 0",    "of no lot: what ends sooner pays first"),
        ("50@120",        "20@110#-",             130, "0+50-0-0=50 0",      "earned later: it was not there"),
        ("50@41 50@101",  "20@110#-",             130, "50+50-20-50=30 0",   "and is still open on that day"),
        ("50@101",        "80@110#-",             130, "0+50-50-0=0 0",      "no more than there is"),
        ("50@100",        "20@110#170",           130, "0+50-20-0=30 30",    "dated by other rules"),
    ]

    @Test(arguments: rows.indices)
    func `what was spent comes off its lot, once`(_ index: Int) {
        let row = Self.rows[index]
        var account = PointsAccount(
            from: BusinessDay(number: 100),
            asOf: BusinessDay(number: row.asOf),
            lots: LotRule(validDays: 60)
        )
        let earned = lots(row.earned).compactMap { lot in
            lot.lastDay.map { (day: $0, points: lot.balance) }
        }
        for part in earned { account.post(part.points, earnedOn: part.day) }
        account.redeem(Self.spends(row.spent), of: earned)
        let sums = [account.opening, account.earned, account.redeemed, account.expired]
        let text = "\(sums[0])+\(sums[1])-\(sums[2])-\(sums[3])=\(account.balance)"
        #expect("\(text) \(account.next30)" == row.account, "\(row.why)")
    }

    @Test func `points without end are spent as well`() {
        var account = PointsAccount(
            from: BusinessDay(number: 100),
            asOf: BusinessDay(number: 20_000),
            lots: LotRule(validDays: nil)
        )
        let day = BusinessDay(number: 100)
        account.post(50, earnedOn: day)
        let lot: (day: BusinessDay, points: Points) = (day, 50)
        account.redeem([PointSpend(on: day, of: nil, 20)], of: [lot])
        #expect(account.redeemed == 20 && account.balance == 30 && account.next30 == 0)
    }

    private static func spends(_ notation: String) -> [PointSpend] {
        notation.split(separator: " ").map { word in
            let parts = word.split(whereSeparator: { $0 == "@" || $0 == "#" })
            guard parts.count == 3, let points = Int64(parts[0]), let day = Int32(parts[1]) else {
                preconditionFailure("no such spend: \(word)")
            }
            return PointSpend(
                on: BusinessDay(number: day),
                of: Int32(parts[2]).map { BusinessDay(number: $0) },
                Points(points)
            )
        }
    }
}
