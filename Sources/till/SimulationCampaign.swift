internal import Simulator

/// Many seeds, several at a time, summed up in their order: the sums are those of one at a time.
struct SimulationCampaign {
    let plan: SimulationPlan
    let first: UInt64
    let seeds: UInt64
    let jobs: UInt64

    /// Runs seed after seed, and ends at the first with a violation.
    ///
    /// - Parameter progress: Is told how many seeds have been run.
    func run(progress: (Int) -> Void) async -> SimulationSummary {
        await withTaskGroup(of: SimulationReport.self) { group in
            var summary = SimulationSummary()
            var ahead: [UInt64: SimulationReport] = [:]
            for offset in 0..<min(jobs, seeds) { start(offset, in: &group) }
            var started = min(jobs, seeds)
            for await report in group {
                ahead[report.seed] = report
                while let next = ahead.removeValue(forKey: first &+ UInt64(summary.seeds)) {
                    summary.add(next)
                    guard next.violations.isEmpty else { return summary }
                }
                progress(summary.seeds)
                guard started < seeds else { continue }
                start(started, in: &group)
                started += 1
            }
            return summary
        }
    }

    private func start(_ offset: UInt64, in group: inout TaskGroup<SimulationReport>) {
        let (seed, plan) = (first &+ offset, plan)
        group.addTask { Simulation.run(seed: seed, plan: plan) }
    }
}

/// How fast a campaign went on this machine.
struct SimulationPace: Encodable {
    let seconds: Double
    let seedsPerMinute: Double
    let stepsPerMinute: Double
    let deviceDaysPerMinute: Double

    init(_ summary: SimulationSummary, in time: Duration) {
        let seconds = max(1e-3, time / .seconds(1))
        func perMinute(_ count: Double) -> Double { (count / seconds * 60).rounded() }
        self.seconds = (seconds * 10).rounded() / 10
        seedsPerMinute = perMinute(Double(summary.seeds))
        stepsPerMinute = perMinute(Double(summary.steps))
        deviceDaysPerMinute = perMinute(Double(summary.deviceMilliseconds) / 86_400_000)
    }

    var text: String {
        "\(Int(seedsPerMinute)) seeds, \(Int(stepsPerMinute)) steps, "
            + "\(Int(deviceDaysPerMinute)) device-days a minute, in \(seconds) s"
    }
}

/// The sums of a campaign, with its pace, as JSON.
struct PacedSummary: Encodable {
    private enum CodingKeys: CodingKey {
        case pace
    }

    let summary: SimulationSummary
    let pace: SimulationPace

    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(pace, forKey: .pace)
    }
}
