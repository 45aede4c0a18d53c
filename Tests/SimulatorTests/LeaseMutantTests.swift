import Loyalty
import Simulator
import SyncProtocol
import Testing

/// Every rule about leases, left out once: the checkers have to notice.
struct LeaseMutantTests {
    typealias Row = (rule: LeaseRule, hazards: Set<Hazard>, seeds: UInt64)

    static let line: Set<Hazard> = [.loss, .lostAnswers, .doubling, .delay, .partition]

    /// Two boxes, or two pasts of one, claim a number.
    static let split: Set<Hazard> = line.union([.clone, .deviceRestore])

    // swift-format-ignore
    static let rows: [Row] = [
        (.spendsOnlyWhatItHolds,     [],                                    50),
        (.stopsBeforeTheEnd,         [.clockStep],                          100),
        (.stopsByTheRecordsClock,    line.union([.clockStep, .powerCut]),   1500),
        (.spendsOnlyWithAWitness,    line.union([.powerCut]),               50),
        (.spendsNothingApart,        split,                                 200),
        (.leasesWhatItEarnsAlone,    [.partition],                          1500),
        (.takesNoLeaseAlong,         split,                                 200),
        (.takesNoGrantAcrossAHello,  line.union([.hubRestore]),             3000),
        (.believesOnlyVerifiedGrants, [.rogueHub],                          50),
        (.remembersWhatItGaveBack,   line,                                  3000),
        (.asksUnlessTheyAgree,       [.doubling],                           100),

        (.grantsOnlyWhatIsAvailable, [],                                    50),
        (.keepsWithinTheCaps,        [],                                    50),
        (.reclaimsOnlyWithEvidence,  [.partition],                          50),
        (.waitsForWhatItCannotRead,  [.upgrade, .poison],                   400),
        (.freezesAfterARestore,      line.union([.hubRestore]),             400),
        (.hearsOnlyTheLiving,        line.union([.hubRestore]),             3000),
        (.takesGrantsFromRecords,    line.union([.hubRestore]),             3000),
        (.expiresOnlyWhatIsHome,     [],                                    100),
        (.paysRiskBackFirst,         line.union([.hubRestore]),             400),
        (.postsBothSides,            [],                                    50),
        (.tellsOfLostGrants,         [.lostAnswers],                        50),
        (.endsLeasesWithTheirEpoch,  split.union([.powerCut]),              400),
    ]

    /// What lies in front of a rule, so that it is not missed by itself: a till that was told
    /// nothing asks.
    static let before: [LeaseRule: LeaseRule] = [.tellsOfLostGrants: .asksUnlessTheyAgree]

    @Test(arguments: rows.indices)
    func `a rule about leases that is left out is missed`(_ index: Int) {
        let row = Self.rows[index]
        let omitted = [row.rule, Self.before[row.rule]].compactMap(\.self)
        let plan = SimulationPlan(hazards: row.hazards, omittedLeaseRules: omitted)
        let caught = (0..<row.seeds).first { seed in
            !Simulation.run(seed: seed, plan: plan).violations.isEmpty
        }
        #expect(caught != nil, "\(row.rule.name) went unnoticed in \(row.seeds) seeds")
        if let caught { print("CAUGHT \(row.rule.name) after \(caught + 1) seeds") }
    }

    @Test func `every rule about leases has its row`() {
        for rule in LeaseRule.allCases {
            #expect(Self.rows.contains { $0.rule == rule }, "\(rule.name)")
            #expect(LeaseRule(name: rule.name) == rule)
        }
        #expect(Set(LeaseRule.allCases.map(\.name)).isDisjoint(with: Rule.allCases.map(\.name)))
    }
}
