public import HAL

/// How an ESC/POS printer is made to prove what it has printed.
public struct ESCPOSProof: Sendable {
    /// The command that serves as a fence: answered in its turn, when all before it is printed.
    public enum Fence: String, Codable, Sendable, CaseIterable {
        /// `GS ( H` function 48: the answer repeats the fence's own name, so each is certain.
        /// TM-T20III, T88VI, T88VII, TM-m30, Xprinter XP-S260M.
        case processID
        /// `GS r 1`, for printers without process IDs such as Rongta's. Its answer has no name, so
        /// answers are told apart by counting: weaker, for a doubled byte would count twice.
        case paperStatus
    }

    /// Which command the printer knows.
    public var fence: Fence
    /// A fence stands behind that many lines at the latest; it is also what may be doubled.
    public var linesPerFence: Int
    /// How long a job waits for its next answer before the printer is asked how it is.
    public var patience: Duration
    /// The least time between a printer's loss of power and its next answered fence.
    ///
    /// A printer that comes back may print the tail of a job that its flow control had held at the
    /// host, and answer the fences in it. So a fence that comes later than this after the last sign
    /// of the same life proves nothing. Half a second of switching, a second of booting.
    public var restartTime: Duration
    /// The number of the first fence; by chance, so that no answer to an earlier run of the till
    /// can pass for an answer to this one.
    public var firstFence: UInt32
    /// The clock by which `restartTime` is measured.
    public var now: @Sendable () -> Deadline

    /// A proof with values that suit receipt printers on serial lines, but for what is named.
    public init(
        fence: Fence = .processID,
        linesPerFence: Int = 16,
        patience: Duration = .seconds(1),
        restartTime: Duration = .milliseconds(1500),
        firstFence: UInt32 = .random(in: 0..<PrintTicket.count),
        now: @escaping @Sendable () -> Deadline = { .now }
    ) {
        precondition(linesPerFence > 0, "a fence stands behind at least one line")
        self.fence = fence
        self.linesPerFence = linesPerFence
        self.patience = patience
        self.restartTime = restartTime
        self.firstFence = firstFence
        self.now = now
    }

    /// The command `GS a FF`, which makes the printer report every change of its status.
    ///
    /// `ESC @` and a loss of power end that.
    static let armReports: [UInt8] = [0x1D, 0x61, 0xFF]

    /// The bytes of a fence between lines.
    func bytes(_ ticket: PrintTicket) -> [UInt8] {
        switch fence {
        case .processID: [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30] + ticket.bytes
        case .paperStatus: [0x1D, 0x72, 0x01]
        }
    }

    /// The bytes of the fence behind a doubtful job, whose answer is of no class that the job's
    /// own fences have: `GS I 67` where those have no names.
    func barrier(_ ticket: PrintTicket) -> [UInt8] {
        switch fence {
        case .processID: bytes(ticket)
        case .paperStatus: [0x1D, 0x49, 0x43]
        }
    }
}
