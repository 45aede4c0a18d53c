/// Prints receipts: UnifiedPOS's POSPrinter, receipt station.
///
/// Paper is evidence. `print` returns only when the printer itself has said that the last line is
/// on paper, and its errors say whether it may be there all the same.
public protocol ReceiptPrinter: Sendable {
    /// The width of the paper in half-width cells of font A: 48 on an 80 mm roll, 32 on 58 mm.
    var columns: Int { get }

    /// How the printer is now, asked past its print buffer, so it answers even while it is stopped.
    ///
    /// It may be called while a `print` waits: that is how a till learns that the paper has ended.
    func status(by deadline: Deadline) async throws(DeviceError) -> PrinterStatus

    /// Prints `document` and returns when the printer has proven it.
    ///
    /// A printer that stops for paper or an open cover holds the bytes and goes on when a person
    /// has helped; the call waits for that until its deadline.
    ///
    /// `ticket` names the job at the printer. Calling again with the ticket of a job that was sent
    /// whole never sends it a second time: the call only waits for the proof, and returns at once
    /// when it has come in the meantime. A new attempt, marked as a copy, takes a new ticket.
    ///
    /// - Throws: `offline` with `mayHaveRun == false` when the printer was stopped before the first
    ///   byte; `timeout` when the proof had not come by `deadline`.
    func print(
        _ document: PrintDocument,
        ticket: PrintTicket,
        by deadline: Deadline
    ) async throws(DeviceError)
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
    /// Stopped by its cutter or by an error that only switching it off and on clears.
    case fault

    /// Whether the next receipt would come out.
    public var canPrint: Bool {
        switch self {
        case .ready, .paperLow: true
        case .coverOpen, .paperOut, .fault: false
        }
    }
}
