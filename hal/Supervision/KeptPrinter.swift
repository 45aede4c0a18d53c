public import HAL
import Synchronization

/// A receipt printer that may be unplugged and come back, in the middle of a receipt too.
///
/// The driver that is made anew knows nothing of the jobs before. What they had proven is kept
/// here and handed to it, so that a receipt goes on below its mark and a voucher is never sent
/// again.
public final class KeptPrinter<Printer: ReceiptPrinter>: ReceiptPrinter {
    /// Jobs that are remembered; a till asks again for the last one only.
    private static var memory: Int { 32 }

    public let columns: Int
    private let keeper: Keeper<Printer>
    private let changes: StatusChanges
    private let jobs = Mutex<[(ticket: PrintTicket, evidence: PrintEvidence)]>([])

    /// The printer of `columns` cells that `keeper` keeps; each that it opens tells `changes`.
    public init(_ keeper: Keeper<Printer>, columns: Int, changes: StatusChanges) {
        self.keeper = keeper
        self.columns = columns
        self.changes = changes
    }

    public func status(by deadline: Deadline) async throws(DeviceError) -> PrinterStatus {
        try await counting { printer throws(DeviceError) in
            try await printer.status(by: deadline)
        }
    }

    public func statusChanges() -> AsyncStream<PrinterStatus> {
        changes.listen()
    }

    public func recover(
        _ recovery: PrinterRecovery,
        by deadline: Deadline
    ) async throws(DeviceError) {
        try await keeper.perform { printer throws(DeviceError) in
            try await printer.recover(recovery, by: deadline)
        }
    }

    public func print(
        _ request: PrintRequest,
        by deadline: Deadline,
        progress: @Sendable (PrintEvidence) -> Void
    ) async throws(DeviceError) -> PrintEvidence {
        var request = request
        if let known = evidence(of: request.ticket) { request.evidence = known }
        let ticket = request.ticket
        let evidence = try await counting { [request] printer throws(DeviceError) in
            try await printer.print(request, by: deadline) { evidence in
                note(evidence, of: ticket)
                progress(evidence)
            }
        }
        note(evidence, of: ticket)
        if evidence.isOnPaper {
            keeper.statistics.add(.receiptLinePrintedCount, request.document.visibleLines)
        }
        if evidence == .cut { keeper.statistics.add(.paperCutCount) }
        return evidence
    }

    private func evidence(of ticket: PrintTicket) -> PrintEvidence? {
        jobs.withLock { jobs in jobs.last { $0.ticket == ticket }?.evidence }
    }

    private func note(_ evidence: PrintEvidence, of ticket: PrintTicket) {
        jobs.withLock { jobs in
            if let known = jobs.lastIndex(where: { $0.ticket == ticket }) {
                jobs[known].evidence = evidence
            } else {
                jobs.append((ticket, evidence))
                if jobs.count > Self.memory { jobs.removeFirst() }
            }
        }
    }

    /// A printer always answers: its silence counts as a fault of the line.
    private func counting<Result>(
        _ body: (Printer) async throws(DeviceError) -> Result
    ) async throws(DeviceError) -> Result {
        do throws(DeviceError) {
            return try await keeper.perform(body)
        } catch {
            switch error.kind {
            case .timeout: keeper.statistics.add(.communicationErrorCount)
            case .failure: keeper.statistics.add(.printerFaultCount)
            case .busy, .noHardware, .offline: break
            }
            throw error
        }
    }
}
