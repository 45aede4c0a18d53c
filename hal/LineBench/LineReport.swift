import HAL

/// What a bench found out about a line: for people as text, for programs as JSON.
public struct LineReport: Codable, Sendable {
    /// The ports' names; one when it has a loopback plug.
    public let ports: [String]
    public let runs: [LineRun]
    public let checks: [LineCheck]
    /// The middle time of a byte to the far side and back, or once round the plug.
    public let latencyMicroseconds: Int?
    /// Rates and formats that the port refused.
    public let refused: [String]
    public let verdict: LineVerdict

    /// A report, judged.
    public init(
        ports: [String],
        runs: [LineRun],
        checks: [LineCheck],
        latencyMicroseconds: Int?,
        refused: [String]
    ) {
        self.ports = ports
        self.runs = runs
        self.checks = checks
        self.latencyMicroseconds = latencyMicroseconds
        self.refused = refused
        verdict = LineVerdict(runs: runs, checks: checks)
    }

    /// The report for a terminal.
    public var text: String {
        var lines = ["line \(ports.joined(separator: " <-> "))"]
        for run in runs { lines.append(Self.line(run)) }
        for check in checks {
            lines.append(TextWidth.pad(check.subject.rawValue, to: 30) + check.outcome.rawValue)
        }
        if let latencyMicroseconds {
            lines.append(
                TextWidth.pad("one byte there and back", to: 30) + "\(latencyMicroseconds) us"
            )
        }
        for refusal in refused { lines.append("not done: \(refusal)") }
        return (lines + ["\(verdict.rawValue): \(verdict.advice)"]).joined(separator: "\n")
    }

    private static func line(_ run: LineRun) -> String {
        let tally = run.tally
        let name = "\(run.settings) \(run.pattern.rawValue) \(run.direction.rawValue)"
        let share = Int((run.share * 100).rounded())
        let found =
            tally.isClean
            ? "ok"
            : "\(tally.lost) lost, \(tally.extra) extra, \(tally.bitErrors) bits wrong"
        return TextWidth.pad(name, to: 44) + "\(tally.received)/\(tally.sent) \(share) % \(found)"
    }
}
