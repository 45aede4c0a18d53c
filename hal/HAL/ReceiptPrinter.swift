/// Prints receipts: UnifiedPOS's POSPrinter, receipt station.
///
/// Paper is evidence, and only the printer can give it. `print` says how far a job has come as the
/// printer proves it, and goes on where the proof ends when the printer had stopped:
///
/// **Every line is on paper exactly once** in this sense. A line that was proven is on paper, whole
/// and once, and never sent again. The lines after the last proof may be on paper, in part or
/// whole; they are printed again, from the first unproven line on, below `PrintMark.continued`. So
/// what stands twice on the paper lay between the last answered fence and the stop of the printer,
/// and its second print is marked; a fragment of one line may stand at the stop. A voucher is never
/// printed again, marked or not: where a receipt would be continued, it ends `unknown`.
public protocol ReceiptPrinter: Sendable {
    /// The width of the paper in half-width cells of font A: 48 on an 80 mm roll, 32 on 58 mm.
    var columns: Int { get }

    /// How the printer is now, asked past its print buffer, so it answers even while it is stopped.
    ///
    /// It may be called while a `print` waits.
    func status(by deadline: Deadline) async throws(DeviceError) -> PrinterStatus

    /// Every change that the printer reports by itself from now on.
    ///
    /// A listener that falls 16 behind loses the oldest. Listening costs nothing while nothing
    /// changes; a printer that reports nothing by itself, or not before its first job, is silent.
    func statusChanges() -> AsyncStream<PrinterStatus>

    /// Brings `request` to paper, and returns its last rung: `cut`, or `printed` when the document
    /// ends without a cut, or `unknown` for a voucher in doubt.
    ///
    /// `progress` is told each rung that is reached, upwards and in order, before the call returns
    /// or throws; rungs that come together may be told as one.
    ///
    /// A printer that stops for paper or an open cover holds the bytes and goes on when a person
    /// has helped; the call waits for that until its deadline. Calling again with the same ticket
    /// goes on with the job: it waits for what was sent, and sends nothing that may still come out.
    ///
    /// - Throws: when the job is unfinished and may be asked for again. `offline` when the printer
    ///   was stopped, `timeout` when it did not answer, `noHardware` when it is gone;
    ///   `mayHaveRun == false` when no byte of this job has left.
    func print(
        _ request: PrintRequest,
        by deadline: Deadline,
        progress: @Sendable (PrintEvidence) -> Void
    ) async throws(DeviceError) -> PrintEvidence

    /// Ends an error of the printer, such as a jammed cutter, when a person has asked for it.
    ///
    /// Never call it without that person: paper moves, and the knife with it.
    func recover(_ recovery: PrinterRecovery, by deadline: Deadline) async throws(DeviceError)
}

extension ReceiptPrinter {
    /// Brings `request` to paper for a caller who only wants to know how it ended.
    @discardableResult
    public func print(
        _ request: PrintRequest,
        by deadline: Deadline
    ) async throws(DeviceError) -> PrintEvidence {
        try await print(request, by: deadline) { _ in }
    }
}

/// What a person may ask of a printer that has stopped with an error.
public enum PrinterRecovery: String, Codable, Sendable, CaseIterable {
    /// Goes on with the line at which it stopped: UnifiedPOS's ER_RETRY.
    case resume
    /// Forgets what it holds; the job under way is continued from its last proven line: ER_CLEAR.
    case clear
}

/// What a printer's own answers say, in the order in which a cashier can act on them.
public enum PrinterStatus: String, Codable, Sendable, CaseIterable {
    /// It prints.
    case ready
    /// It prints, and the near-end sensor sees the core of the roll: bring a new one.
    case paperLow
    /// Stopped until someone closes the cover.
    case coverOpen
    /// Stopped until someone puts in a roll.
    case paperOut
    /// Stopped by its cutter or by an error that only a person clears.
    case fault

    /// Whether the next receipt would come out.
    public var canPrint: Bool {
        switch self {
        case .ready, .paperLow: true
        case .coverOpen, .paperOut, .fault: false
        }
    }
}
