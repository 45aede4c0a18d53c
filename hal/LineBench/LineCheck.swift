/// What came of trying something that a port has or lacks.
public struct LineCheck: Hashable, Codable, Sendable {
    /// What is tried besides bytes.
    public enum Subject: String, Codable, Sendable, CaseIterable {
        /// RTS of one side is CTS of the other.
        case rtsToCTS = "rts-cts"
        /// DTR of one side is DSR of the other.
        case dtrToDSR = "dtr-dsr"
        /// DTR of one side is DCD of the other.
        case dtrToDCD = "dtr-dcd"
        /// A break is counted at the other side.
        case breaks = "break"
        /// A dropped RTS holds the sender back.
        case hardwareFlow = "rts-cts-flow"
        /// XOFF holds the sender back.
        case softwareFlow = "xon-xoff-flow"
    }

    /// What came of it.
    public enum Outcome: String, Codable, Sendable {
        case works
        case fails
        /// The port has no such thing, as a pty has no modem lines.
        case absent
        /// It takes two ports.
        case untried
    }

    public let subject: Subject
    public let outcome: Outcome

    /// A check and its outcome.
    public init(_ subject: Subject, _ outcome: Outcome) {
        self.subject = subject
        self.outcome = outcome
    }
}
