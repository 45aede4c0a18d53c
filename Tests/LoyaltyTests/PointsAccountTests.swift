import Loyalty
import Retail
import Testing

/// Points are good on 60 days and the span begins on day 100.
///
/// Earnings read `points@day`; the account reads opening + earned − expired = balance, then what
/// goes on the next thirty days.
struct PointsAccountTests {
    typealias Row = (earned: String, asOf: Int32, account: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("",                    130, "0+0-0=0 0",     "nothing earned"),
        ("5@100",               130, "0+5-0=5 5",     "earned on the first day of the span"),
        ("5@99",                130, "5+0-0=5 5",     "earned the day before: it was there already"),
        ("5@130",               130, "0+0-0=0 0",     "what the day itself brings is not known yet"),
        ("5@129",               130, "0+5-0=5 0",     "earned yesterday, far from going"),
        ("5@100",               159, "0+5-0=5 5",     "the sixtieth day is still good"),
        ("5@100",               160, "0+5-5=0 0",     "and at its midnight it is gone"),
        ("5@41",                130, "5+0-5=0 0",     "good at the opening, gone since"),
        ("5@40",                130, "0+0-0=0 0",     "gone at the opening's very midnight"),
        ("5@1",                 130, "0+0-0=0 0",     "gone long before"),
        ("5@100",               130, "0+5-0=5 5",     "goes on day 160, the thirtieth from here"),
        ("5@101",               130, "0+5-0=5 0",     "goes on day 161, the thirty-first"),
        ("5@71",                130, "5+0-0=5 5",     "goes on day 131, the first from here"),
        ("5@70",                130, "5+0-5=0 0",     "went this midnight"),
        ("5@41 7@99 9@110",     130, "12+9-5=16 7",   "all together"),
        ("9@110 7@99 5@41",     130, "12+9-5=16 7",   "in any order"),
        ("5@99 5@99",           130, "10+0-0=10 10",  "a day may come in parts"),
        ("5@90 7@95",            95, "5+0-0=5 0",     "seen before the span begins"),
    ]

    @Test(arguments: rows)
    func `opening and earned less expired is the balance`(_ row: Row) {
        var account = PointsAccount(
            from: BusinessDay(number: 100),
            asOf: BusinessDay(number: row.asOf),
            lots: LotRule(validDays: 60)
        )
        for lot in lots(row.earned) {
            guard let day = lot.lastDay else { continue }
            account.post(lot.balance, earnedOn: day)
        }
        let text = "\(account.opening)+\(account.earned)-\(account.expired)=\(account.balance)"
        #expect("\(text) \(account.next30)" == row.account)
    }

    @Test func `points without end never expire`() {
        var account = PointsAccount(
            from: BusinessDay(number: 100),
            asOf: BusinessDay(number: 20_000),
            lots: LotRule(validDays: nil)
        )
        account.post(5, earnedOn: BusinessDay(number: 1))
        account.post(7, earnedOn: BusinessDay(number: 100))
        #expect(account.opening == 5)
        #expect(account.balance == 12)
        #expect(account.next30 == 0)
    }

    @Test func `with one valid day points go at the midnight of the day they were earned`() {
        let day = BusinessDay(number: 100)
        #expect(LotRule(validDays: 1).lastDay(earnedOn: day) == day)
        #expect(LotRule(validDays: 365).lastDay(earnedOn: day) == BusinessDay(number: 464))
        #expect(LotRule(validDays: nil).lastDay(earnedOn: day) == nil)
    }
}
