import Simulator
import SyncProtocol
import TestSupport
import Testing

/// A hub's list comes down through everything that happens: whole, never older, at last the newest.
struct ListSimulationTests {
    static let line: Set<Hazard> = [.loss, .lostAnswers, .doubling, .delay, .partition, .powerCut]

    typealias Campaign = (hazards: Set<Hazard>, why: String)

    // swift-format-ignore
    static let campaigns: [Campaign] = [
        ([],                                                "a quiet shop"),
        (line.union([.diskFull, .overload]),                "line, power and disks"),
        (line.union([.rogueHub]),                           "somebody answers in the hub's place"),
        (line.union([.hubCrash, .hubRestore]),              "the hub forgets what it published"),
        (line.union([.deviceRestore, .clone]),              "boxes are copied, or come back"),
    ]

    @Test(arguments: campaigns.indices)
    func `whatever happens, tills sell by whole lists, and in the end by the newest`(
        _ index: Int
    ) {
        let campaign = Self.campaigns[index]
        var summary = SimulationSummary()
        for seed in Dice.seeds(20) {
            let report = Simulation.run(
                seed: seed,
                plan: SimulationPlan(hazards: campaign.hazards)
            )
            #expect(report.violations == [], "seed \(seed): \(campaign.why)")
            summary.add(report)
        }
        #expect(summary.lists > 6 * summary.seeds, "three tills, and more than one version")
    }

    typealias Row = (rule: ListRule, hazards: Set<Hazard>, seeds: UInt64, says: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (.sellsByWholeVersions,       [],            20,  "sells by parts of its first list"),
        (.believesOnlySealedVersions, [.rogueHub],   20,  "no version of the list"),
        (.neverGoesBack,              [.rogueHub],   50,  "went back to an older list"),
        (.publishesAboveWhatItForgot, [.hubRestore], 400, "does not come to the newest list"),
    ]

    @Test(arguments: rows.indices)
    func `a rule about lists that is left out is missed`(_ index: Int) {
        let row = Self.rows[index]
        let plan = SimulationPlan(hazards: row.hazards, omittedListRules: [row.rule])
        let caught = (0..<row.seeds).first { seed in
            Simulation.run(seed: seed, plan: plan).violations.contains { $0.contains(row.says) }
        }
        #expect(caught != nil, "\(row.rule.name) went unnoticed in \(row.seeds) seeds")
        if let caught { print("CAUGHT \(row.rule.name) after \(caught + 1) seeds") }
    }

    @Test func `every rule about lists has its row`() {
        for rule in ListRule.allCases {
            #expect(Self.rows.contains { $0.rule == rule }, "\(rule.name)")
            #expect(ListRule(name: rule.name) == rule)
            #expect(Rule(name: rule.name) == nil)
        }
    }
}
