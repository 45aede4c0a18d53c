import DurableSQLite
import Journal
import Loyalty
import Records
import Retail
import Testing

/// A sale on the shop's risk takes its money out of the lease in one transaction, or is none.
struct RiskJournalTests {
    private static let member = MemberID(318)
    private static let lot = LeaseUnit.lot(nil)
    private static let risk = LeaseID(high: 9, low: 1)
    private static let own = LeaseID(high: 9, low: 2)

    private static func holds(
        _ till: inout TestTill,
        _ id: LeaseID,
        _ pool: LeasePool,
        _ units: Holding
    ) -> JournalDraft {
        let lease = Lease(
            id: id,
            pool: pool,
            holder: LeaseHolder(device: TestTill.device.number, epoch: 1),
            units: units,
            expires: TestTill.wallMilliseconds + 60_000
        )
        return till.state(.lease(.accepted(SignedLease(lease))))
    }

    /// A till that holds 1.50 of the shop's money, and 20 points of the member.
    private static func start(_ till: inout TestTill) -> [JournalDraft] {
        [
            till.open(),
            holds(&till, risk, .risk, Holding(LeaseBook.money, 150)),
            holds(&till, own, .points(member), Holding(lot, 20)),
        ]
    }

    private static func spend(
        _ points: Int64,
        _ worth: Int64? = nil,
        out lease: LeaseID = risk
    ) -> LeaseSpend {
        LeaseSpend(
            lease: lease,
            pool: .points(member),
            units: Holding(lot, points),
            worth: worth.map(Money.init(minorUnits:))
        )
    }

    /// A sale of 2.00 that 50 points pay half of.
    private static func sale(
        _ till: inout TestTill,
        _ receipt: Int32,
        _ spends: [LeaseSpend]
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
                    accrual: nil,
                    leases: SaleLeases(spent: spends)
                )
            ),
            named: name
        )
    }

    private static func left(_ journal: TillJournal) -> [LeaseID: Int64] {
        journal.purse.held.mapValues(\.left.total)
    }

    @Test func `what is paid out of a lease of risk is money, and so it is after a start`()
        async throws
    {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append(Self.start(&till))
        let spends = [Self.spend(20, out: Self.own), Self.spend(30, 60)]
        try await opened.journal.append([Self.sale(&till, 1, spends)])
        #expect(Self.left(opened.journal) == [Self.risk: 90, Self.own: 0])
        #expect(try BooksCheck.faults(opened) == [])
        #expect(try await opened.journal.verify().fault == nil)
        let next = try opened.reopened()
        #expect(Self.left(next) == [Self.risk: 90, Self.own: 0])
        next.abandon()
    }

    typealias Twin = (spends: [LeaseSpend], why: String)

    // swift-format-ignore
    static let twins: [Twin] = [
        ([spend(50)],                                       "points out of a lease of money"),
        ([spend(50, 99)],                                   "worth a fen too little"),
        ([spend(50, 101)],                                  "worth a fen too much"),
        ([spend(25, 50), spend(25, 50)],                    "in two pieces"),
        ([spend(50, 100, out: own)],                        "money out of a lease of points"),
        ([spend(50, 100, out: LeaseID(high: 9, low: 3))],   "a lease that it does not hold"),
        ([spend(20, out: own), spend(20, 40)],              "and ten of them given away"),
    ]

    /// The bad twins: tills that take more points for the shop's money than it says.
    @Test(arguments: twins.indices)
    func `a till that forges a worth breaks its transaction, and has sold nothing`(
        _ row: Int
    ) async throws {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append(Self.start(&till))
        let (before, purse) = (try opened.contents(), opened.journal.purse)
        let bad = Self.sale(&till, 1, Self.twins[row].spends)
        await #expect(throws: StorageError.self, "\(Self.twins[row].why)") {
            try await opened.journal.append([bad])
        }
        #expect(try opened.contents() == before)
        #expect(opened.journal.purse == purse)
        try await opened.journal.append([Self.sale(&till, 1, [Self.spend(50, 100)])])
        #expect(Self.left(opened.journal)[Self.risk] == 50, "the till sells on")
        opened.journal.abandon()
    }

    @Test func `a sale that takes more than is left of the shop's money is refused`()
        async throws
    {
        let opened = try OpenedJournal(TestFolder())
        var till = TestTill()
        try await opened.journal.append(Self.start(&till))
        try await opened.journal.append([Self.sale(&till, 1, [Self.spend(50, 100)])])
        let before = try opened.contents()
        let second = Self.sale(&till, 2, [Self.spend(50, 100)])
        await #expect(throws: StorageError.self) { try await opened.journal.append([second]) }
        #expect(try opened.contents() == before, "50 fen are left, and it takes 100")
        let mixed = [Self.spend(20, out: Self.own), Self.spend(30, 60)]
        let third = Self.sale(&till, 2, mixed)
        await #expect(throws: StorageError.self) { try await opened.journal.append([third]) }
        #expect(try opened.contents() == before, "nor are the member's own points gone")
        opened.journal.abandon()
    }
}
