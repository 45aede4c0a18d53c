internal import DurableSQLite
internal import HAL
internal import Journal
internal import Logging
internal import Loyalty
internal import Records
internal import Retail

/// Brings every sale's receipt to paper, one after the other, and knows which are there.
///
/// The job was made with the sale. Before the first byte leaves, the journal says `sending`; when
/// the printer has proven the last line, it says `printed`. A printer that is out of paper keeps
/// the job waiting, not the cashier. What was `sending` when the power went is `unknown`, and is
/// printed again only under a mark and only when a person asks.
actor ReceiptSpooler {
    /// How long the printer may take for one receipt before it is asked how it is.
    private static let timeout = Duration.seconds(10)
    /// How often a stopped printer is asked whether it runs again.
    private static let patience = Duration.milliseconds(500)

    private let journal: TillJournal
    private let printer: any ReceiptPrinter
    private let layout: ReceiptLayout
    private let log: Logger
    private let changed: @Sendable () -> Void
    private var isRunning = false
    private var isStopped = false
    private var wasWoken = false
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

    /// Says that there may be something to print.
    func wake() {
        wasWoken = true
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
        var last: PrintJob.ID = 0
        while !isStopped {
            wasWoken = false
            guard let job = try? await journal.nextPrint(after: last) else {
                if wasWoken { continue }
                break
            }
            last = job.id
            await bring(job)
        }
        isRunning = false
        for waiter in idle { waiter.resume() }
        idle = []
    }

    /// Brings one receipt to paper, however long a person takes to put in a new roll.
    private func bring(_ job: PrintJob) async {
        let ticket = PrintTicket(UInt32(truncatingIfNeeded: job.id))
        let document = layout.document(job.sale, balance: await balance(job.sale))
        do {
            try await journal.setPrint(job.id, .sending)
        } catch {
            log.error("receipt \(job.sale.receipt.number) waits: \(error)")
            return
        }
        while !isStopped {
            do {
                try await printer.print(document, ticket: ticket, by: .now + Self.timeout)
                status = status ?? .ready
                await end(job, .printed)
                return
            } catch {
                log.warning("receipt \(job.sale.receipt.number): \(error)")
                await look()
                if error.kind == .failure {
                    await end(job, .unknown)
                    return
                }
                // The same ticket: what was sent whole is waited for, never sent again.
                try? await Task.sleep(for: Self.patience)
            }
        }
    }

    private func end(_ job: PrintJob, _ state: PrintJob.State) async {
        if state == .printed { printed += 1 }
        do {
            try await journal.setPrint(job.id, state)
        } catch {
            log.error("receipt \(job.sale.receipt.number) is \(state), unrecorded: \(error)")
        }
        changed()
    }

    private func balance(_ sale: CompletedSale) async -> Points? {
        guard let member = sale.member else { return nil }
        return try? await journal.pointsPosted(to: member)
    }
}
