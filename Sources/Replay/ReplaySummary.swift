/// What came of a replay: counted in the journals and at the hub, not in the program's memory.
public struct ReplaySummary: Hashable, Codable, Sendable {
    /// Tills that sold.
    public var tills = 0
    /// Sales in the tills' journals.
    public var sales = 0
    /// Lines of those sales.
    public var lines = 0
    /// What customers owed, in minor units.
    public var due: Int64 = 0
    /// Points that members earned.
    public var points: Int64 = 0
    /// Receipts that the printers have proven.
    public var receiptsPrinted = 0
    /// Receipts of which nobody knows, because a till lost its power while they printed.
    public var receiptsUnknown = 0
    /// Records in the tills' journals.
    public var recordsJournalled = 0
    /// Records that the hub has acknowledged.
    public var recordsAcknowledged = 0
    /// Records that the hub keeps but could not apply.
    public var recordsSetAside = 0
    /// Sales of this run whose receipt has another number than in the folder, as after a line that
    /// could not be read: a till counts what it sells.
    public var receiptsRenumbered = 0
    /// Lines of the folder that could not be read; each was reported.
    public var brokenLines = 0
    /// Times that a till lost its power, by `--faults`.
    public var powerCuts = 0
    /// Requests that met a fault of the line, by `--faults`.
    public var lineFaults = 0
    /// How long it took.
    public var seconds: Double = 0
    /// Sales of this run, without those of earlier runs.
    public var salesThisRun = 0

    /// Adds what one till's journal holds.
    mutating func add(_ till: ReplaySummary) {
        tills += till.tills
        sales += till.sales
        lines += till.lines
        due += till.due
        points += till.points
        receiptsPrinted += till.receiptsPrinted
        receiptsUnknown += till.receiptsUnknown
        recordsJournalled += till.recordsJournalled
        recordsAcknowledged += till.recordsAcknowledged
        recordsSetAside += till.recordsSetAside
        receiptsRenumbered += till.receiptsRenumbered
        powerCuts += till.powerCuts
    }

    /// Whether every readable sale is at the hub, and applied there.
    public var isComplete: Bool {
        recordsAcknowledged == recordsJournalled && recordsSetAside == 0
    }
}
