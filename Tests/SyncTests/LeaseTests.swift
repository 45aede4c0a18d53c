import Foundation
import Hub
import Identity
import Journal
import Loyalty
import Records
import Retail
import Sync
import SyncProtocol
import TestSupport
import Testing

/// Points are spent at tills with and without a line, out of one account, and never twice.
struct LeaseTests {
    private static let member = MemberID(1)

    private static func hub(
        _ clock: ShopClock,
        _ identity: HubIdentity? = nil
    ) async throws -> TestHub {
        try await TestHub(
            identity: identity,
            clock: { clock.wall() },
            leaseTerms: LeaseBox.terms
        )
    }

    /// What customers did, whoever knows of it.
    private struct World {
        var sales = 0
        var spent: Int64 = 0
        var offline = 0
        var answers: Set<WishAnswer.Kind> = []
    }

    /// What is wrong with the hub's books when `sales` sales of 10 points were made and `spent` of
    /// their points were spent.
    private func faults(_ hub: TestHub, sales: Int, spent: Int64) async throws -> [String] {
        var faults = try await hub.faults(sales: sales)
        faults += try await hub.core.store.verifyChains().leaseFaults
        faults += try await hub.core.excesses().map {
            "\($0.key) spent \($0.excess.beyond) too much"
        }
        faults += try await hub.core.awaitedDevices().map { "device \($0) is waited for" }
        let balance = try await hub.core.balance(of: Self.member).value
        let expected = Int64(10 * sales) - spent
        if balance != expected { faults.append("the member has \(balance), not \(expected)") }
        let open = try await hub.core.store.read { try $0.leases(after: nil, limit: .max) }
        faults += open.filter { $0.state != .over }.map { "lease \($0.id) is \($0.state)" }
        return faults
    }

    /// Two tills and one member on a line that rages, with cuts, kills and a hub that comes back
    /// from an old backup in the middle.
    private func run(seed: UInt64) async throws -> (faults: [String], world: World) {
        let clock = ShopClock()
        let hub = try await Self.hub(clock)
        let line = HostileLink(hub.link, seed: seed, faultsPerThousand: 150)
        let boxes = [
            try await LeaseBox(7, line, clock, seed: seed),
            try await LeaseBox(8, line, clock, seed: seed),
        ]
        var dice = Dice(seed: seed)
        var world = World()
        var backup = ""
        for step in 0..<80 {
            let box = boxes[Int(dice.next() % 2)]
            await clock.rest(Int64(dice.next() % 3000))
            switch dice.next() % 12 {
            case 0: box.line.cut(dice.next() % 2 == 0)
            case 1: try await box.restart()
            case 2...4: try await box.drain(Int(dice.next() % 12) + 1)
            case 5...6:
                let amount = Int64(dice.next() % 40) + 1
                world.answers.insert(try await box.wish(for: amount, of: Self.member).kind)
            default:
                let points = dice.next() % 2 == 0 ? Int64(dice.next() % 20) + 1 : 0
                let isLinked = box.isConnected(await box.uplink.status)
                let spent = try await box.sell(Self.member, redeeming: points).total
                world.sales += 1
                world.spent += spent
                if spent > 0, !isLinked { world.offline += 1 }
            }
            if step == 30 {
                for box in boxes { try await box.drain(300) }
                backup = try await hub.backUp()
            }
            if step == 55 { try await hub.restore(backup) }
        }
        try await heal(boxes, clock)
        hub.stop()
        try hub.start()
        let faults = try await faults(hub, sales: world.sales, spent: world.spent)
        return (faults, world)
    }

    /// The lines are whole again, and what is leased is given back when it is over.
    private func heal(_ boxes: [LeaseBox], _ clock: ShopClock) async throws {
        for box in boxes { box.line.cut(false) }
        for _ in 0..<3 {
            for box in boxes { try await box.drain(4000) }
            await clock.rest(2 * DeviceEnd.helloInterval)
        }
        for box in boxes { try await box.drain(4000) }
    }

