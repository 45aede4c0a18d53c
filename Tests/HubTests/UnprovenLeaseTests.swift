import Hub
import Identity
import Loyalty
import Records
import Retail
import SyncProtocol
import Testing

/// A grant that the hub has forgotten comes back out of its till's records, and one that no hub has
/// signed is told of.
struct UnprovenLeaseTests {
    typealias Row = (signer: String, knowsKeys: Bool, isTold: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("hub",    true,  false, "the hub has forgotten it: the signature is proof"),
        ("rogue",  true,  true,  "somebody else's grant"),
        ("nobody", true,  true,  "a program of before, or a till that makes its own"),
        ("nobody", false, false, "a hub without keys signs nothing"),
    ]

    private static func signed(_ lease: Lease, by signer: String) -> SignedLease {
        switch signer {
        case "hub": LeaseSeal.seal(SignedLease(lease), by: TestKeys.hub)
        case "rogue": LeaseSeal.seal(SignedLease(lease), by: HubIdentity(TestKeys.seed(9)))
        default: SignedLease(lease)
        }
    }

    @Test(arguments: rows.indices, TestStore.allCases)
    func `an unknown grant is taken, and told of when nobody can prove it`(
        _ index: Int,
        _ kind: TestStore
    ) async throws {
        let row = Self.rows[index]
        let hub = try await kind.hub()
        if row.knowsKeys { #expect(try await hub.show(TestKeys.hub.keys)) }
        var till = TestTill()
        till.sell(receipt: 1)
        let pool = LeasePool.points(MemberID(1))
        let lease = Lease(
            id: LeaseID(high: 1, low: 1),
            pool: pool,
            holder: LeaseHolder(device: till.device.number, epoch: 1),
            units: Holding(.lot(nil), 5),
            expires: 1_493_611_300_000
        )
        till.state(.lease(.accepted(Self.signed(lease, by: row.signer))))
        _ = try await hub.welcome(till.hello).get()
        #expect(try await hub.receive(till.upload).get().setAside.isEmpty, "\(row.why)")
        #expect(try await hub.openLeases().map(\.lease) == [lease], "\(row.why)")
        let told = try await hub.differences().map(\.detail)
        #expect(told.count == (row.isTold ? 1 : 0), "\(row.why)")
        #expect(told.allSatisfy { $0.contains("not signed") }, "\(told)")
        // Sent once more it changes nothing.
        #expect(try await hub.receive(till.upload).get().setAside.isEmpty)
        #expect(try await hub.differences().count == told.count)
    }
}
