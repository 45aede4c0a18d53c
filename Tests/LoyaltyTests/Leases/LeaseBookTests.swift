import Loyalty
import Retail
import Testing

/// The hub's books: one step a word, and where all points are after it.
///
///     earn U       the member earns U              spend N U    a sale spends U out of lease N
///     grant N A    lease N, of up to A             back N       lease N is given back
///     accept N U   a record says: N is leased      past N       the chain's clock is beyond N
///     expire D     day D begins                    hold, read   a record cannot be read; it can
///     return U     goods that earned U come back
struct LeaseBookTests {
    typealias Row = (steps: String, state: [Int64], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        // steps                                                available, leased, redeemed, expired, owed
        ("earn 50@150",                                         [50, 0, 0, 0, 0],  "what is earned is available"),
        ("earn 50@150, grant 1 30",                             [20, 30, 0, 0, 0], "what is leased is not"),
        ("earn 50@150, grant 1 90",                             [0, 50, 0, 0, 0],  "no more than there is"),
        ("earn 50@150, grant 1 30, grant 1 30",                 [20, 30, 0, 0, 0], "a wish that comes twice is one"),
        ("earn 50@150, grant 1 30, spend 1 20@150",             [20, 10, 20, 0, 0], "spent out of the lease"),
        ("earn 50@150, grant 1 30, spend 1 20@150, back 1",     [30, 0, 20, 0, 0], "the rest comes back"),
        ("earn 50@150, grant 1 30, back 1, back 1",             [50, 0, 0, 0, 0],  "given back once"),
        ("earn 50@150, grant 1 30, back 1, grant 1 30",         [50, 0, 0, 0, 0],  "a wish from the past opens nothing"),
        ("earn 50@150, grant 1 30, back 1, accept 1 30@150",    [50, 0, 0, 0, 0],  "nor does a record from the past"),
        ("earn 50@150, grant 1 30, past 1",                     [50, 0, 0, 0, 0],  "the chain itself says that it is over"),
        ("earn 50@150, grant 1 30, hold, back 1",               [20, 30, 0, 0, 0], "what cannot be read may have spent"),
        ("earn 50@150, grant 1 30, hold, past 1",               [20, 30, 0, 0, 0], "so no evidence counts yet"),
        ("earn 50@150, grant 1 30, hold, back 1, read",         [50, 0, 0, 0, 0],  "until it has been read"),
        ("earn 50@150, grant 1 30, hold, hold, back 1, read",   [20, 30, 0, 0, 0], "all of it"),
        ("earn 50@99, expire 100",                              [0, 0, 0, 50, 0],  "the lot's last day is over"),
        ("earn 50@100, expire 100",                             [50, 0, 0, 0, 0],  "it is good through its last day"),
        ("earn 50@120, grant 1 30, expire 121",                 [0, 30, 0, 20, 0], "what is leased waits"),
        ("earn 50@120, grant 1 30, expire 121, back 1, expire 121", [0, 0, 0, 50, 0], "and goes when it is back"),
        // What had earned points is given back.
        ("earn 50@150, return 50@150",                          [0, 0, 0, 0, 0],   "what went back was never earned"),
        ("earn 50@150, return 20@150",                          [30, 0, 0, 0, 0],  "a part of it"),
        ("earn 50@99, expire 100, return 20@99",                [0, 0, 0, 30, 0],  "it would not have expired"),
        ("earn 50@150, grant 1 50, spend 1 40@150, back 1, return 50@150", [0, 0, 40, 0, 40], "what is spent is owed"),
        ("earn 50@150, grant 1 50, spend 1 40@150, back 1, return 50@150, earn 60@150", [20, 0, 40, 0, 0], "and paid back first"),
        ("earn 50@150, grant 1 50, return 50@150",              [0, 50, 0, 0, 50], "what a till holds is not home yet"),
        ("earn 50@150, grant 1 50, return 50@150, back 1",      [0, 0, 0, 0, 0],   "and pays when it comes"),
        // What a copied box spends, and what a restored hub does not know.
        ("spend 1 20@150",                                      [0, 0, 20, 0, 20], "nobody has it: the shop answers"),
        ("earn 50@150, spend 1 20@150",                         [30, 0, 20, 0, 0], "the member has it and pays"),
        ("earn 50@99, expire 100, spend 1 20@99",               [0, 0, 20, 30, 0], "it was spent before it went"),
        ("spend 1 20@150, earn 50@150",                         [30, 0, 20, 0, 0], "in any order"),
        ("spend 1 20@150, earn 50@160",                         [50, 0, 20, 0, 20], "each lot for itself"),
        ("accept 1 30@150, spend 1 20@150, back 1, earn 50@150", [30, 0, 20, 0, 0], "a lease comes back from its record"),
        ("accept 1 30@150, earn 50@150",                        [20, 30, 0, 0, 0], "and its points come later"),
        ("earn 50@150, grant 1 30, spend 1 30@150, spend 1 30@150", [0, 0, 60, 0, 10], "spent by two boxes"),
    ]

    @Test(arguments: rows.indices)
    func `whatever happens, every point is somewhere`(_ index: Int) throws {
        let row = Self.rows[index]
        var book = LeaseBook(terms: LeaseTerms())
        for step in row.steps.split(separator: ",") { try Self.take(step, &book) }
        #expect(book.state() == row.state, "\(row.why)")
        #expect(book.faults() == [])
        for (_, lines) in book.takeLines() {
            #expect(lines.reduce(0) { $0 + $1.count } == 0)
        }
    }

