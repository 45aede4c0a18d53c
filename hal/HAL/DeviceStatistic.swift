/// What is counted of a device over its life, by UnifiedPOS's names.
///
/// The names are those of the UnifiedPOS specification, "Device Statistics": what a chain's
/// monitoring knows already.
public enum DeviceStatistic: String, Codable, Sendable, CaseIterable {
    /// Calls that failed for the port or the device's silence.
    case communicationErrorCount = "CommunicationErrorCount"
    /// How often it came back after it was gone.
    case onlineTransitionCount = "OnlineTransitionCount"
    /// Lines that the printer has proven.
    case receiptLinePrintedCount = "ReceiptLinePrintedCount"
    /// Cuts that were asked for in proven jobs.
    case paperCutCount = "PaperCutCount"
    /// Jobs that ended with a cutter's or another fault.
    case printerFaultCount = "PrinterFaultCount"
    /// Barcodes that were read.
    case goodScanCount = "GoodScanCount"
    /// Cards that were read.
    case goodReadCount = "GoodReadCount"
    /// Cards or codes that were misread.
    case failedReadCount = "FailedReadCount"
    /// Weights that a scale stood still for.
    case goodWeightReadCount = "GoodWeightReadCount"
    /// Kicks after which the drawer stood open.
    case drawerGoodOpenCount = "DrawerGoodOpenCount"
    /// Kicks that did not open it.
    case drawerFailedOpenCount = "DrawerFailedOpenCount"
}
