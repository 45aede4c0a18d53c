/// What a line is good for, and what to do about it.
public enum LineVerdict: String, Codable, Sendable, CaseIterable {
    case sound
    /// Bytes pass, and a modem line or a flow control does not.
    case noHandshake = "no-handshake"
    /// Every byte passes, slower than the line could.
    case slow
    case bitErrors = "bit-errors"
    case byteLoss = "byte-loss"
    /// What comes is noise: the two sides are set differently.
    case wrongRate = "wrong-rate"
    /// Nothing comes at all.
    case silent

    /// Judges the runs and the checks; the first of these that holds, the worst first.
    public init(runs: [LineRun], checks: [LineCheck]) {
        var total = LineTally()
        for run in runs { total.add(run.tally) }
        let isMute = runs.contains { $0.tally.received == 0 && $0.tally.sent > 0 }
        let isNoise = runs.contains { $0.tally.badShare > 0.5 }
        let slowest = runs.map(\.share).min() ?? 0
        if runs.isEmpty || total.received == 0 {
            self = .silent
        } else if isNoise || isMute {
            self = .wrongRate
        } else if total.lost + total.extra > 0 {
            self = .byteLoss
        } else if total.bitErrors > 0 {
            self = .bitErrors
        } else if checks.contains(where: { $0.outcome == .fails }) {
            self = .noHandshake
        } else {
            self = slowest < 0.8 ? .slow : .sound
        }
    }

    /// What a technician does about it.
    public var advice: String {
        switch self {
        case .sound: "the line carries what it should"
        case .noHandshake:
            "bytes pass, but not every line is wired: use a full null-modem cable, or no handshake"
        case .slow: "no byte is wrong, but the line does not keep its rate: look for a busy machine"
        case .bitErrors: "bits turn over: try a shorter or screened cable, or a lower rate"
        case .byteLoss: "bytes are lost: use flow control or a lower rate"
        case .wrongRate: "what comes is noise: set both sides to the same rate and format"
        case .silent: "nothing comes: is the plug in, are TX and RX crossed, is it the right port?"
        }
    }
}
