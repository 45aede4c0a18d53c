internal import DurableSQLite
internal import HAL
internal import Journal
internal import Logging
internal import Loyalty
internal import Records
internal import Retail
internal import Synchronization

/// Brings every sale's receipt to paper, one after the other, and knows which are there.
///
/// The job was made with the sale. Before the first byte leaves, the journal says `sending`; when
/// the printer has proven the last line, it says `printed`. A printer that is out of paper keeps
/// the job waiting, not the cashier; one that lost its power goes on below a mark, behind the last
/// line that it had proven. What was `sending` when the till's own power went is `unknown`, and is
/// printed again only as a copy and only when a person asks.
actor ReceiptSpooler {
    /// How long the printer may take for one receipt before it is asked how it is.
    private static let timeout = Duration.seconds(10)
    /// How many jobs are kept at hand; a printer without paper may owe thousands.
    private static let memory = 8
    /// How often a stopped printer is asked whether it runs again.
    private static let patience = Duration.milliseconds(500)

    private let journal: TillJournal
    private let printer: any ReceiptPrinter
    private let layout: ReceiptLayout
    private let log: Logger
    private let changed: @Sendable () -> Void
    private var isRunning = false
    private var isStopped = false
    /// The job that was begun last.
    private var last: PrintJob.ID = 0
    /// The jobs that come next.
    private var ahead: [PrintJob] = []
    /// Whether the journal may hold more jobs after those.
    private var isJournalAhead = false
    private var idle: [CheckedContinuation<Void, Never>] = []

    /// What the printer last said; nil when it did not answer.
    private(set) var status: PrinterStatus?
    /// The receipts that this run has brought to paper.
    private(set) var printed = 0

    init(
        journal: TillJournal,
        printer: any ReceiptPrinter,
        layout: ReceiptLayout,
        log: Logger,
        changed: @escaping @Sendable () -> Void
    ) {
        self.journal = journal
        self.printer = printer
        self.layout = layout
        self.log = log
        self.changed = changed
    }

    /// Says that the journal may hold something to print.
    func wake() {
        isJournalAhead = true
        start()
    }

    /// Whether the next job is begun at once.
    var isFree: Bool {
        status == .ready && !isRunning && !isStopped && !isJournalAhead
    }

    /// Says that `jobs` are to be printed, the newest that there are.
    func wake(_ jobs: [PrintJob]) {
        if !isJournalAhead {
            let room = Self.memory - ahead.count
            ahead += jobs.prefix(room)
            isJournalAhead = jobs.count > room
        }
        start()
    }

    private func start() {
        guard !isRunning, !isStopped else { return }
        isRunning = true
        Task { await run() }
    }

    /// Returns when everything that was waiting is on paper.
    func settle() async {
        guard isRunning else { return }
        await withCheckedContinuation { idle.append($0) }
    }

    /// Lets the job under way end or fail, and begins no other.
    func stop() {
        isStopped = true
    }

    /// Asks the printer how it is.
    func look() async {
        let old = status
        status = try? await printer.status(by: .now + .seconds(1))
        if old != status { changed() }
    }

    private func run() async {
        if status == nil { await look() }
        while !isStopped, let job = await next() {
            last = job.id
            await bring(job)
        }
        if isStopped { await putBack() }
        isRunning = false
        for waiter in idle { waiter.resume() }
        idle = []
    }

    /// The oldest job that was not begun.
    ///
    /// What is known need not be read: a journal that is being flushed keeps its readers waiting.
    private func next() async -> PrintJob? {
        if !ahead.isEmpty { return ahead.removeFirst() }
        guard isJournalAhead else { return nil }
        isJournalAhead = false
        guard let job = try? await journal.nextPrint(after: last) else {
            return ahead.isEmpty ? nil : ahead.removeFirst()
        }
        // What was handed over meanwhile stands in the journal too, after this one.
        ahead = []
        isJournalAhead = true
        return job
    }

    /// Takes back the word for a job of which no byte has left, and none will in this run.
    private func putBack() async {
        for job in ahead where job.state == .sending {
            try? await journal.setPrint(job.id, .queued)
        }
        ahead = []
    }

    /// What the printer is asked for; the same ticket whenever it is.
    private func request(_ job: PrintJob) -> PrintRequest {
        PrintRequest(
            layout.document(job.sale, balance: job.balance),
            as: .receipt,
            ticket: PrintTicket(UInt32(truncatingIfNeeded: job.id))
        )
    }

    /// Brings one receipt to paper, however long a person takes to put in a new roll.
    private func bring(_ job: PrintJob) async {
        let request = request(job)
        var state = job.state
        var mayHaveBegun = false
        while !isStopped {
            guard await write(job, .sending, unless: &state) else { return }
            let proof = PrintProof()
            do {
                // The same ticket: what was sent is waited for or gone on with, not begun again.
                let evidence = try await printer.print(request, by: .now + Self.timeout) {
                    proof.take($0)
                }
                if evidence.isOnPaper {
                    status = status ?? .ready
                    onPaper(job)
                } else {
                    _ = await write(job, .unknown, unless: &state)
                }
                return
            } catch {
                log.warning("receipt \(job.sale.receipt.number): \(error)")
                mayHaveBegun = mayHaveBegun || error.mayHaveRun
                await look()
                // All of it is on paper; it is the knife that is stuck.
                if proof.isOnPaper { return onPaper(job) }
                if error.kind == .failure, error.mayHaveRun {
                    _ = await write(job, .unknown, unless: &state)
                    return
                }
                if mayHaveBegun {
                    try? await Task.sleep(for: Self.patience)
                } else {
                    _ = await write(job, .queued, unless: &state)
                    await becomeReady()
                }
            }
        }
    }

    /// Returns when the printer says that it prints; nothing is written down meanwhile.
    private func becomeReady() async {
        repeat {
            try? await Task.sleep(for: Self.patience)
            await look()
        } while !isStopped && status?.canPrint != true
    }

    /// Writes down how far `job` has come, unless it says so already; false when it cannot.
    private func write(
        _ job: PrintJob,
        _ new: PrintJob.State,
        unless state: inout PrintJob.State
    ) async -> Bool {
        guard state != new else { return true }
        do {
            try await journal.setPrint(job.id, new)
        } catch {
            log.error("receipt \(job.sale.receipt.number) waits: \(error)")
            return false
        }
        state = new
        changed()
        return true
    }

    /// Notes that the printer has proven `job`; the next one need not wait for the disk.
    private func onPaper(_ job: PrintJob) {
        printed += 1
        let (log, changed) = (log, changed)
        journal.notePrinted(job.id) { fault in
            if let fault {
                log.error("receipt \(job.sale.receipt.number) is printed, unrecorded: \(fault)")
            }
            changed()
        }
    }
}

/// What a printer has proven of the job under way.
private final class PrintProof: Sendable {
    private let evidence = Mutex(PrintEvidence.queued)

    func take(_ next: PrintEvidence) { evidence.withLock { $0 = next } }

    var isOnPaper: Bool { evidence.withLock { $0.isOnPaper } }
}
