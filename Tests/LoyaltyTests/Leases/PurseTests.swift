import Loyalty
import Retail
import Testing

/// What a till spends of its leases, and when it stops.
struct PurseTests {
    /// A till that the hub has greeted, with a lease of 30 that ends at 1000.
    private static func purse(_ units: String = "30@150") -> Purse {
        var purse = Purse()
        purse.greet()
        purse.take(lease(1, units, expires: 1000))
        return purse
    }

    private static func at(_ clock: Int64, hub latest: Int64?) -> PurseMoment {
        PurseMoment(clock: clock, latest: latest, guardTime: 100)
    }

    typealias Clock = (clock: Int64, hub: Int64?, refusal: PurseRefusal?, why: String)

    // swift-format-ignore
    static let clocks: [Clock] = [
        (0,    0,    nil,   "well in time"),
        (900,  900,  nil,   "up to the guard"),
        (900,  901,  .over, "the guard has begun"),
        (1000, 900,  nil,   "its own clock is ahead, and not beyond"),
        (1001, 0,    .over, "its own records would be beyond the end"),
        (0,    5000, .over, "its own clock has been put back"),
    ]

    @Test(arguments: clocks)
    func `it stops before the end, by the hub's clock and by its own`(_ row: Clock) {
        var purse = Self.purse()
        let now = Self.at(row.clock, hub: row.hub)
        switch purse.spend(10, of: points, at: now, on: today) {
        case .success: #expect(row.refusal == nil, "\(row.why)")
        case .failure(let refusal): #expect(refusal == row.refusal, "\(row.why)")
        }
    }

    typealias Row = (held: [String], amount: Int64, spent: [String], why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (["30@150"],           10, ["10@150"],          "out of one lease"),
        (["30@150", "30@120"], 40, ["30@150", "10@120"], "out of two, the one that ends sooner first"),
        (["30@150 30@120"],    40, ["30@120 10@150"],   "in one lease, the lot that ends sooner first"),
        (["30@150"],           31, [],                  "all or nothing"),
        (["30@99"],            10, [],                  "its lot has gone"),
        ([],                   1,  [],                  "nothing held"),
    ]

    @Test(arguments: rows)
    func `it spends what it holds and no more`(_ row: Row) {
        var purse = Purse()
        purse.greet()
        for (index, units) in row.held.enumerated() {
            purse.take(lease(UInt64(index), units, expires: 1000 + Int64(index)))
        }
        let before = purse
        let result = purse.spend(row.amount, of: points, at: Self.at(0, hub: 0), on: today)
        switch result {
        case .success(let spends): #expect(spends.map(\.units) == row.spent.map(holding))
        case .failure(let refusal):
            #expect(refusal == .short, "\(row.why)")
            #expect(row.spent.isEmpty && purse == before)
        }
    }

    @Test func `a code is spent once, and only the one that was shown`() throws {
        let coupons = LeasePool.stock("spring")
        var purse = Purse()
        purse.greet()
        purse.take(lease(1, "1#a 1#b", of: coupons))
        let now = Self.at(0, hub: 0)
        let code = LeaseUnit.item("b")
        let spent = try purse.spend(1, of: coupons, only: code, at: now, on: today).get()
        #expect(spent.map(\.units) == [holding("1#b")])
        let again = purse.spend(1, of: coupons, only: code, at: now, on: today)
        #expect(again == .failure(.short))
        let other = try purse.spend(1, of: coupons, at: now, on: today).get()
        #expect(other.map(\.units) == [holding("1#a")])
    }

    @Test func `after a start it spends nothing old before the hub has greeted it`() throws {
        var purse = Self.purse().restarted()
        let now = Self.at(0, hub: nil)
        let unwitnessed = purse.spend(1, of: points, at: now, on: today)
        #expect(unwitnessed == .failure(.unwitnessed))
        #expect(purse.due(at: Self.at(9999, hub: nil), isLinked: true, isSelling: false) == [])

        // What it has earned since then, no copy of it has.
        purse.take(lease(2, "5@150", expires: 1000), isOwn: true)
        let spent = try purse.spend(5, of: points, at: now, on: today).get()
        #expect(spent.map(\.lease) == [name(2)])

        purse.greet()
        let old = try purse.spend(1, of: points, at: now, on: today).get()
        #expect(old.map(\.lease) == [name(1)])
    }

