import Records
import SyncProtocol
import Testing

/// One till, one hub and a line that loses, doubles, delays and reorders whatever it can.
///
/// Both ends are the real machines; only the clock, the line and the disk are simulated. A seed is
/// one run. The last rows are mutants: each leaves out one rule of the protocol, and the checker
/// has to notice.
struct HostileLineTests {
    @Test(arguments: [0..<100, 100..<200, 200..<300])
    func `whatever the line does, the hub has every record exactly once`(_ seeds: Range<UInt64>) {
        for seed in seeds {
            var simulation = Simulation(seed: seed)
            simulation.run()
            #expect(simulation.faults == [], "seed \(seed)")
        }
    }

    @Test func `a hub that is restored from a backup gets everything again`() {
        for seed in UInt64(0)..<100 {
            var simulation = Simulation(seed: seed)
            simulation.hazard = .restore
            simulation.run()
            #expect(simulation.faults == [], "seed \(seed)")
        }
    }

    @Test func `beside a clone nothing is marked that the hub does not hold`() {
        for seed in UInt64(0)..<100 {
            var simulation = Simulation(seed: seed)
            simulation.hazard = .clone
            simulation.run()
            #expect(simulation.faults == [], "seed \(seed)")
        }
    }

    @Test(arguments: Simulation.Mutant.allCases)
    func `a missing rule is noticed`(_ mutant: Simulation.Mutant) {
        let caught = (UInt64(0)..<200).filter { seed in
            var simulation = Simulation(seed: seed)
            simulation.mutant = mutant
            simulation.hazard =
                switch mutant {
                case .marksWithoutHash: .clone
                case .ignoresGaps: .restore
                case .answersBeforeCommit, .appliesTwice: .none
                }
            simulation.run()
            return !simulation.faults.isEmpty
        }
        #expect(!caught.isEmpty, "\(mutant) went unnoticed in 200 seeds")
    }
}
