import Loyalty
import Simulator
import TestSupport
import Testing

/// Tills that sell and redeem while they cannot see each other: what they spend was granted.
struct LeaseSimulationTests {
    typealias Campaign = (hazards: Set<Hazard>, seeds: UInt64, why: String)

    static let line: Set<Hazard> = [.loss, .lostAnswers, .doubling, .delay, .partition, .powerCut]

    // swift-format-ignore
    static let campaigns: [Campaign] = [
        ([.partition],                                            60, "every till for itself"),
        (line.union([.clockStep, .overload, .diskFull]),          60, "line, power, clocks and disks"),
        (line.union([.hubCrash, .hubRestore]),                    60, "the hub forgets"),
        (line.union([.upgrade, .poison]),                         60, "the hub cannot read everything"),
        (line.union([.clone, .deviceRestore]),                    60, "boxes are copied"),
    ]

    @Test(arguments: campaigns.indices)
    func `what is spent was granted, and balances are those of a run without faults`(
        _ index: Int
    ) {
        let campaign = Self.campaigns[index]
        var summary = SimulationSummary()
        for seed in Dice.seeds(campaign.seeds) {
            let plan = SimulationPlan(hazards: campaign.hazards)
            let report = Simulation.run(seed: seed, plan: plan)
            #expect(report.violations == [], "seed \(seed): \(campaign.why)")
            if !campaign.hazards.contains(where: { $0 == .clone || $0 == .deviceRestore }) {
                #expect(report.risk == 0, "seed \(seed)")
            }
            summary.add(report)
        }
        #expect(summary.grants > 5 * summary.seeds)
        #expect(summary.spends > 5 * summary.seeds)
    }

    @Test func `a risk limit is never lost beyond itself`() {
        var risk: Int64 = 0
        for seed in Dice.seeds(60) {
            let plan = SimulationPlan(hazards: Self.line, riskLimit: 100)
            let report = Simulation.run(seed: seed, plan: plan)
            #expect(report.violations == [], "seed \(seed)")
            risk += report.risk
        }
        #expect(risk > 0, "some of it was used")
    }
}
