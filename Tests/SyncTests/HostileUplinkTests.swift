import Records
import Sync
import SyncProtocol
import TestSupport
import Testing

/// A journal, an uplink and a hub over a line that has its worst days.
///
/// A seed is one run.
struct HostileUplinkTests {
    /// What one run left behind.
    struct Run {
        var faults: [String]
        var met: [HostileLink.Fault: Int]
    }

    /// A till that states facts while the line rages; then the hub's power goes, once.
    private func run(
        seed: UInt64,
        mutant: TestHub.Mutant? = nil,
        faultsPerThousand: Int = 300
    ) async throws -> Run {
        let till = try await TestTill(5)
        let hub = TestHub(mutant: mutant)
        let line = HostileLink(hub.link, seed: seed, faultsPerThousand: faultsPerThousand)
        let uplink = try await till.uplink(line, seed: seed)
        var chance = SeededChance(seed: seed)
        for _ in 0..<6 {
            try await till.state(Int.random(in: 0...9, using: &chance))
            _ = try await uplink.drain(patience: Int.random(in: 1...20, using: &chance))
        }
        var faults: [String] = []
        if try await !uplink.drain(patience: 2000) { faults.append("the queue has not drained") }
        await hub.crash()
        faults += try await till.faults(hub)
        return Run(faults: faults, met: line.counts)
    }

    @Test func `whatever the line does, everything arrives exactly once and in order`()
        async throws
    {
        var met: Set<HostileLink.Fault> = []
        let seeds = Dice.seeds(50)
        for seed in seeds {
            let run = try await run(seed: seed)
            #expect(run.faults == [], "SUANPAN_SEED=\(seed)")
            met.formUnion(run.met.keys)
        }
        #expect(seeds.count == 1 || met.count == HostileLink.Fault.allCases.count, "\(met)")
    }

    @Test(arguments: TestHub.Mutant.allCases)
    func `a hub with a rule left out is noticed`(_ mutant: TestHub.Mutant) async throws {
        var caught = 0
        for seed in Dice.seeds(10) {
            if try await !run(seed: seed, mutant: mutant).faults.isEmpty { caught += 1 }
        }
        #expect(caught > 0, "\(mutant) went unnoticed")
    }

    @Test func `a line without faults changes nothing, and a seed repeats its faults`()
        async throws
    {
        let calm = try await run(seed: 3, faultsPerThousand: 0)
        #expect(calm.faults == [])
        #expect(calm.met.isEmpty)
        let first = try await run(seed: 3)
        let second = try await run(seed: 3)
        #expect(!first.met.isEmpty)
        #expect(first.met == second.met)
    }
}
