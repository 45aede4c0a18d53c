import Hub
import Loyalty
import Members
import Records
import Retail
import SyncProtocol
import TestSupport
import Testing

/// Goods that come back, in the hub's books: the exact inverse of their sale, once, in whatever
/// order records come.
struct ReturnBookingTests {
    private static func money(_ amount: Int64) -> Money { Money(minorUnits: amount) }

    private func send(_ till: TestTill, to hub: HubCore) async throws -> [String] {
        _ = try await hub.welcome(till.hello).get()
        return try await hub.receive(till.upload).get().setAside.map(\.reason)
    }

    /// Expects that nothing was sold in the end, whichever books one looks into.
    private func expectNothing(_ hub: HubCore, _ what: String = "") async throws {
        let census = try await hub.census()
        #expect(census.due == .zero && census.points == .zero, "\(what)")
        #expect(census.setAside == 0 && census.deferred == 0)
        #expect(try await hub.store.read { try $0.ledgerSum() } == .zero, "\(what)")
        for lot in try await hub.store.read({ try $0.lots(programme: "r1") }) {
            #expect(lot.points == .zero, "\(what): \(lot)")
        }
        for name in [HubReport.Name.departments, .storeDays] {
            let report = try await hub.report(name, asOf: nil)
            for column in ["net", "gross", "coupon_disc", "due", "r1_points"] {
                guard let index = report.columns.firstIndex(of: column) else { continue }
                let sum = report.rows.reduce(Int64.zero) { sum, row in
                    if case .number(let value) = row[index] { sum + value } else { sum }
                }
                #expect(sum == 0, "\(what): \(name) \(column)")
            }
        }
    }

    @Test(arguments: TestStore.allCases)
    func `a sale and its returns are nothing, whatever book one opens`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        var till = TestTill()
        let sale = try till.sold("GROCERY:double:1000 DAIRY:standard:499-100", pieces: 3)
        var earlier: [GoodsReturn] = []
        for (number, line) in [0, 1, 0].enumerated() {
            let event = ReturnMachine.Event.pieces(1, of: line)
            let receipt = Int32(number + 1)
            earlier.append(
                try till.giveBack(event, of: sale, after: earlier, receipt: receipt)
            )
        }
        #expect(try await send(till, to: hub) == [])
        let half = try await hub.census()
        #expect(half.sales == 1 && half.returns == 3 && half.lines == 2)
        let back = earlier.map(\.refund.minorUnits).reduce(0, +)
        #expect(half.due == Self.money(1399 - back) && half.points > .zero)

