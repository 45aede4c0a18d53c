import Hub
import Loyalty
import Records
import Retail
import SyncProtocol
import Testing

/// The money that the shop is ready to lose: set by its owner, leased, booked and told, on every
/// store.
struct RiskLimitTests {
    private static let member = MemberID(1)
    private static let pool = LeasePool.points(member)

    private static func money(_ amount: Int64) -> Money { Money(minorUnits: amount) }

    /// A hub with a limit, and a till that holds 10.00 of it; its member has 10 points.
    private struct Shop {
        let hub: HubCore
        let lease: Lease
        var till = TestTill()

        init(_ kind: TestStore, limit: Int64 = 5000) async throws {
            hub = try await kind.hub()
            #expect(try await hub.setRisk(money(limit)).isSuccess)
            till.sell()
            let wish = LeaseWish(id: LeaseID(high: 1, low: 1), pool: .risk, amount: 1000)
            let request = LeaseRequest(
                device: till.device,
                epoch: 1,
                wishes: [wish],
                asksForAll: false
            )
            _ = try await hub.welcome(till.hello).get()
            _ = try await hub.receive(till.upload).get()
            let granted = try await hub.lease(request).get().leases.first?.lease
            lease = try #require(granted)
            till.state(.lease(.accepted(SignedLease(lease))))
        }

        /// A sale of 20.00 that so many points pay at ten fen each; why it is set aside.
        mutating func sell(
            _ receipt: Int32,
            _ points: Int64,
            worth: Int64?
        ) async throws -> [String] {
            let amount = money(points * 10)
            let spend = LeaseSpend(
                lease: lease.id,
                pool: pool,
                units: Holding(.lot(nil), points),
                worth: worth.map(Money.init(minorUnits:))
            )
            till.sell("GROCERY:standard:2000", receipt: receipt) { draft in
                draft.tenders = [
                    Tender(.cash, money(2000) - amount), Tender(.points, amount, points: points),
                ]
                draft.leases = SaleLeases(spent: [spend])
            }
            return try await hub.receive(till.upload).get().setAside.map(\.reason)
        }

        /// What is free, what the till holds and what was lost.
        func standing() async throws -> [Int64] {
            let standing = try await hub.riskStanding()
            let held = standing.held.sum(\.money)
            #expect(standing.limit == standing.free + held)
            return [standing.free, held, standing.lost].map(\.minorUnits)
        }
    }

    @Test(arguments: TestStore.allCases)
    func `what the member does not have is lost, by the worth in the record`(
        _ kind: TestStore
    ) async throws {
        var shop = try await Shop(kind)
        #expect(try await shop.standing() == [4000, 1000, 0])
        #expect(try await shop.sell(2, 30, worth: 300) == [])
        #expect(try await shop.standing() == [4100, 700, 200], "20 points of 30 were not there")
        let uses = try await shop.hub.riskStanding().uses
        #expect(uses.map(\.key.sequence) == [3] && uses.map(\.member) == [Self.member])
        #expect(uses.map(\.points) == [30] && uses.map(\.worth) == [Self.money(300)])
        #expect(uses.map(\.lost) == [Self.money(200)])
        shop.till.state(.lease(.givenBack(shop.lease.id)))
        _ = try await shop.hub.receive(shop.till.upload).get()
        #expect(try await shop.standing() == [4800, 0, 200])
        #expect(try await shop.hub.riskStanding().writtenOff == .zero)
        #expect(try await shop.hub.store.verifyChains().isWhole)
    }

    @Test(arguments: TestStore.allCases)
    func `a limit is set once however often, and what tills hold beyond it comes back`(
        _ kind: TestStore
    ) async throws {
        let shop = try await Shop(kind)
        for _ in 0..<2 { #expect(try await shop.hub.setRisk(Self.money(2500)).isSuccess) }
        #expect(try await shop.standing() == [1500, 1000, 0])
        let lowered = try await shop.hub.setRisk(Self.money(999))
        #expect(lowered.isSuccess && lowered.words.contains("they hold 10.00"))
        #expect(try await shop.standing() == [-1, 1000, 0])
        let none = try await shop.hub.setRisk(Self.money(-1))
        #expect(!none.isSuccess && none.words.contains("write 0 to"))
        #expect(try await shop.standing() == [-1, 1000, 0])
        #expect(try await shop.hub.setRisk(Self.money(1000)).isSuccess)
        #expect(try await shop.standing() == [0, 1000, 0])
    }

    typealias Forged = (points: Int64, worth: Int64?, why: String)

    // swift-format-ignore
    static let forged: [Forged] = [
        (30,  299,  "a fen too little is taken"),
        (30,  301,  "a fen too much"),
        (30,  nil,  "points out of money, for nothing"),
        (101, 1010, "more money than the lease ever had"),
    ]

    /// The bad twins: tills that forge what they take, or have never held it.
    @Test(arguments: TestStore.allCases, forged)
    func `a sale that forges its worth is set aside, and takes nothing of the limit`(
        _ kind: TestStore,
        _ row: Forged
    ) async throws {
        var shop = try await Shop(kind)
        let reasons = try await shop.sell(2, row.points, worth: row.worth)
        #expect(reasons.count == 1, "\(row.why)")
        #expect(try await shop.standing() == [4000, 1000, 0], "\(row.why)")
        #expect(try await shop.hub.riskStanding().uses.isEmpty)
        #expect(try await shop.hub.store.verifyChains().isWhole)
    }

    @Test func `a copied till spends the same money twice, and the limit holds`() async throws {
        var shop = try await Shop(.memory)
        for receipt in 2...3 as ClosedRange<Int32> {
            #expect(try await shop.sell(receipt, 80, worth: 800) == [], "each is a true sale")
        }
        // 70 points were not there the first time, and 60 the second: but 2.00 were left for them.
        #expect(try await shop.standing() == [4100, 0, 900])
        #expect(try await shop.hub.riskStanding().uses.count == 2)
        #expect(try await shop.hub.store.verifyChains().isWhole)
    }
}
