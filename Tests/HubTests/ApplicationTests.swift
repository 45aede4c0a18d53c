import Hub
import Loyalty
import Records
import Retail
import SyncProtocol
import Testing

/// What becomes of records once they are taken: nothing stops the rest, nothing counts twice.
struct ApplicationTests {
    private func taken(_ till: TestTill, by kind: TestStore) async throws -> (
        hub: HubCore, answer: Acknowledgement
    ) {
        let hub = try await kind.hub()
        _ = try await hub.welcome(till.hello).get()
        return (hub, try await hub.receive(till.upload).get())
    }

    typealias Poison = (
        spoil: @Sendable (inout SaleDraft) -> Void, reason: String, why: String
    )

    private static func money(_ amount: Int64) -> Money { Money(minorUnits: amount) }

    private static func accrual(_ points: Int64, of base: Int64 = 1000) -> PinnedAccrual {
        PinnedAccrual(
            programme: Programme.r1.pinned,
            accrual: Accrual(weighted: money(base), points: Points(points))
        )
    }

    // swift-format-ignore
    static let poisons: [Poison] = [
        ({ $0.lines = [] },                                "0 lines",           "a sale sells something"),
        ({ $0.lines[0].gross = money(-1) },                "gross is -0.01",    "nothing is sold below zero"),
        ({ $0.lines[0].gross = money(.max) },              "line 1: the gross", "sums must not overflow"),
        ({ $0.lines[0].memberDiscount = money(1001) },     "larger than",       "a discount is part of the price"),
        ({ $0.tenders = [] },                              "10.00 was due",     "nothing was handed over"),
        ({ $0.tenders = [Tender(.cash, money(999))] },     "10.00 was due",     "a fen is missing"),
        ({ $0.tenders = [Tender(.cash, money(2000))] },    "10.00 change",      "and the change is not stated"),
        ({ $0.change = money(1) },                         "0.00 change",       "change without cause"),
        ({ $0.tenders = [Tender(.cash, money(0))] },       "a tender",          "nothing is no tender"),
        ({ $0.tenders = [Tender(.cash, money(-5))] },      "a tender",          "nor is less than nothing"),
        ({ $0.tenders = [Tender(.externalCard, money(1500))]; $0.change = money(500) },
                                                           "in cash",           "a card gives no change"),
        ({ $0.place = Place(store: 9, till: 9) },          "store 9 till 9",    "another till's sale"),
        ({ $0.receipt = 0 },                               "the number 0",      "receipts count from 1"),
        ({ $0.day = BusinessDay(number: 0) },              "1970-01-01",        "no till stood then"),
        ({ $0.accrual = accrual(-1) },                     "-1 points",         "a sale takes no points"),
        ({ $0.accrual = accrual(.max) },                   "points",            "nor more than can be summed"),
        ({ $0.member = nil },                              "for nobody",        "points need a member"),
        ({ $0.tenders = [Tender(.points, money(1000), points: 1000)] },
                                                           "and 0 are spent",   "points that no lease gives"),
        ({ $0.tenders = [Tender(.points, money(1000))] },  "of points is none", "points that nobody has counted"),
    ]

    @Test(arguments: poisons.indices, TestStore.allCases)
    func `a sale that contradicts itself is set aside while the rest flows`(
        _ row: Int,
        _ kind: TestStore
    ) async throws {
        let poison = Self.poisons[row]
        var till = TestTill()
        till.sell(receipt: 1)
        till.sell(receipt: 2, spoiltBy: poison.spoil)
        till.sell(receipt: 3)
        let (hub, answer) = try await taken(till, by: kind)

        #expect(answer.last == till.head, "\(poison.why)")
        #expect(answer.setAside.map(\.sequence) == [2], "\(poison.why)")
        let reason = answer.setAside.first?.reason ?? ""
        #expect(reason.contains(poison.reason), "\(poison.why): \(reason)")
        let census = try await hub.census()
        #expect(census.records == 3)
        #expect(census.sales == 2)
        #expect(census.points == 20)
    }

    @Test(arguments: TestStore.allCases)
    func `a body that cannot be read is set aside while the rest flows`(
        _ kind: TestStore
    ) async throws {
        for body in ["", "{", "{}", "null", "[[[[[[", "{\"sale\":7}"] {
            for recordKind in [RecordKind.boot, .itemRung, .saleCompleted] {
                var till = TestTill()
                till.add(recordKind, body: Array(body.utf8))
                till.sell(receipt: 1)
                let (hub, answer) = try await taken(till, by: kind)
                #expect(answer.setAside.map(\.sequence) == [1], "\(body) as \(recordKind)")
                #expect(try await hub.census().sales == 1)
            }
        }
    }

    @Test(arguments: TestStore.allCases)
    func `a resent poison is named again and still not booked`(_ kind: TestStore) async throws {
        var till = TestTill()
        till.sell(spoiltBy: { $0.tenders = [] })
        let (hub, first) = try await taken(till, by: kind)
        let again = try await hub.receive(till.upload).get()
        #expect(again == first)
        #expect(try await hub.census().sales == 0)
    }

    @Test(arguments: TestStore.allCases)
    func `a kind or form of a later program is deferred, not lost`(_ kind: TestStore) async throws {
        var till = TestTill()
        till.add(RecordKind(rawValue: 999), body: Array("{}".utf8))
        till.add(.saleCompleted, schema: Fact.schema + 1, body: Array("{}".utf8))
        till.sell(receipt: 1)
        let (hub, answer) = try await taken(till, by: kind)
        #expect(answer.last == till.head)
        #expect(answer.setAside.isEmpty)
        let census = try await hub.census()
        #expect(census.deferred == 2)
        #expect(census.sales == 1)
    }

