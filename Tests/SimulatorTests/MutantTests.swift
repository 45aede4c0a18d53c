import Simulator
import SyncProtocol
import Testing

/// Every rule of the protocol, left out once: the checkers have to notice.
///
/// Some rules lie in layers, so that one alone may go missing without harm; `also` names what is
/// left out besides. With the rule kept, the same omissions pass: that is what the rule is for.
/// Those in `buried` lie under layers that are missed by themselves; the tables of
/// `DeviceEndTests` and `HubEndTests` prove them one by one.
struct MutantTests {
    typealias Row = (rule: Rule, also: [Rule], hazards: Set<Hazard>, seeds: UInt64)

    static let line: Set<Hazard> = [.loss, .lostAnswers, .doubling, .delay, .partition, .overload]

    /// Two boxes, or two pasts of one, claim a number.
    static let split: Set<Hazard> = line.union([.clone, .deviceRestore])

    /// The hub forgets what a box has brought that stands apart.
    static let restored = line.union([.clone, .hubRestore])

    /// What tells two boxes apart besides the hash of an overlap.
    static let identity: [Rule] = [.comparesWelcomedHash, .rotatesTokens, .comparesHeads]

    /// Rules of which a run only shows that nothing is left when all layers are gone.
    static let buried: Set<Rule> = [
        .comparesAcknowledgedHash, .comparesOverlap, .rotatesTokens, .bringsBranchToEveryLife,
    ]

    // swift-format-ignore
    static let rows: [Row] = [
        (.showsOnlyWhatIsDurable,       [], [.powerCut], 50),
        (.numbersInTheTransaction,      [], [.diskFull], 50),
        (.neverTurnsItsClockBack,       [], [.clockStep], 50),
        (.comparesAcknowledgedHash,     identity + [.comparesOverlap], split, 600),
        (.comparesWelcomedHash,         [.comparesHeads], split, 400),
        (.sendsAgainWhatTheHubForgot,   [], [.hubRestore], 50),
        (.believesOnlyVerifiedAnswers,  [], [.rogueHub], 50),
        (.prunesOnlyWhatIsArchived,     [], [.hubRestore], 50),
        (.keepsTokenBeforeUse,          [], line.union([.powerCut]), 900),
        // Mostly the question about leases finds out what the greeting would have.
        (.callsWhenIdle,                [], [.hubRestore], 300),
        (.passesOverNoRecord,           [.sendsAgainWhatTheHubForgot], [.overload], 50),
        (.neverGivesUp,                 [], [.partition], 50),
        (.staysWithinCredits,           [], [.overload, .partition], 100),
        (.bringsWholeBranch,            [], split.union([.hubRestore]), 200),
        (.bringsBranchToEveryLife,      [.refusesBranchGaps], restored, 1500),
        (.adoptsOnlyBehindLastRecord,   [], split, 100),
        (.numbersAboveTheFloor,         [], split, 100),

        (.commitsBeforeAnswering,       [], line.union([.hubCrash]), 50),
        (.refusesGaps,                  [], [.hubRestore], 100),
        (.refusesBranchGaps,            [], restored, 100),
        (.keepsNoForkAcrossAGap,        [], restored, 600),
        (.comparesOverlap,              identity + [.comparesAcknowledgedHash], split, 600),
        (.linksNewRecords,              [.rotatesTokens, .comparesWelcomedHash], split, 100),
        (.rotatesTokens,                [.linksNewRecords, .comparesWelcomedHash], split, 100),
        (.comparesHeads,                [.comparesWelcomedHash], split, 400),
        (.challengesBeforeFencing,      [], line, 100),
        (.offersOneTokenUntilUsed,      [], line, 50),
        (.asksNoTokenAfterRestore,      [], line.union([.hubRestore]), 50),
        (.namesEveryLife,               [], restored, 1500),
        (.appliesEachNameOnce,          [], split, 50),
        (.keepsWhatItDoesNotKnow,       [], [.upgrade], 50),
        (.setsPoisonAside,              [], [.poison], 50),
        (.archivesWhatEveryBackupHolds, [], [.hubRestore], 50),
        (.grantsOneSuccessor,           [], [.clone], 200),
        (.grantsAnewAfterAStart,        [], [.delay, .clone], 300),
    ]

    @Test(arguments: rows.indices)
    func `a rule that is left out is missed`(_ index: Int) {
        let row = Self.rows[index]
        let plan = SimulationPlan(hazards: row.hazards, omitted: [row.rule] + row.also)
        let caught = (0..<row.seeds).first { seed in
            !Simulation.run(seed: seed, plan: plan).violations.isEmpty
        }
        #expect(caught != nil, "\(row.rule.name) went unnoticed in \(row.seeds) seeds")
        if let caught { print("CAUGHT \(row.rule.name) after \(caught + 1) seeds") }
    }

    @Test(arguments: rows.filter { !$0.also.isEmpty && !buried.contains($0.rule) }.map(\.rule))
    func `the rules that go with it are not missed while it is kept`(_ rule: Rule) throws {
        let row = try #require(Self.rows.first { $0.rule == rule })
        let plan = SimulationPlan(hazards: row.hazards, omitted: row.also)
        for seed in 0..<min(row.seeds, 100) {
            #expect(Simulation.run(seed: seed, plan: plan).violations == [], "seed \(seed)")
        }
    }

    @Test func `every rule has its row`() {
        for rule in Rule.allCases {
            #expect(Self.rows.contains { $0.rule == rule }, "\(rule.name)")
        }
    }
}