    @Test func `whatever happens to line, tills and hub, the balance is that of a quiet day`()
        async throws
    {
        var world = World()
        for seed in Dice.seeds(12) {
            let run = try await run(seed: seed)
            #expect(run.faults == [], "SUANPAN_SEED=\(seed)")
            world.spent += run.world.spent
            world.offline += run.world.offline
            world.answers.formUnion(run.world.answers)
        }
        #expect(world.spent > 0)
        #expect(world.offline > 0, "nothing was spent without a line")
        #expect(world.answers.isSuperset(of: [.held, .refused, .unanswered]), "\(world.answers)")
    }

    @Test func `a till spends what it holds without a line, and another till never the same`()
        async throws
    {
        let clock = ShopClock()
        let hub = try await Self.hub(clock)
        let first = try await LeaseBox(7, hub.link, clock, seed: 1)
        let second = try await LeaseBox(8, hub.link, clock, seed: 2)
        for _ in 0..<3 { try await first.sell(Self.member) }
        for box in [first, second] { #expect(try await box.drain()) }
        let held = try await first.wish(for: 20, of: Self.member)
        #expect(held.kind == .held)
        #expect(try await second.wish(for: 30, of: Self.member).kind == .held)
        #expect(second.journal.purse.inOrder.map(\.left.total) == [10], "what was left")
        #expect(try await second.wish(for: 1, of: Self.member) == .refused(.exhausted))
        for box in [first, second] { box.line.cut(true) }
        #expect(try await first.sell(Self.member, redeeming: 20).total == 20)
        #expect(try await first.sell(Self.member, redeeming: 20).total == 0, "it has none left")
        #expect(try await second.sell(Self.member, redeeming: 10).total == 10)
        try await heal([first, second], clock)
        #expect(try await faults(hub, sales: 6, spent: 30) == [])
    }

    @Test func `what was earned without a line is spent at once where it was earned`() async throws
    {
        let clock = ShopClock()
        let hub = try await Self.hub(clock)
        let box = try await LeaseBox(7, hub.link, clock, seed: 1)
        box.line.cut(true)
        try await box.sell(Self.member)
        #expect(try await box.sell(Self.member, redeeming: 7).total == 7)
        try await box.restart()
        #expect(
            try await box.sell(Self.member, redeeming: 3).total == 0,
            "after a start a copy of the box may be spending the same"
        )
        try await heal([box], clock)
        #expect(try await faults(hub, sales: 3, spent: 7) == [])
        #expect(box.journal.purse.names == [])
    }

    @Test func `nothing is spent after a lease's end, and it comes back by the chain's own clock`()
        async throws
    {
        let clock = ShopClock()
        let hub = try await Self.hub(clock)
        let box = try await LeaseBox(7, hub.link, clock, seed: 1)
        for _ in 0..<3 { try await box.sell(Self.member) }
        #expect(try await box.drain())
        #expect(try await box.wish(for: 30, of: Self.member).kind == .held)
        box.line.cut(true)
        await clock.rest(LeaseBox.terms.duration - LeaseBox.terms.guardTime + 1000)
        #expect(try await box.sell(Self.member, redeeming: 5).total == 0)
        try await heal([box], clock)
        #expect(try await faults(hub, sales: 4, spent: 0) == [])
    }

