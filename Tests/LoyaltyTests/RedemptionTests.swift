import Loyalty
import Retail
import Testing

/// Lots read `points@last-day` in order of accrual, allocations `points#lot`; today is day 100.
struct RedemptionTests {
    typealias Row = (held: String, points: Points, paidBy: String, why: String)

    private let today = BusinessDay(number: 100)

    // swift-format-ignore
    static let rows: [Row] = [
        ("300@150",                  100, "100#0",      "one lot is enough"),
        ("300@150 200@120",          100, "100#1",      "the later lot expires sooner"),
        ("300@150 200@120",          250, "200#1 50#0", "one lot empties, the next follows"),
        ("300@120 200@120",          350, "300#0 50#1", "on equal expiry, in order of accrual"),
        ("300@99 200@100",           200, "200#1",      "a lot is good through its last day"),
        ("300@150",                    0, "",           "nothing asked, nothing taken"),
        ("0@150 200@160",             50, "50#1",       "an empty lot pays nothing"),
        ("50@never 40@131 30@110",    60, "30#2 30#1",  "B09: soonest first, never-ending last"),
        ("50@never 40@131 30@110",   120, "30#2 40#1 50#0", "B09: all of it"),
        ("50@never 40@never",         60, "50#0 10#1",  "of those without end, the oldest first"),
    ]

    @Test(arguments: rows)
    func `the lot that expires first pays first`(_ row: Row) throws {
        let paid = try redeem(row.points, from: lots(row.held), on: today)
        #expect(paid == allocations(row.paidBy))
        #expect(paid.reduce(.zero) { $0 + $1.points } == row.points)
    }

    typealias Refusal = (held: String, points: Points, error: RedemptionError, why: String)

    // swift-format-ignore
    static let refusals: [Refusal] = [
        ("300@150 200@120", 501, .insufficientPoints(short: 1),   "one point is missing"),
        ("300@99",            1, .insufficientPoints(short: 1),   "the lot went last night"),
        ("",                  5, .insufficientPoints(short: 5),   "nothing is held"),
        ("90@150",          100, .insufficientPoints(short: 10),  "B11: 90 are there"),
        ("300@150",          -1, .notAnAmount,                    "redeeming less than nothing"),
    ]

    @Test(arguments: refusals)
    func `a refusal says what is missing`(_ row: Refusal) {
        #expect(throws: row.error) { try redeem(row.points, from: lots(row.held), on: today) }
    }
}
