import DurableSQLite
import Journal
import Loyalty
import Records
import Retail
import SyncProtocol
import TestSupport
import Testing

/// The journal keeps the purse: what it says follows from the records, and nothing is spent twice
/// or late whatever the till believes.
struct LeaseJournalTests {
    private static let pool = LeasePool.points(MemberID(318))
    private static let lot = LeaseUnit.lot(TestTill.day)
    private static let end = TestTill.wallMilliseconds + 60_000
    private static let holder = LeaseHolder(device: TestTill.device.number, epoch: 1)

    private static func lease(
        _ number: UInt64,
        _ count: Int64 = 30,
        to holder: LeaseHolder = holder,
        expires: Int64 = end
    ) -> Lease {
        Lease(
            id: LeaseID(high: 9, low: number),
            pool: pool,
            holder: holder,
            units: Holding(lot, count),
            expires: expires
        )
    }

    private static func spend(_ count: Int64, of number: UInt64) -> LeaseSpend {
        LeaseSpend(
            lease: LeaseID(high: 9, low: number),
            pool: pool,
            units: Holding(lot, count)
        )
    }

    private static func accepted(_ lease: Lease) -> Fact {
        .lease(.accepted(SignedLease(lease)))
    }

    /// The purse that the records of `journal` alone come to.
    private func told(_ journal: TillJournal) async throws -> Purse {
        var purse = Purse()
        for record in try await journal.records(after: 0, limit: .max, byteLimit: .max) {
            purse.follow(try Fact(record), clock: record.stamp.hybrid.milliseconds)
        }
        return purse.restarted()
    }