    @Test func `a hub from an old backup leases nothing until every till has come, then all`()
        async throws
    {
        let clock = ShopClock()
        let hub = try await Self.hub(clock)
        let boxes = [
            try await LeaseBox(7, hub.link, clock, seed: 1),
            try await LeaseBox(8, hub.link, clock, seed: 2),
        ]
        for _ in 0..<3 { try await boxes[0].sell(Self.member) }
        for box in boxes { #expect(try await box.drain()) }
        let backup = try await hub.backUp()
        // A grant that the backup does not know, of which a part is spent.
        #expect(try await boxes[0].wish(for: 30, of: Self.member).kind == .held)
        #expect(try await boxes[0].drain())
        boxes[1].line.cut(true)
        try await hub.restore(backup)
        #expect(try await boxes[0].sell(Self.member, redeeming: 25).total == 25)
        await clock.rest(2 * DeviceEnd.helloInterval - 300_000)
        try await boxes[0].drain()
        await clock.rest(2 * DeviceEnd.helloInterval)
        try await boxes[0].drain()
        #expect(try await hub.core.awaitedDevices() == [DeviceID(8)])
        #expect(try await boxes[0].wish(for: 1, of: Self.member) == .refused(.frozen))
        boxes[1].line.cut(false)
        try await heal(boxes, clock)
        #expect(try await boxes[1].wish(for: 30, of: Self.member).kind == .held)
        #expect(boxes[1].journal.purse.inOrder.map(\.left.total) == [15])
        try await heal(boxes, clock)
        #expect(try await faults(hub, sales: 4, spent: 25) == [])
    }

    @Test func `a box that bears no number any more is waited for until a person says so`()
        async throws
    {
        let clock = ShopClock()
        let hub = try await Self.hub(clock)
        let first = try await LeaseBox(7, hub.link, clock, seed: 1)
        let second = try await LeaseBox(8, hub.link, clock, seed: 2)
        for _ in 0..<3 { try await first.sell(Self.member) }
        for box in [first, second] { #expect(try await box.drain()) }
        #expect(try await second.wish(for: 12, of: Self.member).kind == .held)
        let backup = try await hub.backUp()
        try await hub.restore(backup)
        try await heal([first], clock)
        #expect(try await first.wish(for: 30, of: Self.member) == .refused(.frozen))
        try await hub.core.retire(DeviceID(8))
        #expect(try await first.wish(for: 30, of: Self.member).kind == .held)
        #expect(first.journal.purse.inOrder.map(\.left.total) == [30])
    }

    /// The bad twin of every check above: two boxes that were one spend the same points.
    @Test func `a box that was copied is found by what it spent too much`() async throws {
        let clock = ShopClock()
        let hub = try await Self.hub(clock)
        let box = try await LeaseBox(7, hub.link, clock, seed: 1)
        for _ in 0..<3 { try await box.sell(Self.member) }
        #expect(try await box.drain())
        #expect(try await box.wish(for: 30, of: Self.member).kind == .held)
        var copy: LeaseBox?
        try await box.off {
            copy = try await LeaseBox(7, hub.link, clock, seed: 3, image: box)
        }
        let twin = try #require(copy)
        // Both are greeted, since neither has sent anything yet, and both spend at once.
        #expect(
            try await box.sell(Self.member, redeeming: 30).total == 0,
            "not before it is greeted"
        )
        try await box.drain()
        #expect(try await box.sell(Self.member, redeeming: 30).total == 30)
        twin.journal.witness(
            HubTime(hub: clock.wall(), asked: clock.now(), heard: clock.now(), drift: 0),
            by: LeaseBox.terms
        )
        #expect(try await twin.sell(Self.member, redeeming: 30).total == 30)
        try await box.drain()
        try await twin.drain(60)
        #expect(twin.journal.memory.apart != nil || twin.journal.chain > 1)
        let faults = try await faults(hub, sales: 6, spent: 60)
        #expect(faults.contains { $0.contains("too much") }, "\(faults)")
    }

    @Test(.timeLimit(.minutes(1)), arguments: [true, false])
    func `a lease is asked for, spent and given back over the network`(_ isPaired: Bool)
        async throws
    {
        let clock = ShopClock()
        let hub = try await Self.hub(clock, isPaired ? PairedUplinkTests.hubIdentity : nil)
        let server = try await TestHubServer(hub)
        let till = isPaired ? try await hub.pair(1) : nil
        let line = server.line(till.map { .paired($0) } ?? .anyone)
        let box = try await LeaseBox(7, line, clock, seed: 1, identity: till)
        try await box.sell(Self.member)
        #expect(try await box.drain())
        #expect(try await box.wish(for: 10, of: Self.member).kind == .held)
        #expect(try await box.sell(Self.member, redeeming: 10).total == 10)
        try await heal([box], clock)
        #expect(try await faults(hub, sales: 2, spent: 10) == [])
    }
}

extension WishAnswer {
    /// What kind of answer it is.
    enum Kind: Hashable {
        case held
        case refused
        case unanswered
    }

    var kind: Kind {
        switch self {
        case .held: .held
        case .refused: .refused
        case .unanswered: .unanswered
        }
    }
}

extension LeaseBox {
    /// Whether the hub is there, as `status` says.
    func isConnected(_ status: Uplink.Status) -> Bool {
        if case .connected = status.state { true } else { false }
    }
}
