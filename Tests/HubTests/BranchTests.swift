import Hub
import Loyalty
import Records
import Retail
import SyncProtocol
import Testing

/// Two boxes that were one: whatever either sold is booked once, on every store.
struct BranchTests {
    /// A hub that has three sales of a till, which was cloned then; each box has sold two more.
    private func split(
        _ kind: TestStore
    ) async throws -> (hub: HubCore, first: TestTill, second: TestTill) {
        let hub = try await kind.hub()
        var first = TestTill()
        for receipt: Int32 in 1...3 { first.sell(receipt: receipt) }
        _ = try await hub.welcome(first.hello).get()
        _ = try await hub.receive(first.upload).get()
        var second = first
        second.salt = 1
        for receipt: Int32 in 4...5 {
            first.sell(receipt: receipt)
            second.sell("FUEL:excluded:400", receipt: receipt)
        }
        return (hub, first, second)
    }

    private func check(_ hub: HubCore, sales: Int, twice: Int) async throws {
        let census = try await hub.census()
        #expect(census.sales == sales)
        #expect(census.setAside == 0)
        let doubled = try await hub.differences().filter { $0.detail.contains("given twice") }
        #expect(doubled.count == twice)
        let report = try await hub.store.verifyChains()
        #expect(report.isWhole, "\(report.faults)")
    }

    @Test(arguments: TestStore.allCases)
    func `a fork is kept, and both boxes' sales are booked`(_ kind: TestStore) async throws {
        let (hub, first, second) = try await split(kind)
        _ = try await hub.receive(first.upload).get()
        #expect(await hub.receive(second.upload).refusal == .fork)
        try await check(hub, sales: 7, twice: 2)
        let fenced = try await hub.fenced()
        #expect(fenced.map(\.device.row.fence) == [.fork])
        #expect(fenced.first?.branches.map(\.last) == [second.head])
        #expect(await hub.receive(first.upload).refusal == .fork, "nothing more in this epoch")
    }

    @Test(arguments: TestStore.allCases)
    func `the first branch goes on under the number, above all receipts that are known`(
        _ kind: TestStore
    ) async throws {
        let (hub, first, second) = try await split(kind)
        _ = await hub.receive(second.upload)
        _ = await hub.receive(first.upload)
        let receipt = try await hub.take(second.branch()).get()
        let grant = try #require(receipt.grant)
        #expect(receipt.last == ChainPlace(device: second.device, head: second.head))
        #expect(grant.epoch == 2)
        #expect(grant.receiptFloor?.number == 5)
        var heir = second.adopting(grant)
        #expect(try await hub.welcome(heir.hello).get().last == grant.root)
        heir.sell(receipt: 6)
        _ = try await hub.receive(heir.upload).get()
        let other = try await hub.take(first.branch()).get()
        #expect(other.grant == nil, "a person decides about the other box")
        try await check(hub, sales: 8, twice: 2)
        #expect(try await hub.store.verifyChains().runs == 2, "an epoch that is over, and a branch")
    }

    @Test(arguments: TestStore.allCases)
    func `a branch that is brought again, or in pieces, doubles nothing`(
        _ kind: TestStore
    ) async throws {
        let (hub, first, second) = try await split(kind)
        _ = try await hub.receive(first.upload).get()
        #expect(await hub.take(second.branch(5...5)).gap == .gap, "the fourth is missing")
        for numbers in [1...4, 4...5, 1...5, 5...5] {
            _ = try await hub.take(second.branch(numbers)).get()
        }
        try await check(hub, sales: 7, twice: 2)
        #expect(try await hub.census().records == 7)
    }

    @Test(arguments: TestStore.allCases)
    func `a person gives the other box a number and a till of its own`(
        _ kind: TestStore
    ) async throws {
        let (hub, first, second) = try await split(kind)
        _ = try await hub.receive(first.upload).get()
        let one = try await hub.take(first.branch()).get()
        _ = try await hub.welcome(first.adopting(try #require(one.grant)).hello).get()
        #expect(try await hub.take(second.branch()).get().grant == nil)
        let branch = try #require(try await hub.fenced().first?.branches.first?.branch)
        let place = Place(store: 1, till: 4)
        await #expect(throws: ReenrolmentError.isOccupied(first.place, by: first.device)) {
            try await hub.reenrol(DeviceID(7), branch: branch, as: DeviceID(12), at: first.place)
        }
        await #expect(throws: ReenrolmentError.noBranch(9, of: DeviceID(7))) {
            try await hub.reenrol(DeviceID(7), branch: 9, as: DeviceID(12), at: place)
        }
        try await hub.reenrol(DeviceID(7), branch: branch, as: DeviceID(12), at: place)
        let grant = try #require(try await hub.take(second.branch()).get().grant)
        var heir = second.adopting(grant)
        #expect(heir.device == DeviceID(12))
        #expect(heir.place == place)
        _ = try await hub.welcome(heir.hello).get()
        heir.sell(receipt: 1)
        _ = try await hub.receive(heir.upload).get()
        try await check(hub, sales: 8, twice: 2)
    }

    @Test(arguments: TestStore.allCases)
    func `a hub that has forgotten a box asks it for all that there is`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        var till = TestTill()
        till.add(.dayOpened, body: Array("{}".utf8))
        for receipt: Int32 in 1...3 { till.sell(receipt: receipt) }
        #expect(await hub.take(till.branch(1...1)).gap == .gap, "nothing says where it stands")
        let grant = try #require(try await hub.take(till.branch()).get().grant)
        #expect(grant.epoch == 2)
        #expect(try await hub.census().sales == 3)
        #expect(try await hub.welcome(till.adopting(grant).hello).get().last == grant.root)
    }
}

extension Result where Success == BranchReceipt, Failure == Refusal {
    /// Why it was refused; nil when it was not.
    fileprivate var gap: Refusal.Kind? { refusal }
}