    @Test func `what is held is what was accepted, less what was spent`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        let journal = try folder.journal()
        try await journal.append([
            till.open(), till.state(Self.accepted(Self.lease(1))),
            till.state(Self.accepted(Self.lease(2, 5))),
        ])
        try await journal.append([
            till.sell(1, leases: SaleLeases(spent: [Self.spend(12, of: 1), Self.spend(5, of: 2)]))
        ])
        try await journal.append([till.state(.lease(.givenBack(Self.lease(2).id)))])
        let purse = journal.purse
        #expect(purse.names == [Self.lease(1).id])
        #expect(purse.inOrder.map(\.left) == [Holding(Self.lot, 18)])
        let again = try await told(journal)
        journal.abandon()
        let next = try folder.journal()
        #expect(next.purse == purse.restarted())
        #expect(next.purse == again)
        #expect(!next.purse.isWitnessed)
    }

    typealias Bad = (lease: Lease, spends: [LeaseSpend], wall: Int64, why: String)

    // swift-format-ignore
    static let bad: [Bad] = [
        (lease(1),     [spend(31, of: 1)],                 0,      "more than it has"),
        (lease(1),     [spend(16, of: 1), spend(15, of: 1)], 0,    "more than it has, in two parts"),
        (lease(1),     [spend(1, of: 2)],                  0,      "a lease that is not held"),
        (lease(1),     [spend(1, of: 1)],                  60_001, "by a record beyond its end"),
        (lease(1, 30), [LeaseSpend(lease: lease(1).id, pool: pool, units: Holding(.lot(nil), 1))],
                                                           0,      "a unit that it does not have"),
    ]

    @Test(arguments: bad.indices)
    func `a sale that spends what it may not breaks its transaction`(_ row: Int) async throws {
        let (lease, spends, wall, why) = Self.bad[row]
        let opened = try OpenedJournal(try TestFolder())
        var till = TestTill()
        try await opened.journal.append([till.open(), till.state(Self.accepted(lease))])
        let (before, purse) = (try opened.contents(), opened.journal.purse)
        till.wall += wall
        let sale = till.sell(1, leases: SaleLeases(spent: spends))
        await #expect(throws: StorageError.self, "\(why)") {
            try await opened.journal.append([sale])
        }
        #expect(try opened.contents() == before, "\(why)")
        #expect(opened.journal.purse == purse, "\(why)")
        // The till sells on, and what is there can be spent.
        till.wall -= wall
        try await opened.journal.append([
            till.sell(1, leases: SaleLeases(spent: [Self.spend(30, of: 1)]))
        ])
        #expect(opened.journal.purse.inOrder.map(\.left) == [.empty])
        opened.journal.abandon()
    }

    @Test func `a grant to another till is not accepted`() async throws {
        let opened = try OpenedJournal(try TestFolder())
        var till = TestTill()
        for holder in [LeaseHolder(device: 8, epoch: 1), LeaseHolder(device: 7, epoch: 2)] {
            let grant = till.state(Self.accepted(Self.lease(1, to: holder)))
            await #expect(throws: StorageError.self) { try await opened.journal.append([grant]) }
        }
        #expect(opened.journal.purse == Purse())
        opened.journal.abandon()
    }

    @Test func `what the box earns alone is its to spend at once, and after a start`() async throws
    {
        let folder = try TestFolder()
        var till = TestTill()
        let journal = try folder.journal()
        let own = Self.lease(7, 2)
        try await journal.append([till.open(), till.sell(1, leases: SaleLeases(earned: own))])
        try await journal.append([
            till.sell(2, leases: SaleLeases(spent: [Self.spend(2, of: 7)], earned: nil))
        ])
        #expect(journal.purse.inOrder.map(\.isOwn) == [true])
        journal.abandon()
        #expect(try folder.journal().purse.inOrder.map(\.left) == [.empty])
    }

    @Test func `a box that goes over to another epoch takes no lease along`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        let journal = try folder.journal()
        try await journal.append([till.open(), till.state(Self.accepted(Self.lease(1)))])
        let tip = try #require(try journal.tip)
        let grant = Grant(
            device: TestTill.device,
            epoch: 2,
            base: .of([1]),
            token: SyncToken(chance: (1, 2)),
            branch: tip
        )
        #expect(try await journal.adopt(grant))
        #expect(journal.purse == Purse())
        journal.abandon()
        #expect(try folder.journal().purse == Purse())
    }

    @Test func `a clock that was set wrong stays within the lead of the hub's time`() async throws {
        let journal = try TestFolder().journal()
        var till = TestTill()
        let terms = LeaseTerms()
        let hub = TestTill.wallMilliseconds
        journal.witness(HubTime(hub: hub, asked: 0, heard: 0, drift: 0), by: terms)
        till.wall += 86_400_000
        try await journal.append([till.open()])
        let records = try await journal.records(after: 0, limit: 9, byteLimit: .max)
        let stamp = try #require(records.last?.stamp)
        #expect(stamp.hybrid.milliseconds == hub + terms.lead)
        #expect(stamp.wallMilliseconds == till.wall, "what the clock showed is stated all the same")
        let moment = journal.purseMoment(wall: till.wall, counted: 0, by: terms)
        #expect(moment.clock == hub + terms.lead)
        #expect(moment.latest == hub + 1)
        journal.abandon()
    }

    @Test func `a power cut between any two records changes nothing`() async throws {
        for seed in Dice.seeds(4) {
            var dice = Dice(seed: seed)
            let folder = try TestFolder()
            var till = TestTill()
            var receipt: Int32 = 0
            var journal = try folder.journal()
            try await journal.append([till.open()])
            for step in 0..<60 {
                till.wall += Int64(dice.next() % 4000)
                let held = journal.purse.inOrder
                switch dice.next() % 4 {
                case 0:
                    let lease = Self.lease(
                        UInt64(step),
                        Int64(dice.next() % 20) + 1,
                        expires: till.wall + 20_000
                    )
                    try await journal.append([till.state(Self.accepted(lease))])
                case 1 where !held.isEmpty:
                    try await journal.append([till.state(.lease(.givenBack(held[0].lease.id)))])
                case 2 where held.contains { $0.lease.expires >= till.wall && !$0.left.isEmpty }:
                    let lease = held.first { $0.lease.expires >= till.wall && !$0.left.isEmpty }
                    let units = lease?.left.soonest(3, on: TestTill.day) ?? .empty
                    let id = lease?.lease.id ?? Self.lease(0).id
                    receipt += 1
                    try await journal.append([
                        till.sell(
                            receipt,
                            leases: SaleLeases(
                                spent: [LeaseSpend(lease: id, pool: Self.pool, units: units)]
                            )
                        )
                    ])
                default:
                    receipt += 1
                    try await journal.append([till.sell(receipt)])
                }
                let purse = journal.purse.restarted()
                #expect(try await told(journal) == purse, "seed \(seed), step \(step)")
                journal.abandon()
                journal = try folder.journal()
                #expect(journal.purse == purse, "seed \(seed), step \(step)")
            }
            journal.abandon()
        }
    }
}
