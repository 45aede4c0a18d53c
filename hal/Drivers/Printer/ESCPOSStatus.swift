public import HAL

/// What the four answers to `DLE EOT 1` to `DLE EOT 4` say.
///
/// Bit numbers are those of Epson's command reference, DLE EOT; checked against the manuals of
/// TM-U220, TM-L60II and Bixolon SRP-350.
public struct ESCPOSStatus: Equatable, Sendable {
    /// The level of drawer kick-out connector pin 3, which the drawer's switch pulls.
    public let isPin3High: Bool
    /// The printer takes no print data until someone helps.
    public let isOffline: Bool
    /// The cover stands open.
    public let isCoverOpen: Bool
    /// Printing has stopped because the paper has ended.
    public let isPaperOut: Bool
    /// The near-end sensor sees the core of the roll.
    public let isPaperLow: Bool
    /// The cutter is jammed.
    public let isCutterJammed: Bool
    /// Another error has stopped it.
    public let isFaulty: Bool

    /// Reads the answers to `DLE EOT 1`, `2`, `3` and `4`, in that order.
    ///
    /// - Precondition: each has the fixed bits of its class, 0xx1xx10.
    public init(printer: UInt8, offline: UInt8, error: UInt8, paper: UInt8) {
        isPin3High = printer & 0x04 != 0
        isOffline = printer & 0x08 != 0
        isCoverOpen = offline & 0x04 != 0
        isPaperOut = offline & 0x20 != 0 || paper & 0x60 != 0
        isPaperLow = paper & 0x0C != 0
        isCutterJammed = error & 0x08 != 0
        isFaulty = offline & 0x40 != 0 || error & 0x64 != 0
    }

    /// Reads the four bytes of an automatic status, `GS a`.
    ///
    /// - Precondition: `report` is four bytes with the fixed bits of their class.
    public init(report: [UInt8]) {
        isPin3High = report[0] & 0x04 != 0
        isOffline = report[0] & 0x08 != 0
        isCoverOpen = report[0] & 0x20 != 0
        isPaperOut = report[2] & 0x0C != 0
        isPaperLow = report[2] & 0x03 != 0
        isCutterJammed = report[1] & 0x08 != 0
        isFaulty = report[1] & 0x64 != 0
    }

    /// The same for a caller who wants one word, the most urgent.
    public var summary: PrinterStatus {
        if isCoverOpen { return .coverOpen }
        if isPaperOut { return .paperOut }
        if isFaulty || isCutterJammed { return .fault }
        return isPaperLow ? .paperLow : .ready
    }
}