    @Test func `apart it spends nothing and gives everything back`() {
        var purse = Self.purse()
        purse.standApart()
        let now = Self.at(0, hub: 0)
        let apart = purse.spend(1, of: points, at: now, on: today)
        #expect(apart == .failure(.apart))
        #expect(purse.due(at: now, isLinked: false, isSelling: true).map(\.id) == [name(1)])
        #expect(!purse.wants(lease(2, "1@150"), at: now))
        purse.adopt()
        #expect(purse == Purse())
    }

    typealias Idle = (
        pool: LeasePool, linked: Bool, wanted: Set<LeasePool>?, back: Bool, why: String
    )

    // swift-format-ignore
    static let idle: [Idle] = [
        (points,      true,  [],       true,  "its member has gone, and others may want it"),
        (points,      false, [],       false, "without a line the member may come back"),
        (points,      true,  [points], false, "its member is there"),
        (points,      true,  nil,      false, "a till that keeps what it holds"),
        (.stock("s"), true,  [],       false, "prizes are nobody's"),
        (.codes(of: "S"), true,  [],   true,  "a code that no basket has"),
        (.codes(of: "S"), false, [],   false, "without a line it may come back"),
        (.codes(of: "S"), true, [.codes(of: "S")], false, "a basket has it"),
        (.risk,       true,  [],       false, "and so is the shop's money"),
    ]

    @Test(arguments: idle)
    func `points that nobody at the counter wants go back while the hub is there`(_ row: Idle) {
        var purse = Purse()
        purse.greet()
        purse.take(lease(1, "30@150", of: row.pool))
        let due = purse.due(
            at: Self.at(0, hub: 0),
            isLinked: row.linked,
            isSelling: true,
            wanted: row.wanted
        )
        #expect(due.map(\.id) == (row.back ? [name(1)] : []))
    }

    typealias Due = (clock: Int64, own: Bool, linked: Bool, selling: Bool, back: Bool, why: String)

    // swift-format-ignore
    static let dues: [Due] = [
        (0,    false, true,  false, false, "it keeps what it may spend"),
        (1001, false, false, false, true,  "what is over goes back"),
        (0,    true,  false, false, false, "own earnings stay while the hub is away"),
        (0,    true,  true,  true,  false, "and while the customer is there"),
        (0,    true,  true,  false, true,  "then they are everybody's"),
    ]

    @Test(arguments: dues)
    func `it gives back what is over, and its own earnings when the hub is there`(_ row: Due) {
        var purse = Purse()
        purse.greet()
        purse.take(lease(1, "30@150", expires: 1000), isOwn: row.own)
        let due = purse.due(
            at: Self.at(row.clock, hub: 0),
            isLinked: row.linked,
            isSelling: row.selling
        )
        #expect(!due.isEmpty == row.back, "\(row.why)")
    }

    @Test func `a lease that was given back is not taken again, however often it comes`() {
        var purse = Self.purse()
        let old = lease(1, "30@150", expires: 1000)
        let now = Self.at(0, hub: 0)
        purse.giveBack(old)
        #expect(!purse.wants(old, at: now))
        #expect(!purse.refuses(old))
        purse.forget(writtenAt: 1000)
        #expect(!purse.wants(old, at: now), "a clock that is set back revives nothing")
        purse.forget(writtenAt: 1001)
        #expect(!purse.wants(old, at: Self.at(1001, hub: 1001)), "it is over")
        #expect(purse.refuses(old), "so it goes back once more, which does nothing")
    }

    typealias Time = (counted: Int64, latest: Int64, bounded: Int64, why: String)

    // swift-format-ignore
    static let times: [Time] = [
        (60,      10_051,    10_300,    "the hub may have spoken when it was asked"),
        (1060,    11_051,    11_300,    "it counts on"),
        (1000060, 1_010_251, 1_010_300, "and may be slow by 200 in a million"),
    ]

    @Test(arguments: times)
    func `the hub's time is known to its latest, and the records' clock stays near it`(
        _ row: Time
    ) {
        let time = HubTime(hub: 10_000, asked: 10, heard: 60, drift: 200)
        #expect(time.latest(at: row.counted) == row.latest, "\(row.why)")
        #expect(time.bounded(.max, at: row.counted, lead: 300) == row.bounded)
        #expect(time.bounded(5, at: row.counted, lead: 300) == 5)
    }
}
