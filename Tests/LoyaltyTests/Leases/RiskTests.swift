import Loyalty
import Retail
import Testing

/// The shop's own risk: money that is leased like points, and lost only as far as it has to be.
struct RiskTests {
    private static func money(_ amount: Int64) -> Money { Money(minorUnits: amount) }

    /// Books with a limit of 300, of which till 7 has leased 100.
    private static func book() throws -> LeaseBook {
        var book = LeaseBook(terms: LeaseTerms(riskLimit: 300, riskCap: 100))
        let lease = try book.grant(150, as: 1, of: .risk).get()
        #expect(lease.units.total == 100, "a till has no more than the cap")
        return book
    }

    /// A sale that takes so many points for so much money out of that lease.
    private static func spend(_ count: Int64, _ worth: Int64) -> LeaseSpend {
        LeaseSpend(
            lease: name(1),
            pool: points,
            units: Holding(.lot(nil), count),
            worth: money(worth)
        )
    }

    typealias Row = (had: Int64, points: Int64, worth: Int64, lost: Int64, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (50, 30, 30,  0,   "the member had them all"),
        (0,  30, 30,  30,  "the member had none"),
        (20, 30, 30,  10,  "a third was not there, at a fen each"),
        (20, 30, 90,  30,  "and at three fen each: the sale says what they were worth"),
        (1,  3,  100, 67,  "a part of a fen is lost as a whole one"),
        (20, 30, 120, 40,  "more than the lease has, by a twin: the share is lost"),
        (0,  30, 120, 100, "but never more than the lease has"),
    ]

    @Test(arguments: rows)
    func `what the member has pays first, and only the rest's share of the worth is lost`(
        _ row: Row
    ) throws {
        var book = try Self.book()
        book.earn(holding("\(row.had)@150"), in: points)
        book.use(Self.spend(row.points, row.worth))
        let taken = min(row.worth, 100)
        let expected = [200 + taken - row.lost, 100 - taken, row.lost, 0, 0]
        #expect(book.state(of: .risk) == expected, "\(row.why)")
        #expect(book.ledger(of: points).owed.total == max(0, row.points - row.had))
        #expect(book.excesses.map(\.lost) == [Self.money(row.lost)])
        #expect(book.faults() == [])
    }

    @Test func `money of a lease that is over is not taken, and the points are`() throws {
        var book = try Self.book()
        book.earn(holding("20@150"), in: points)
        book.giveBack(name(1), by: seven)
        book.use(Self.spend(30, 30))
        #expect(book.state(of: .risk) == [300, 0, 0, 0, 0])
        #expect(book.state() == [0, 0, 30, 0, 10])
        #expect(book.faults() == [])
    }

    @Test func `a till is given anew what it has spent, and no more`() throws {
        var book = try Self.book()
        let capped = book.grant(1, as: 2, of: .risk)
        #expect(capped == .failure(.capped))
        book.use(Self.spend(60, 60))
        #expect(book.state(of: .risk) == [200, 40, 60, 0, 0])
        let more = book.grant(99, as: 3, of: .risk).map(\.units.total)
        #expect(more == .success(60))
        let other = book.grant(200, as: 4, of: .risk, to: eight).map(\.units.total)
        #expect(other == .success(100), "another till has a part of its own")
    }

    @Test func `by default no risk is leased`() {
        var book = LeaseBook(terms: LeaseTerms())
        let grant = book.grant(1, as: 1, of: .risk)
        #expect(grant == .failure(.exhausted))
    }

    typealias Setting = (money: Int64, free: Int64, owed: Int64, why: String)

    // swift-format-ignore
    static let settings: [Setting] = [
        (500, 430, 0,  "more: what the till holds is a part of it"),
        (270, 200, 0,  "what it is already"),
        (70,  0,   0,  "just what the till holds"),
        (69,  0,   1,  "less than the till holds: one fen that comes back stays here"),
        (0,   0,   70, "none, while the till holds some"),
    ]

    @Test(arguments: settings)
    func `the owner sets what may be lost from now on, and what tills hold beyond comes back`(
        _ row: Setting
    ) throws {
        var book = try Self.book()
        book.use(Self.spend(30, 30))
        for _ in 0..<2 {
            book.setRisk(Self.money(row.money))
            #expect(book.state(of: .risk) == [row.free, 70, 30, 0, row.owed], "\(row.why)")
        }
        book.giveBack(name(1), by: seven)
        #expect(book.ledger(of: .risk)[.available].total == row.money, "no more is leased again")
        #expect(book.faults() == [])
    }

    @Test func `what a restored hub had forgotten comes out of the next limit`() {
        var book = LeaseBook(terms: LeaseTerms())
        book.accept(lease(1, "100#money", of: .risk))
        #expect(book.state(of: .risk) == [0, 100, 0, 0, 100])
        book.setRisk(Self.money(99))
        #expect(book.state(of: .risk) == [0, 100, 0, 0, 1])
        book.setRisk(Self.money(150))
        #expect(book.state(of: .risk) == [50, 100, 0, 0, 0])
        #expect(book.faults() == [])
    }

    private static func at(_ time: Int64) -> PurseMoment {
        PurseMoment(clock: time, latest: time, guardTime: 0)
    }

    @Test func `a till spends what it holds of the shop's money, and no fen more`() {
        var purse = Purse()
        purse.greet()
        purse.take(lease(1, "100#money", of: .risk))
        #expect(purse.riskable(at: Self.at(0)) == Self.money(100))
        let spend = purse.risk(30, of: points, taking: Self.money(90), at: Self.at(0))
        #expect(spend == Self.spend(30, 90))
        #expect(purse.riskable(at: Self.at(0)) == Self.money(10))
        let more = purse.risk(1, of: points, taking: Self.money(11), at: Self.at(0))
        #expect(more == nil)
        let late = purse.risk(1, of: points, taking: Self.money(1), at: Self.at(1_000_001))
        #expect(late == nil, "its time is over")
        var copy = purse.restarted()
        let unwitnessed = copy.risk(1, of: points, taking: Self.money(1), at: Self.at(0))
        #expect(unwitnessed == nil, "a copy of the box may be spending the same")
        purse.standApart()
        #expect(purse.riskable(at: Self.at(0)) == .zero)
    }

    typealias Worn = (
        spent: Int64, at: Int64, linked: Bool, selling: Bool, back: Bool, why: String
    )

    // swift-format-ignore
    static let worn: [Worn] = [
        (0,   499_999, true,  false, false, "new and whole"),
        (0,   500_001, true,  false, true,  "half of its time is over"),
        (0,   500_001, false, false, false, "without a line there is no other"),
        (50,  0,       true,  false, false, "half of it is left"),
        (51,  0,       true,  false, true,  "more than half is spent"),
        (51,  0,       true,  true,  false, "a basket may want it"),
        (100, 0,       false, true,  true,  "nothing is left of it"),
    ]

    @Test(arguments: worn)
    func `a lease of risk that is worn goes back for a new one while the hub is there`(
        _ row: Worn
    ) {
        var purse = Purse()
        purse.greet()
        purse.take(lease(1, "100#money", of: .risk))
        if row.spent > 0 {
            let spend = purse.risk(1, of: points, taking: Self.money(row.spent), at: Self.at(0))
            #expect(spend != nil)
        }
        let due = purse.due(
            at: Self.at(row.at),
            isLinked: row.linked,
            isSelling: row.selling,
            wanted: [],
            renewal: 500_000
        )
        #expect(due.map(\.id) == (row.back ? [name(1)] : []), "\(row.why)")
    }
}
