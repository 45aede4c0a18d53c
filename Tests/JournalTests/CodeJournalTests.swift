import DurableSQLite
import Journal
import Loyalty
import Records
import Retail
import Testing

/// A sale and the code that it uses up are one transaction.
struct CodeJournalTests {
    private static let name = LeaseID(high: 9, low: 1)
    private static let pool = LeasePool.codes(of: "SAVE20")

    /// The till holds the code `SAVE20-A1`.
    private static func holds(_ till: inout TestTill) -> JournalDraft {
        let lease = Lease(
            id: name,
            pool: pool,
            holder: LeaseHolder(device: TestTill.device.number, epoch: 1),
            units: Holding(.item("SAVE20-A1"), 1),
            expires: TestTill.wallMilliseconds + 60_000
        )
        return till.state(.lease(.accepted(SignedLease(lease))))
    }

    private static func spend(_ code: String, out lease: LeaseID = name) -> LeaseSpend {
        LeaseSpend(lease: lease, pool: pool, units: Holding(.item(code), 1))
    }

    typealias Twin = (spends: [LeaseSpend], why: String)

    // swift-format-ignore
    static let twins: [Twin] = [
        ([spend("SAVE20-B2")],                                   "a code that it does not hold"),
        ([spend("SAVE20-A1", out: LeaseID(high: 9, low: 2))],    "out of a lease that it does not hold"),
        ([spend("SAVE20-A1"), spend("SAVE20-A1")],               "twice in one sale"),
    ]

    /// The bad twins: tills that take a code and do not hold it.
    @Test(arguments: twins.indices)
    func `a code is spent once, and a sale that spends another breaks its transaction`(
        _ row: Int
    ) async throws {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append([till.open(), Self.holds(&till)])
        let (before, purse) = (try opened.contents(), opened.journal.purse)
        let bad = till.sell(1, leases: SaleLeases(spent: Self.twins[row].spends))
        await #expect(throws: StorageError.self, "\(Self.twins[row].why)") {
            try await opened.journal.append([bad])
        }
        #expect(try opened.contents() == before)
        #expect(opened.journal.purse == purse)
        let right = SaleLeases(spent: [Self.spend("SAVE20-A1")])
        try await opened.journal.append([till.sell(1, leases: right)])
        #expect(opened.journal.purse.inOrder.map(\.left.total) == [0])
        let again = till.sell(2, leases: right)
        await #expect(throws: StorageError.self, "it was spent") {
            try await opened.journal.append([again])
        }
        #expect(try BooksCheck.faults(opened) == [])
        opened.journal.abandon()
    }
}
