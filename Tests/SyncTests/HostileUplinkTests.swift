import Hub
import Journal
import Records
import Sync
import SyncProtocol
import Synchronization
import TestSupport
import Testing

/// A till, its uplink and a hub over a line that has its worst days.
///
/// A seed is one run.
struct HostileUplinkTests {
    /// What one run left behind.
    struct Run {
        var faults: [String]
        var met: [HostileLink.Fault: Int]
    }

    /// A hub that answers before it has the records, and loses its power now and then: the answer
    /// is all that there ever was.
    private func eager(_ hub: TestHub, seed: UInt64) -> LoopbackLink {
        let chance = Mutex(SeededChance(seed: seed))
        return LoopbackLink { path, body in
            let lies = path == HubPath.journal && chance.withLock { $0.next() % 2 == 0 }
            guard lies, let upload = try? Upload(body),
                let life = try? await hub.core.store.read({ try $0.incarnation() })
            else {
                return (try? await hub.link.post(path, body)) ?? LinkAnswer(status: 502, body: [])
            }
            let last = upload.records[upload.records.count - 1].position
            let lie = Acknowledgement(incarnation: life, last: last, credits: 512)
            return LinkAnswer(status: 200, body: Message.encode(lie))
        }
    }

    /// A till that sells while the line rages.
    private func run(
        seed: UInt64,
        isEager: Bool = false,
        faultsPerThousand: Int = 300
    ) async throws -> Run {
        let hub = try await TestHub()
        let inner = isEager ? eager(hub, seed: seed) : hub.link
        let line = HostileLink(inner, seed: seed, faultsPerThousand: faultsPerThousand)
        let box = try await TestBox(line, seed: seed)
        var chance = SeededChance(seed: seed)
        var sold = 0
        for _ in 0..<6 {
            sold += try await box.sell(Int.random(in: 0...3, using: &chance)).count
            try await box.drain(Int.random(in: 1...20, using: &chance))
        }
        var faults: [String] = []
        if try await !box.drain(2000) { faults.append("the queue has not drained") }
        hub.stop()
        try hub.start()
        faults += try await box.faults()
        faults += try await hub.faults(sales: sold)
        if box.journal.chain != 1 { faults.append("a box that nobody copied was fenced") }
        return Run(faults: faults, met: line.counts)
    }

    @Test func `whatever the line does, every sale arrives exactly once`() async throws {
        var met: Set<HostileLink.Fault> = []
        let seeds = Dice.seeds(50)
        for seed in seeds {
            let run = try await run(seed: seed)
            #expect(run.faults == [], "SUANPAN_SEED=\(seed)")
            met.formUnion(run.met.keys)
        }
        #expect(seeds.count == 1 || met.count == HostileLink.Fault.allCases.count, "\(met)")
    }

    @Test func `a hub that answers before it keeps is noticed`() async throws {
        var caught = 0
        for seed in Dice.seeds(10) {
            if try await !run(seed: seed, isEager: true).faults.isEmpty { caught += 1 }
        }
        #expect(caught > 0)
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
