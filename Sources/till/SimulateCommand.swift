internal import ArgumentParser
internal import CommandKit
internal import Loyalty
internal import Simulator
internal import SyncProtocol

/// Puts the protocol through everything that happens to machines in shops.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs tills and a hub on a virtual clock, line and disk, with faults, by seed.",
        discussion: """
            One seed is one run, the same on every machine. Afterwards everything heals, and \
            checkers look for a sale that is lost or doubled, a chain that is broken, a receipt \
            number that is skipped or given twice, a queue that does not drain, points or codes \
            that are spent and were not granted, balances unlike those of a run without faults, \
            and a list that a till sells by in parts, goes back from, or does not come to.

            Faults: \(Hazard.allCases.map(\.rawValue).joined(separator: ", ")); or all, or none.

            Mutants leave out rules, to prove that the checkers notice: \
            \(ruleNames); several with a plus between \
            them.

            The run ends at the first seed with a violation, and says how it is run again. With \
            --jobs several seeds run at a time; the sums are the same.
            """
    )

    private static let ruleNames =
        (Rule.allCases.map(\.name) + LeaseRule.allCases.map(\.name)
        + ListRule.allCases.map(\.name)).joined(separator: ", ")

    @Option(help: "The first seed.")
    var seed: UInt64 = 1
    @Option(help: "How many seeds, counting up.")
    var seeds: UInt64 = 1
    @Option(help: "How many seeds run at a time.")
    var jobs: UInt64 = 1
    @Option(help: "Steps of trade before everything heals.")
    var steps = 350
    @Option(help: "Tills at first; clones come on top.")
    var tills = 3
    @Option(help: "Members who buy.")
    var members = 8
    @Option(help: "What may happen, with commas between.")
    var faults = "all"
    @Option(help: "Money that the shop is ready to lose where leases cannot cover, in fen.")
    var risk: Int64 = 0
    @Option(help: "Rules to leave out, with a plus between.")
    var mutant: String?
    @Flag(help: "Write the sums, and the seeds with violations, as JSON.")
    var json = false

    func validate() throws {
        _ = try hazards()
        _ = try omitted()
        guard (1...100_000).contains(steps), (1...64).contains(tills),
            (0...10_000).contains(members)
        else { throw ValidationError("1 to 100000 steps, 1 to 64 tills and up to 10000 members") }
        guard (1...64).contains(jobs), seeds > 0 else {
            throw ValidationError("1 to 64 jobs, and at least one seed")
        }
        guard (0...1_000_000).contains(risk) else {
            throw ValidationError("a risk of 0 to 1000000")
        }
    }

    func run() async throws {
        let campaign = SimulationCampaign(
            plan: SimulationPlan(
                steps: steps,
                tills: tills,
                members: members,
                hazards: try hazards(),
                omitted: try omitted().rules,
                omittedLeaseRules: try omitted().leaseRules,
                omittedListRules: try omitted().listRules,
                riskLimit: risk
            ),
            first: seed,
            seeds: seeds,
            jobs: jobs
        )
        let bar = ProgressBar(total: Int(clamping: seeds), of: "seeds")
        let start = ContinuousClock.now
        let summary = await campaign.run { bar.show($0) }
        let pace = SimulationPace(summary, in: start.duration(to: .now))
        bar.end()
        print(json ? JSONText.of(PacedSummary(summary: summary, pace: pace)) : text(of: summary))
        bar.say(pace.text)
        guard let failure = summary.failures.first else { return }
        throw Failure.notWell("seed \(failure.seed) ended with violations")
    }

    private func text(of summary: SimulationSummary) -> String {
        let failures = summary.failures.map { report in
            "seed \(report.seed):\n"
                + report.violations.map { "  \($0)\n" }.joined()
                + "  again: till simulate --seed \(report.seed) --steps \(steps) --tills \(tills)"
                + " --members \(members) --faults \(faults)" + (risk > 0 ? " --risk \(risk)" : "")
                + (mutant.map { " --mutant \($0)" } ?? "") + "\n"
        }
        return failures.joined() + summary.text
    }

    /// The rules that are left out, of each kind.
    private typealias Omitted = (rules: [Rule], leaseRules: [LeaseRule], listRules: [ListRule])

    private func hazards() throws -> Set<Hazard> {
        switch faults {
        case "all": return Set(Hazard.allCases)
        case "none", "": return []
        default:
            return Set(
                try faults.split(separator: ",").map { word in
                    guard let hazard = Hazard(rawValue: String(word)) else {
                        let known = Hazard.allCases.map(\.rawValue).joined(separator: ", ")
                        throw ValidationError("there is no fault '\(word)'; there are \(known)")
                    }
                    return hazard
                }
            )
        }
    }

    private func omitted() throws -> Omitted {
        var omitted: Omitted = ([], [], [])
        for word in (mutant ?? "").split(separator: "+") {
            if let rule = Rule(name: String(word)) {
                omitted.rules.append(rule)
            } else if let rule = LeaseRule(name: String(word)) {
                omitted.leaseRules.append(rule)
            } else if let rule = ListRule(name: String(word)) {
                omitted.listRules.append(rule)
            } else {
                throw ValidationError("there is no rule '\(word)'; there are \(Self.ruleNames)")
            }
        }
        return omitted
    }
}
