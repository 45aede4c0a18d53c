import Hub
import Loyalty
import Members
import Records
import Retail
import SyncProtocol
import Testing

/// What was spent of points, in the report of members: each lot's, from the day after, and once.
struct SpentPointsReportTests {
    private static let member = MemberID(1)
    /// The lot of 2017-05-01: points are good on 365 days.
    private static let lot = LeaseUnit.lot(BusinessDay("2018-04-30"))

    /// A hub that has heard of 15 points earned, and on the next day of 10 spent and 4 earned.
    private func shop(_ kind: TestStore) async throws -> HubCore {
        let hub = try await kind.hub()
        var till = TestTill(1, store: 10, till: 1)
        till.sell("GROCERY:standard:1000 PRODUCE:double:250", member: 1, receipt: 1)
        till.sell("GROCERY:standard:300", member: 2, receipt: 2)
        let lease = Lease(
            id: LeaseID(high: 5, low: 1),
            pool: .points(Self.member),
            holder: LeaseHolder(device: 1, epoch: 1),
            units: Holding(Self.lot, 12),
            expires: 1_493_900_000_000
        )
        till.state(.lease(.accepted(SignedLease(lease))))
        till.sell("GROCERY:standard:400", member: 1, day: "2017-05-02", receipt: 1) { sale in
            let spend = LeaseSpend(
                lease: lease.id,
                pool: lease.pool,
                units: Holding(Self.lot, 10)
            )
            sale.leases = SaleLeases(spent: [spend])
        }
        _ = try await hub.welcome(till.hello).get()
        let answer = try await hub.receive(till.upload).get()
        #expect(answer.setAside.isEmpty)
        return hub
    }

    typealias Row = (asOf: String, account: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("2017-05-02", "0 15 - 0 15",  "what is spent on the day is not known yet"),
        ("2017-05-03", "0 19 10 0 9",  "what was spent is not there any more"),
        ("2018-04-30", "0 19 10 0 9",  "the lot's last day"),
        ("2018-05-01", "0 19 10 5 4",  "only what was left of it has gone"),
        ("2018-05-02", "0 19 10 9 0",  "and the other lot, whole"),
    ]

    @Test(arguments: TestStore.allCases)
    func `a balance is what was earned and neither spent nor gone`(_ kind: TestStore) async throws {
        let hub = try await shop(kind)
        for row in Self.rows {
            let report = try await hub.report(.members, asOf: BusinessDay(row.asOf))
            #expect(Self.account(report) == row.account, "\(row.why)")
        }
    }

    @Test(arguments: TestStore.allCases)
    func `nobody else's points are touched`(_ kind: TestStore) async throws {
        let spends = try await shop(kind).store.read { try $0.pointSpends() }
        let day = try #require(BusinessDay("2017-05-02"))
        #expect(spends == [Self.member: [PointSpend(on: day, of: Self.lot.lastDay, 10)]])
    }

    /// Opening, earned, redeemed, expired and balance of the member; `-` for a column that is not
    /// there.
    private static func account(_ report: HubReport) -> String {
        let row = report.rows.first { $0[1] == .number(member.number) } ?? []
        let values = ["opening", "earned", "redeemed", "expired", "balance"].map { name in
            let column = report.columns.firstIndex(of: "r1_\(name)")
            return column.map { row[$0].csv } ?? "-"
        }
        return values.joined(separator: " ")
    }
}