    private static func take(_ step: Substring, _ book: inout LeaseBook) throws {
        let words = step.split(separator: " ").map(String.init)
        let number = words.count > 1 ? UInt64(words[1]) ?? 0 : 0
        let rest = words.dropFirst(2).joined(separator: " ")
        switch words[0] {
        case "earn": book.earn(holding(words[1]), in: points)
        case "return": book.takeBack(holding(words[1]), in: points)
        case "grant": _ = book.grant(Int64(rest) ?? 0, as: number)
        case "accept": book.accept(lease(number, rest))
        case "spend": book.use(spend(rest, out: number))
        case "back": book.giveBack(name(number), by: seven)
        case "past": book.witness(seven, clock: LeaseTerms().duration + 1)
        case "expire": book.expire(on: BusinessDay(number: Int32(number)))
        case "hold": book.hold(seven)
        case "read": book.release(seven)
        default: Issue.record("no step is called \(words[0])")
        }
    }

    @Test func `a till's own earnings are its own until it gives them back`() {
        var book = LeaseBook(terms: LeaseTerms())
        book.earn(holding("50@150"), in: points, leasedAs: lease(1, "50@150"))
        let other = book.grant(10, as: 2, to: eight)
        #expect(other == .failure(.exhausted))
        book.use(spend("20@150", out: 1))
        book.giveBack(name(1), by: seven)
        #expect(book.state() == [30, 0, 20, 0, 0])
        #expect(book.balance(of: MemberID(318)) == 30)
    }

    @Test func `a lease is of the lots that end first, and only for its holder`() throws {
        var book = LeaseBook(terms: LeaseTerms())
        book.earn(holding("50@150 20@120 9@never 4@99"), in: points)
        let lease = try book.grant(30, as: 1).get()
        #expect(lease.units == holding("20@120 10@150"))
        #expect(lease.expires == LeaseTerms().duration)
        let other = book.grant(30, as: 1, to: eight)
        #expect(other == .failure(.over))
        #expect(book.leases(of: seven) == [lease])
        #expect(book.leases(of: eight) == [])
    }

    @Test func `a wish for one code is granted that code, once, or nothing`() throws {
        let codes = LeasePool.codes(of: "S")
        var book = LeaseBook(terms: LeaseTerms())
        book.stock(holding("1#S-1 1#S-2"), in: codes)
        func wish(_ number: UInt64, _ code: String) -> LeaseWish {
            LeaseWish(id: name(number), pool: codes, amount: 1, only: .item(code))
        }
        let lease = try book.grant(wish(1, "S-2"), to: seven, now: 0, on: today).get()
        #expect(lease.units == holding("1#S-2"))
        let taken = book.grant(wish(2, "S-2"), to: eight, now: 0, on: today)
        #expect(taken == .failure(.exhausted))
        let unknown = book.grant(wish(3, "S-3"), to: eight, now: 0, on: today)
        #expect(unknown == .failure(.exhausted))
        book.giveBack(name(1), by: seven)
        let again = try book.grant(wish(4, "S-2"), to: eight, now: 0, on: today).get()
        book.use(LeaseSpend(lease: again.id, pool: codes, units: again.units))
        book.giveBack(again.id, by: eight)
        let used = book.grant(wish(5, "S-2"), to: seven, now: 0, on: today)
        #expect(used == .failure(.exhausted))
        #expect(book.state(of: codes) == [1, 0, 1, 0, 0] && book.faults() == [])
    }

    @Test func `nobody has more leased than the caps allow`() {
        var book = LeaseBook(terms: LeaseTerms(poolCap: 40, deviceCap: 60))
        let other = LeasePool.points(MemberID(5))
        book.earn(holding("100@150"), in: points)
        book.earn(holding("100@150"), in: other)
        let grants = [
            book.grant(50, as: 1), book.grant(1, as: 2), book.grant(50, as: 3, of: other),
            book.grant(50, as: 4, to: eight),
        ]
        #expect(
            grants.map { $0.map(\.units.total) } == [
                .success(40), .failure(.capped), .success(20), .success(40),
            ]
        )
        book.giveBack(name(1), by: seven)
        let again = book.grant(50, as: 5).map(\.units.total)
        #expect(again == .success(40))
    }

    @Test func `an epoch takes its leases with it, what comes late included`() {
        var book = LeaseBook(terms: LeaseTerms())
        book.earn(holding("50@150"), in: points)
        _ = book.grant(30, as: 1)
        book.endEpochs(of: 7, before: 2)
        #expect(book.state() == [50, 0, 0, 0, 0])
        book.accept(lease(2, "30@150"))
        book.earn(holding("5@150"), in: points, leasedAs: lease(3, "5@150"))
        #expect(book.state() == [55, 0, 0, 0, 0])
        book.accept(lease(4, "30@150", to: LeaseHolder(device: 7, epoch: 2)))
        #expect(book.state() == [25, 30, 0, 0, 0])
    }

    @Test func `what was spent beyond a lease is reported`() throws {
        var book = LeaseBook(terms: LeaseTerms())
        book.earn(holding("30@150"), in: points)
        _ = book.grant(30, as: 1)
        book.use(spend("30@150", out: 1))
        #expect(book.excesses.isEmpty)
        book.use(spend("12@150", out: 1))
        let excess = try #require(book.excesses.first)
        #expect(excess.spend.lease == name(1))
        #expect(excess.beyond == holding("12@150"))
        #expect(excess.risk == holding("12@150"))
    }
}
