internal import DurableSQLite
internal import HAL
internal import Journal
internal import Logging
internal import Loyalty
internal import Records
internal import Retail

/// Brings every sale's receipt to paper, one after the other, and knows which are there.
///
/// The job was made with the sale. Before the first byte leaves, the journal says `sent`; then it
/// follows what the printer proves, up to the cut. A printer that is out of paper keeps the job
/// waiting, not the cashier; one that lost its power goes on below a mark, behind the last line
/// that it had proven. So does the next run when the till's own power went, behind the last line
/// that its journal knows of. What ended in doubt is printed again only as a copy, and only when a
/// person asks.
actor ReceiptSpooler {
    /// How long the printer may take for one receipt before it is asked how it is.
    private static let timeout = Duration.seconds(10)
    /// How many jobs are kept at hand; a printer without paper may owe thousands.
    private static let memory = 8
    /// How often a stopped printer is asked whether it runs again.
    private static let patience = Duration.milliseconds(500)

    private let journal: TillJournal
    private let printer: any ReceiptPrinter
    private var layout: ReceiptLayout
    private let log: Logger
    private let changed: @Sendable () -> Void
    private var isRunning = false
    private var isStopped = false
    /// What an earlier run had begun, as far as the journal knows.
    private let begun: [PrintJob.ID: PrintEvidence]
    /// What goes first: what an earlier run had begun, and copies that people wait for.
    private var urgent: [PrintJob]
    /// The name of the last job at the printer; by chance at first, for earlier runs had names too.
    private var ticket = PrintTicket(.random(in: 0..<PrintTicket.count))
    /// The record of the sale whose receipt was begun last.
    private var last: Int64 = 0
    /// The jobs that come next.
    private var ahead: [PrintJob] = []
    /// Whether the journal may hold more jobs after those.
    private var isJournalAhead = false
    private var idle: [CheckedContinuation<Void, Never>] = []

    /// What the printer last said; nil when it did not answer.
    private(set) var status: PrinterStatus?

    init(
        journal: TillJournal,
        printer: any ReceiptPrinter,
        layout: ReceiptLayout,
        left: [PrintJob] = [],
        log: Logger,
        changed: @escaping @Sendable () -> Void
    ) {
        urgent = left
        begun = left.reduce(into: [:]) { begun, job in
            if job.evidence != .queued { begun[job.id] = job.evidence }
        }
        self.journal = journal
        self.printer = printer
        self.layout = layout
        self.log = log
        self.changed = changed
    }

    /// Lays out by `layout` what is begun from now on.
    ///
    /// A receipt that was begun by another one goes on behind its last proven line all the same: a
    /// name is one line, and what lies below comes last.
    func use(_ layout: ReceiptLayout) {
        self.layout = layout
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

    /// Whether there is room for one more copy that somebody waits for.
    var takesCopies: Bool { urgent.count < Self.memory }

    /// Says that somebody waits for the copy `job`.
    func wake(copy job: PrintJob) {
        urgent.append(job)
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
            await bring(job)
        }
        if isStopped { await putBack() }
        isRunning = false
        for waiter in idle { waiter.resume() }
        idle = []
    }

    /// The oldest job that was not begun, behind those that are urgent.
    ///
    /// What is known need not be read: a journal that is being flushed keeps its readers waiting.
    private func next() async -> PrintJob? {
        while urgent.isEmpty {
            if let job = ahead.first {
                last = job.id.record
                return ahead.removeFirst()
            }
            guard isJournalAhead else { return nil }
            isJournalAhead = false
            guard let job = try? await journal.nextPrint(after: last) else { continue }
            // What was handed over meanwhile stands in the journal too, after this one.
            ahead = begun[job.id] == nil ? [job] : []
            (last, isJournalAhead) = (job.id.record, true)
        }
        return urgent.removeFirst()
    }

    /// Takes back the word for a job of which no byte has left, and none will in this run.
    private func putBack() async {
        for job in ahead where job.evidence == .sent {
            try? await journal.setPrint(job.id, .queued)
        }
        ahead = []
    }

    /// What the printer is asked for; the same ticket whenever it is.
    private func request(_ job: PrintJob) -> PrintRequest {
        ticket = ticket.next
        return PrintRequest(
            layout.document(job.subject, balance: job.balance),
            as: .receipt,
            ticket: ticket,
            copy: job.id.copy,
            evidence: begun[job.id] ?? .queued
        )
    }

    /// Brings one receipt to paper, however long a person takes to put in a new roll.
    private func bring(_ job: PrintJob) async {
        let request = request(job)
        let proof = PrintProof(job.id, request, journal)
        var mayHaveBegun = request.evidence != .queued
        var written = job.evidence
        while !isStopped {
            if written == .queued {
                guard await write(job, .sent) else { return }
                written = .sent
            }
            do {
                // The same ticket: what was sent is waited for or gone on with, not begun again.
                let evidence = try await printer.print(request, by: .now + Self.timeout) {
                    proof.take($0)
                }
                if evidence.isOnPaper {
                    status = status ?? .ready
                    onPaper(job, evidence)
                } else {
                    await write(job, evidence)
                }
                return
            } catch {
                log.warning("\(job.subject.title): \(error)")
                mayHaveBegun = mayHaveBegun || error.mayHaveRun
                await look()
                // All of it is on paper; it is the knife that is stuck.
                if proof.reached.isOnPaper { return onPaper(job, proof.reached) }
                if error.kind == .failure, error.mayHaveRun {
                    await write(job, proof.inDoubt)
                    return
                }
                if mayHaveBegun {
                    try? await Task.sleep(for: Self.patience)
                } else {
                    if await write(job, .queued) { written = .queued }
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

    /// Writes down how far `job` has come; false when it cannot.
    @discardableResult
    private func write(_ job: PrintJob, _ evidence: PrintEvidence) async -> Bool {
        do {
            try await journal.setPrint(job.id, evidence)
        } catch {
            log.error("\(job.subject.title) waits: \(error)")
            return false
        }
        changed()
        return true
    }

    /// Notes that the printer has proven `job`; the next one need not wait for the disk.
    ///
    /// The journal says so up to a second late. A power cut in that second leaves the last fence
    /// that it knows of, and the lines behind that fence come out once more, below their mark.
    private func onPaper(_ job: PrintJob, _ evidence: PrintEvidence) {
        let (log, changed) = (log, changed)
        journal.notePrint(job.id, evidence) { fault in
            if let fault {
                log.error("\(job.subject.title) is printed, unrecorded: \(fault)")
            }
            changed()
        }
    }
}