        try till.giveBack(of: sale, after: earlier, receipt: 4)
        #expect(try await send(till, to: hub) == [])
        try await expectNothing(hub)
        #expect(try await hub.differences().isEmpty, "the hub counts as the till did")
        #expect(try await hub.census().returns == 4)
        #expect(try await hub.report(.returns, asOf: nil).rows.count == 4)
        let days = try await hub.report(.storeDays, asOf: nil)
        #expect(days.rows.map { $0[2] } == [.number(1), .number(0)], "nothing was sold by returns")
        #expect(try await hub.store.verifyChains().isWhole)
    }

    @Test(arguments: TestStore.allCases)
    func `goods that come before their sale wait for it`(_ kind: TestStore) async throws {
        let hub = try await kind.hub()
        var (till, other) = (TestTill(), TestTill(8, till: 2))
        let sale = try till.sold()
        try other.giveBack(of: sale)
        #expect(try await send(other, to: hub) == [])
        let waiting = try await hub.waiting()
        #expect(waiting.count == 1 && waiting[0].kind == .goodsReturned)
        guard case .deferred(let reason) = waiting[0].standing else {
            Issue.record("it does not wait: \(waiting)")
            return
        }
        #expect(reason.contains("\(sale.sale) is not booked yet"))
        #expect(try await hub.applyDeferred() == 0, "a start changes nothing")

        #expect(try await send(till, to: hub) == [])
        #expect(try await hub.waiting().isEmpty, "the sale has brought it along")
        try await expectNothing(hub)
        #expect(try await hub.differences().isEmpty, "the hub counts as the till did")
        #expect(try await hub.store.verifyChains().isWhole)
    }

    @Test(arguments: TestStore.allCases)
    func `more than was sold does not come back, whoever says so`(_ kind: TestStore) async throws {
        let hub = try await kind.hub()
        var (till, other) = (TestTill(), TestTill(8, till: 2))
        let sale = try till.sold(pieces: 3)
        try till.giveBack(.pieces(2), of: sale)
        // The other one has never heard of the first.
        try other.giveBack(.pieces(2), of: sale)
        try other.giveBack(.pieces(1), of: sale, receipt: 2)
        #expect(try await send(till, to: hub) == [])
        let reasons = try await send(other, to: hub)
        #expect(reasons.count == 1 && reasons[0].contains("Of line 1, 1 can come back"))
        let census = try await hub.census()
        #expect(census.returns == 2 && census.setAside == 1)
        #expect(census.due >= .zero && census.points >= .zero)
        #expect(try await hub.differences().count == 1, "its last fen was the other till's")
    }

    typealias Lie = (
        tell: @Sendable (inout ReturnDraft) -> Void, reason: String, why: String
    )

    // swift-format-ignore
    static let lies: [Lie] = [
        ({ $0.place = Place(store: 9, till: 9) },       "store 9 till 9",   "another till's return"),
        ({ $0.receipt = 0 },                            "the number 0",     "receipts count from 1"),
        ({ $0.day = BusinessDay(number: 0) },           "1970-01-01",       "no till stood then"),
        ({ $0.member = MemberID(5) },                   "another member",   "points of somebody else"),
        ({ $0.points = Points(.max) },                  "had earned 10",    "more than was earned"),
        ({ $0.tenders = [Tender(.cash, money(.max))] }, "not an amount",    "sums must not overflow"),
        ({ $0.tenders = [Tender(.cash, money(1001))] }, "not an amount",    "more than was paid"),
        ({ $0.lines = [] },                             "Say what",         "no goods"),
        ({ $0.lines[0] = ReturnedLine(line: .max, item: $0.lines[0].item) }, "no line", "nor that one"),
        ({ $0.origin = .init(sale: $0.origin.sale, place: $0.place, receipt: .init(day: $0.day, number: 7)) },
                                                        "another sale",     "a sale has one receipt"),
    ]

    @Test(arguments: lies.indices, TestStore.allCases)
    func `a return that contradicts its sale is set aside while the rest flows`(
        _ row: Int,
        _ kind: TestStore
    ) async throws {
        let lie = Self.lies[row]
        let hub = try await kind.hub()
        var till = TestTill()
        let sale = try till.sold()
        try till.giveBack(of: sale, spoiltBy: lie.tell)
        till.sell(day: "2017-05-02", receipt: 2)
        let reasons = try await send(till, to: hub)
        #expect(reasons.count == 1 && reasons[0].contains(lie.reason), "\(lie.why): \(reasons)")
        let census = try await hub.census()
        #expect(census.sales == 2 && census.returns == 0 && census.points == 20)
    }

    @Test(arguments: TestStore.allCases)
    func `a till that keeps the points or the money is told of`(_ kind: TestStore) async throws {
        let hub = try await kind.hub()
        var till = TestTill()
        let sales = [try till.sold(receipt: 1), try till.sold(receipt: 2)]
        try till.giveBack(of: sales[0], receipt: 1) { $0.points = 0 }
        try till.giveBack(of: sales[1], receipt: 2) { $0.tenders = [] }
        #expect(try await send(till, to: hub) == [])
        let told = try await hub.differences().map(\.detail)
        #expect(told.count == 2)
        #expect(told.first?.contains("had earned 10 points, and 0 went back") == true)
        #expect(told.last?.contains("are worth 10.00, and 0.00 went back") == true)
        let census = try await hub.census()
        #expect(census.points == 10 && census.due == Self.money(1000), "what it states stands")
    }

    @Test(arguments: TestStore.allCases)
    func `points that were spent already are owed, and never below zero`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        var till = TestTill()
        let sale = try till.sold()
        #expect(try await send(till, to: hub) == [])
        let pool = LeasePool.points(MemberID(1))
        let wish = LeaseWish(id: LeaseID(high: 1, low: 1), pool: pool, amount: 8)
        let request = LeaseRequest(
            device: till.device,
            epoch: 1,
            wishes: [wish],
            asksForAll: false
        )
        let granted = try await hub.lease(request).get().leases.first?.lease
        let lease = try #require(granted)
        let spend = LeaseSpend(lease: lease.id, pool: pool, units: lease.units)
        till.state(.lease(.accepted(SignedLease(lease))))
        till.sell(receipt: 2) { $0.leases = SaleLeases(spent: [spend]) }
        try till.giveBack(of: sale)
        #expect(try await send(till, to: hub) == [])
        let ledger = LeaseLedger(
            try await hub.store.read { try $0.ledgers(of: [pool])[pool] ?? [] }
        )
        #expect(ledger.faults() == [])
        #expect(ledger[.available].total == 2 && ledger.owed.total == 0, "the next sale paid")
        #expect(ledger.earned.total == 10 && ledger[.redeemed].total == 8)
        #expect(try await hub.store.verifyChains().isWhole)
    }

    @Test(arguments: TestStore.allCases)
    func `in whatever order tills are heard, a month of returns leaves the same books`(
        _ kind: TestStore
    ) async throws {
        for seed in Dice.seeds(kind == .memory ? 20 : 3) {
            var dice = Dice(seed: seed)
            let hub = try await kind.hub()
            var tills = [TestTill(), TestTill(8, till: 2)]
            var kept: [(sale: CompletedSale, earlier: [GoodsReturn])] = []
            for number in 1...6 {
                let sale = try tills[Int(dice.next() % 2)].sold(
                    "GROCERY:double:\(dice.next() % 3000 + 1) DAIRY:standard:\(dice.next() % 900)",
                    pieces: Int64(dice.next() % 4) + 1,
                    receipt: Int32(number)
                )
                kept.append((sale, []))
            }
            for number in 1...18 {
                let index = number > 12 ? number - 13 : Int(dice.next() % 6)
                let (sale, earlier) = kept[index]
                let event =
                    number > 12 ? .giveBackAll : ReturnMachine.Event.pieces(1, of: number % 2)
                let given = try? tills[Int(dice.next() % 2)].giveBack(
                    event,
                    of: sale,
                    after: earlier,
                    receipt: Int32(number)
                )
                if let given { kept[index].earlier.append(given) }
            }
            if Bool.random(using: &dice) { tills.reverse() }
            for till in tills { #expect(try await send(till, to: hub) == [], "\(seed)") }
            // A part is worth what was back before it: tills that are heard in another order than
            // they gave differ by a fen. The sum is nothing all the same.
            try await expectNothing(hub, "SUANPAN_SEED=\(seed)")
        }
    }
}
