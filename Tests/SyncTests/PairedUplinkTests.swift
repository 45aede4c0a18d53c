import Foundation
import Hub
import Identity
import Journal
import Records
import Retail
import Sync
import SyncProtocol
import Synchronization
import TestSupport
import Testing

/// A till that is paired believes its hub and nobody else, and its hub believes it.
struct PairedUplinkTests {
    static let hubIdentity = HubIdentity(.made(of: 200))
    static let rogue = HubIdentity(.made(of: 201))

    @Test(arguments: PairedLine.Lie.allCases)
    func `an answer that is not the hub's to this question changes nothing`(_ lie: PairedLine.Lie)
        async throws
    {
        let hub = try await TestHub(identity: Self.hubIdentity)
        let line = PairedLine(to: hub)
        let box = try await TestBox(line.link, identity: try await hub.pair(1))
        try await box.sell(2)
        #expect(try await box.drain())
        let before = box.journal.memory
        line.lie.withLock { $0 = lie }
        try await box.sell(3)
        #expect(try await !box.drain(8))
        try await box.journal.settle()
        #expect(box.journal.memory == before, "nothing was believed")
        #expect(await box.uplink.status.apart == nil)
        #expect(await box.uplink.status.fault != nil)
        line.lie.withLock { $0 = nil }
        #expect(try await box.drain())
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 5) == [])
        #expect(await box.uplink.status.fault == nil)
    }

    @Test func `the same lie fools a till that is not paired`() async throws {
        let hub = try await TestHub()
        let line = PairedLine(to: hub, .forgedFork)
        let box = try await TestBox(line.link)
        try await box.sell(1)
        _ = try await box.drain(8)
        #expect(await box.uplink.status.apart == .fork)
    }

    @Test func `whatever the line does, every sale of a paired till arrives exactly once`()
        async throws
    {
        for seed in Dice.seeds(15) {
            let hub = try await TestHub(identity: Self.hubIdentity)
            let till = try await hub.pair(1)
            let line = HostileLink(hub.link, seed: seed, faultsPerThousand: 300)
            let box = try await TestBox(line, identity: till, seed: seed)
            var chance = SeededChance(seed: seed)
            var sold = 0
            for _ in 0..<6 {
                sold += try await box.sell(Int.random(in: 0...3, using: &chance)).count
                try await box.drain(Int.random(in: 1...20, using: &chance))
            }
            let isDrained = try await box.drain(2000)
            #expect(isDrained, "SUANPAN_SEED=\(seed)")
            #expect(try await box.faults() == [], "SUANPAN_SEED=\(seed)")
            #expect(try await hub.faults(sales: sold) == [], "SUANPAN_SEED=\(seed)")
            #expect(box.journal.chain == 1, "nobody was copied: SUANPAN_SEED=\(seed)")
        }
    }

    @Test func `everything that a paired till sends is sealed, and no two requests are the same`()
        async throws
    {
        let hub = try await TestHub(identity: Self.hubIdentity)
        let line = PairedLine(to: hub)
        let box = try await TestBox(line.link, identity: try await hub.pair(1))
        for _ in 0..<3 {
            try await box.sell(1)
            #expect(try await box.drain())
            try await box.wait()
        }
        #expect(line.sent.count > 6)
        #expect(line.sent.allSatisfy { SealedRequest($0)?.device == TestBox.device })
        #expect(Set(line.sent).count == line.sent.count)
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `a revoked till sells on and is not heard, until it is paired again`(
        _ kind: TestHub.Kind
    ) async throws {
        let hub = try await TestHub(kind, identity: Self.hubIdentity)
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till)
        try await box.sell(2)
        #expect(try await box.drain())
        #expect(try await hub.core.revoke(TestBox.device))
        #expect(try await box.sell(2) == [3, 4])
        #expect(try await !box.drain(20))
        #expect(await box.uplink.status.fault?.contains("revoked") == true)
        #expect(try await hub.core.census().sales == 2)
        let image = try await box.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        let again = try await TestBox(hub.link, image: image, identity: try await hub.pair(2))
        #expect(try await again.drain())
        #expect(try await hub.faults(sales: 4) == [])
        // The key that was taken back is worth nothing, whoever has it.
        #expect(try await !box.drain(20))
        #expect(try await hub.faults(sales: 4) == [])
    }

    @Test func `a hub restored to before the pairing knows the till when it is paired again`()
        async throws
    {
        let hub = try await TestHub(identity: Self.hubIdentity)
        let backup = try await hub.backUp()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till)
        try await box.sell(2)
        #expect(try await box.drain())
        try await hub.restore(backup)
        try await box.sell(1)
        try await box.wait()
        #expect(try await !box.drain(20))
        #expect(await box.uplink.status.apart == nil)
        let fault = await box.uplink.status.fault ?? ""
        #expect(fault.contains("since the backup"), "it says why: \(fault)")
        #expect(try await hub.core.census().sales == 0)
        // The box still has its key; the hub is told of it once more.
        _ = try await hub.pair(1)
        #expect(try await box.drain())
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 3) == [])
    }

    @Test func `two copies of a paired till have one key, and every sale is booked once`()
        async throws
    {
        let hub = try await TestHub(identity: Self.hubIdentity)
        let till = try await hub.pair(1)
        let first = try await TestBox(hub.link, identity: till)
        try await first.sell(3)
        #expect(try await first.drain())
        let image = try await first.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        let second = try await TestBox(hub.link, image: image, identity: till)
        try await first.sell(2)
        try await second.sell(4)
        #expect(try await first.drain())
        #expect(try await second.drain())
        try await first.sell(1)
        #expect(try await !first.drain(40))
        let tip = try #require(try first.journal.tip)
        let branches = try await hub.core.fenced().flatMap(\.branches)
        let branch = try #require(branches.first { $0.last == tip.head })
        try await hub.core.reenrol(
            TestBox.device,
            branch: branch.branch,
            as: DeviceID(12),
            at: .init(store: 298, till: 9)
        )
        #expect(try await first.drain())
        #expect(first.journal.device == DeviceID(12))
        try await first.sell(1)
        try await second.sell(1)
        for box in [first, second] {
            #expect(try await box.drain())
            #expect(try await box.faults() == [])
        }
        #expect(try await hub.faults(sales: 12) == [])
    }
}
