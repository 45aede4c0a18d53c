import Loyalty
import Simulator
import SyncProtocol

/// The fault that was reported, built into the real ends of the protocol: a rule is left out.
///
/// It counts as caught when the checkers of a simulation say what is wrong in some seed, and say
/// nothing of the same seed by every rule.
struct BadTwin {
    static let line: Set<Hazard> = [.loss, .lostAnswers, .doubling, .delay, .partition]
    /// Two boxes, or two pasts of one, claim a number.
    static let split: Set<Hazard> = line.union([.clone, .deviceRestore])
    /// What tells two boxes apart.
    static let identity: [Rule] = [
        .comparesWelcomedHash, .rotatesTokens, .comparesHeads, .comparesAcknowledgedHash,
        .comparesOverlap,
    ]

    let plan: SimulationPlan

    init(
        without rules: [Rule] = [],
        _ leaseRules: [LeaseRule] = [],
        under hazards: Set<Hazard>,
        tills: Int = 3
    ) {
        plan = SimulationPlan(
            tills: tills,
            hazards: hazards,
            omitted: rules,
            omittedLeaseRules: leaseRules
        )
    }

    /// Whether the checkers say `words` in one of the first seeds, and of its good twin nothing.
    func isCaught(saying words: String, within seeds: UInt64 = 60) -> Bool {
        let caught = (0..<seeds).first { seed in
            Simulation.run(seed: seed, plan: plan).violations.contains { $0.contains(words) }
        }
        return caught.map { Self.faults(of: $0, in: good).isEmpty } ?? false
    }

    /// What the checkers say of the first seeds by every rule.
    func goodFaults(seeds: UInt64 = 20) -> [String] {
        (0..<seeds).flatMap { Self.faults(of: $0, in: good) }
    }

    private var good: SimulationPlan {
        var plan = plan
        (plan.omitted, plan.omittedLeaseRules) = ([], [])
        return plan
    }

    private static func faults(of seed: UInt64, in plan: SimulationPlan) -> [String] {
        Simulation.run(seed: seed, plan: plan).violations.map { "seed \(seed): \($0)" }
    }
}
