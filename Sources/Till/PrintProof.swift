internal import HAL
internal import Journal
internal import Synchronization

/// What a printer has proven of the job under way, told to the journal as it comes.
///
/// Each rung rides along with a commit that somebody else makes, or waits a second for one of its
/// own: fences cost no flush in the path of a sale. What a power cut forgets of them only makes the
/// next start go on from an earlier line, below its mark.
final class PrintProof: Sendable {
    private let job: PrintJob.ID
    private let visibleLines: Int
    private let journal: TillJournal
    private let evidence: Mutex<PrintEvidence>

    /// Nothing more is proven of `job` than `evidence`.
    init(_ job: PrintJob.ID, _ request: PrintRequest, _ journal: TillJournal) {
        self.job = job
        self.journal = journal
        visibleLines = request.document.visibleLines
        evidence = Mutex(request.evidence)
    }

    /// Takes the next rung.
    func take(_ next: PrintEvidence) {
        evidence.withLock { $0 = next }
        switch next {
        case .fenced: journal.notePrint(job, next)
        // Every line is on paper, and the knife is still owed: the job is not over.
        case .printed: journal.notePrint(job, .fenced(lines: visibleLines))
        // `sent` was written before; the last rung is the spooler's to write.
        case .queued, .sent, .cut, .unknown: return
        }
    }

    /// The rung that is reached.
    var reached: PrintEvidence { evidence.withLock { $0 } }

    /// The job as nobody will ever know it better.
    var inDoubt: PrintEvidence {
        switch reached {
        case .queued, .sent: .unknown(lines: 0)
        case .fenced(let lines), .unknown(let lines): .unknown(lines: lines)
        case .printed, .cut: .unknown(lines: visibleLines)
        }
    }
}
