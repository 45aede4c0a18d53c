/// What the doctor found of a whole board; its JSON is the same facts.
public struct DoctorReport: Codable, Equatable, Sendable {
    public let board: String
    /// The highest rung that was asked for.
    public let level: Int
    public let findings: [DeviceFinding]

    /// The report of a board whose devices were looked at up to `top`.
    public init(board: String, top: Rung, findings: [DeviceFinding]) {
        self.board = board
        level = top.level
        self.findings = findings
    }

    /// Whether no device of the box is faulty.
    public var isHealthy: Bool { findings.allSatisfy { $0.verdict != .faulty } }

    /// The report for a terminal.
    public var text: String {
        (["board \(board), to level \(level)"] + findings.flatMap(\.lines)).joined(separator: "\n")
    }
}
