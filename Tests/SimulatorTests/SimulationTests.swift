import Simulator
import SyncProtocol
import TestSupport
import Testing

/// Whatever befalls machines in shops: every acknowledged sale is at the hub once.
///
/// `till simulate` runs as many seeds as one likes; here are enough to see a rule go missing.
struct SimulationTests {
    @Test func `whatever befalls them, tills and hub keep what they promise`() {
        for seed in Dice.seeds(200) {
            let report = Simulation.run(seed: seed, plan: SimulationPlan())
            #expect(report.violations == [], "seed \(seed)")
        }
    }

    @Test(arguments: [450_913, 455_767] as [UInt64])
    func `a hub restored in the middle of a branch takes no later piece of it`(_ seed: UInt64) {
        #expect(Simulation.run(seed: seed, plan: SimulationPlan()).violations == [])
    }

    @Test(arguments: [622_377, 666_074] as [UInt64])
    func `no box gets the epoch that another has got from the hub's life before`(_ seed: UInt64) {
        #expect(Simulation.run(seed: seed, plan: SimulationPlan()).violations == [])
    }

    @Test(arguments: Hazard.allCases)
    func `one kind of misfortune alone does no harm either`(_ hazard: Hazard) {
        for seed in Dice.seeds(25) {
            let plan = SimulationPlan(steps: 250, hazards: [hazard])
            let report = Simulation.run(seed: seed, plan: plan)
            #expect(report.violations == [], "seed \(seed)")
            #expect(report.sales > 50, "seed \(seed)")
        }
    }

    @Test(arguments: [1, 2, 12])
    func `a shop of any size keeps its promises`(_ tills: Int) {
        for seed in Dice.seeds(20) {
            let plan = SimulationPlan(tills: tills, members: 0)
            let report = Simulation.run(seed: seed, plan: plan)
            #expect(report.violations == [], "seed \(seed)")
        }
    }

    @Test func `a quiet shop has no fences, and everything at the hub`() {
        let report = Simulation.run(seed: 1, plan: SimulationPlan(hazards: []))
        #expect(report.violations == [])
        #expect(report.fences == 0)
        #expect(report.destroyed == 0)
        #expect(
            report.records == report.sales + report.leaseRecords + 3,
            "each till has written down its start"
        )
    }

    @Test func `a seed and a plan are one run`() {
        let plan = SimulationPlan()
        let first = Simulation.run(seed: 42, plan: plan)
        #expect(Simulation.run(seed: 42, plan: plan) == first)
        #expect(Simulation.run(seed: 43, plan: plan).trace != first.trace)
        var other = plan
        other.tills = 4
        #expect(Simulation.run(seed: 42, plan: other).trace != first.trace)
    }

    @Test func `hazards happen, and are seen in the report`() {
        var summary = SimulationSummary()
        for seed in UInt64(0)..<20 {
            summary.add(Simulation.run(seed: seed, plan: SimulationPlan()))
        }
        #expect(summary.seeds == 20)
        #expect(summary.hazards > 200)
        #expect(summary.fences > 10)
        #expect(summary.adoptions > 10)
        #expect(summary.text.contains("20 seeds"))
        #expect(summary.failures.isEmpty)
    }
}
