import DurableSQLite
import Journal
import Loyalty
import Records
import Retail
import Testing

/// A sale that points pay for and what it spends of leases are one transaction.
struct PointsJournalTests {
    private static let member = MemberID(318)
    private static let lot = LeaseUnit.lot(nil)
    private static let name = LeaseID(high: 9, low: 1)

    /// The till holds so many points of the member.
    private static func holds(_ till: inout TestTill, _ points: Int64) -> JournalDraft {
        let lease = Lease(
            id: name,
            pool: .points(member),
            holder: LeaseHolder(device: TestTill.device.number, epoch: 1),
            units: Holding(lot, points),
            expires: TestTill.wallMilliseconds + 60_000
        )
        return till.state(.lease(.accepted(SignedLease(lease))))
    }

    private static func spend(
        _ points: Int64,
        of member: MemberID = member,
        out lease: LeaseID = name
    ) -> LeaseSpend {
        LeaseSpend(lease: lease, pool: .points(member), units: Holding(lot, points))
    }

    /// A sale of two lines of 1.00 that 50 points pay half of, and which earns a point.
    private static func sale(
        _ till: inout TestTill,
        _ receipt: Int32,
        spending spends: [LeaseSpend] = [spend(50)]
    ) -> JournalDraft {
        let name = till.name()
        let half = Money(minorUnits: 100)
        return till.state(
            .saleCompleted(
                CompletedSale(
                    sale: name,
                    place: TestTill.place,
                    receipt: ReceiptNumber(day: TestTill.day, number: receipt),
                    at: SaleTime(unixSeconds: 1_493_611_200, offsetMinutes: -240),
                    member: member,
                    lines: [TestTill.line("梨 pear"), TestTill.line("茶 tea")],
                    tenders: [Tender(.cash, half), Tender(.points, half, points: 50)],
                    change: .zero,
                    accrual: PinnedAccrual(
                        programme: ProgrammeVersion(id: "r1", version: 1),
                        accrual: Accrual(weighted: half, points: 1)
                    ),
                    leases: SaleLeases(spent: spends)
                )
            ),
            named: name
        )
    }

    @Test func `what pays is spent, counted and taken off, and so it is after a start`()
        async throws
    {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append([till.open(), Self.holds(&till, 300)])
        let paper = try await opened.journal.append([
            till.sell(1, lines: 60), Self.sale(&till, 2),
        ])
        #expect(paper.map(\.balance) == [60, 11], "60 earned, 50 spent, one more earned")
        #expect(opened.journal.purse.inOrder.map(\.left.total) == [250])
        let takings = try #require(try await opened.journal.takings(of: TestTill.day))
        #expect(takings.tenders[.points] == Money(minorUnits: 100))
        #expect(takings.tenders.total == takings.due)
        #expect(try BooksCheck.faults(opened) == [])
        #expect(try await opened.journal.verify().fault == nil)
        let next = try opened.reopened()
        #expect(next.purse.inOrder.map(\.left.total) == [250])
        #expect(try await next.resume().closing.takings.tenders[.points].minorUnits == 100)
        next.abandon()
    }

    typealias Twin = (spends: [LeaseSpend], why: String)

    // swift-format-ignore
    static let twins: [Twin] = [
        ([],                                                "it spends nothing for them"),
        ([spend(49)],                                       "it spends too few"),
        ([spend(51)],                                       "it spends too many"),
        ([spend(50, of: MemberID(9))],                      "it spends another member's"),
        ([spend(50, out: LeaseID(high: 9, low: 2))],        "it spends a lease that it does not hold"),
        ([spend(25), spend(26)],                            "in parts that are too many"),
    ]

    /// The bad twins: tills that take points for money and do not hold them.
    @Test(arguments: twins.indices)
    func `a till that gives points away breaks its transaction, and has sold nothing`(
        _ row: Int
    ) async throws {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append([till.open(), Self.holds(&till, 300)])
        let (before, purse) = (try opened.contents(), opened.journal.purse)
        let bad = Self.sale(&till, 1, spending: Self.twins[row].spends)
        await #expect(throws: StorageError.self, "\(Self.twins[row].why)") {
            try await opened.journal.append([bad])
        }
        #expect(try opened.contents() == before)
        #expect(opened.journal.purse == purse)
        try await opened.journal.append([Self.sale(&till, 1)])
        #expect(try BooksCheck.faults(opened) == [], "the till sells on")
        opened.journal.abandon()
    }

    @Test func `a full disk leaves the points where they are, with the sale`() async throws {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append([till.open(), Self.holds(&till, 1_000_000)])
        var (receipt, refusals): (Int32, Int) = (0, 0)
        while refusals < 4 {
            try opened.limit(to: try opened.pages())
            let (before, purse) = (try opened.contents(), opened.journal.purse)
            let sale = Self.sale(&till, receipt + 1)
            do throws(StorageError) {
                try await opened.journal.append([sale])
            } catch {
                #expect(try opened.contents() == before, "the disk ended at sale \(receipt + 1)")
                #expect(opened.journal.purse == purse)
                refusals += 1
                try opened.limit(to: try opened.pages() + 16)
                try await opened.journal.append([sale])
            }
            receipt += 1
            try #require(receipt < 1000, "the disk never ended")
        }
        let left = 1_000_000 - 50 * Int64(receipt)
        #expect(opened.journal.purse.inOrder.map(\.left.total) == [left])
        #expect(try BooksCheck.faults(opened) == [])
        opened.journal.abandon()
    }
}
