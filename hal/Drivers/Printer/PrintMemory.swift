import HAL

/// What a driver remembers of the jobs that it was asked for last.
struct PrintMemory {
    /// One job and how far it has come.
    struct Job: Sendable {
        let ticket: PrintTicket
        /// Whether a byte of it may have left.
        var hasBegun = false
        /// The lines that are proven.
        var provenLines = 0
        /// Whether the mark is on paper, below which the lines that are not proven may follow.
        var hasMark = false
        /// Whether it ended in doubt and may not be sent again.
        var isGivenUp = false

        /// The job of `request`, as far as the till remembers it.
        init(_ request: PrintRequest) {
            ticket = request.ticket
            switch request.evidence {
            case .queued: return
            case .sent: hasBegun = true
            case .fenced(let lines):
                hasBegun = true
                provenLines = lines
            case .printed:
                hasBegun = true
                provenLines = request.document.visibleLines
            case .cut:
                hasBegun = true
                provenLines = request.document.nodes.count
            case .unknown(let lines):
                hasBegun = true
                provenLines = lines
                isGivenUp = true
            }
        }

        /// The rung that it has reached.
        func evidence(of document: PrintDocument) -> PrintEvidence {
            if isGivenUp { return .unknown(lines: provenLines) }
            return hasBegun ? document.evidence(provenLines: provenLines) : .queued
        }
    }

    /// More than a till has under way at once; what is older is finished.
    private static let limit = 32

    private var jobs: [Job] = []
    private var nextFence: UInt32

    init(nextFence: UInt32) {
        self.nextFence = nextFence
    }

    /// The job of `ticket` as it was left; nothing when it was never asked for.
    func job(_ ticket: PrintTicket) -> Job? {
        jobs.last { $0.ticket.number == ticket.number }
    }

    /// Remembers how far `job` has come.
    mutating func keep(_ job: Job) {
        if let index = jobs.lastIndex(where: { $0.ticket.number == job.ticket.number }) {
            jobs[index] = job
            return
        }
        jobs.append(job)
        if jobs.count > Self.limit { jobs.removeFirst() }
    }

    /// A fence that none of the last 9,024 is called.
    mutating func fence(_ ticket: PrintTicket) -> PrintTicket {
        defer { nextFence = (nextFence + 1) % PrintTicket.count }
        return ticket.at(fence: nextFence)
    }
}