    @Test(arguments: TestStore.allCases)
    func `the words of a payment are kept as evidence, and nothing waits for them`(
        _ kind: TestStore
    ) async throws {
        var till = TestTill()
        till.add(.paymentGivenUp, schema: 1, body: Array(#"{"operation":"o/0"}"#.utf8))
        till.sell(receipt: 1)
        let (hub, answer) = try await taken(till, by: kind)
        #expect(answer.last == till.head)
        #expect(answer.setAside.isEmpty)
        let census = try await hub.census()
        #expect(census.deferred == 0)
        #expect(census.sales == 1)
    }

    @Test(arguments: TestStore.allCases)
    func `what was deferred is booked after the upgrade, once`(_ kind: TestStore) async throws {
        let hub = try await kind.hub()
        var till = TestTill()
        till.sell(receipt: 1)
        let greeting = till.hello
        _ = try await hub.welcome(TestTill().hello).get()
        // As an earlier program would have left it: held, acknowledged, not understood.
        let record = till.records[0]
        try await hub.store.commit { transaction in
            _ = try transaction.append([
                JournalEntry(record, isNameTaken: false, standing: .deferred("later"))
            ])
            guard var device = try transaction.device(record.device) else { return }
            device.row = DeviceRow(of: device.row, reaching: record.position)
            try transaction.put(device)
        }
        #expect(try await hub.applyDeferred() == 1)
        #expect(try await hub.applyDeferred() == 0)
        #expect(try await hub.census().sales == 1)
        #expect(try await hub.welcome(greeting).get().last == till.head)
    }

    @Test(arguments: TestStore.allCases)
    func `a name that another record bears is kept and never applied`(
        _ kind: TestStore
    ) async throws {
        var till = TestTill()
        let first = till.sell(receipt: 1)
        var again = TestTill(8, store: 2)
        let twin = again.sell(receipt: 1)
        let namesake = again.add(
            .saleCompleted,
            operation: first.operation,
            body: Array(twin.body)
        )
        let (hub, _) = try await taken(till, by: kind)
        _ = try await hub.welcome(again.hello).get()
        let answer = try await hub.receive(Upload([twin, namesake])).get()
        #expect(answer.last == namesake.position)
        #expect(answer.setAside.map(\.sequence) == [2])
        #expect(try await hub.census().sales == 2)
        #expect(try await hub.store.verifyChains().isWhole)
    }

    @Test(arguments: TestStore.allCases)
    func `one sale stated twice is booked once`(_ kind: TestStore) async throws {
        var till = TestTill()
        let name = till.name()
        till.sell(receipt: 1, spoiltBy: { $0.sale = name })
        till.sell(receipt: 2, spoiltBy: { $0.sale = name })
        let (hub, answer) = try await taken(till, by: kind)
        #expect(answer.setAside.map(\.sequence) == [2])
        #expect(try await hub.census().sales == 1)
    }

    @Test(arguments: TestStore.allCases)
    func `two sales with one receipt are not both booked`(_ kind: TestStore) async throws {
        var till = TestTill()
        till.sell(day: "2017-05-01", receipt: 1)
        till.sell(day: "2017-05-01", receipt: 1)
        till.sell(day: "2017-05-02", receipt: 1)
        let (hub, answer) = try await taken(till, by: kind)
        #expect(answer.setAside.map(\.sequence) == [2])
        #expect(answer.setAside.first?.reason.contains("device 7 record 1") ?? false)
        #expect(try await hub.census().sales == 2)
    }

    typealias Doubt = (spoil: @Sendable (inout SaleDraft) -> Void, detail: String, why: String)

    // swift-format-ignore
    static let doubts: [Doubt] = [
        ({ $0.accrual = accrual(11) },           "counts 10 points",  "a point too many"),
        ({ $0.accrual = accrual(10, of: 999) },  "on 9.99",           "the right points on a wrong base"),
        ({ $0.accrual = PinnedAccrual(programme: ProgrammeVersion(id: "r1", version: 2),
                                      accrual: Accrual(weighted: money(1000), points: 10)) },
                                                 "does not have",     "rules that the hub lacks"),
        ({ $0.at = SaleTime(unixSeconds: 0, offsetMinutes: 0) },
                                                 "clock showed",      "a clock without a battery"),
    ]

    @Test(arguments: doubts.indices, TestStore.allCases)
    func `what the hub counts otherwise is flagged, and the till's fact stands`(
        _ row: Int,
        _ kind: TestStore
    ) async throws {
        let doubt = Self.doubts[row]
        var till = TestTill()
        let record = till.sell(spoiltBy: doubt.spoil)
        guard case .saleCompleted(let sale) = try Fact(record) else { return }
        let (hub, answer) = try await taken(till, by: kind)
        #expect(answer.setAside.isEmpty)
        let differences = try await hub.differences()
        #expect(differences.count == 1, "\(doubt.why)")
        #expect(differences.first?.detail.contains(doubt.detail) ?? false, "\(differences)")
        #expect(try await hub.census().points == sale.accrual?.accrual.points)
    }

    @Test(arguments: TestStore.allCases)
    func `a sale without a member and one with nothing due are plain sales`(
        _ kind: TestStore
    ) async throws {
        var till = TestTill()
        till.sell(member: nil, receipt: 1)
        till.sell("GROCERY:standard:100-100", receipt: 2)
        let (hub, answer) = try await taken(till, by: kind)
        #expect(answer.setAside.isEmpty)
        #expect(try await hub.differences().isEmpty)
        #expect(try await hub.census().sales == 2)
    }
}
