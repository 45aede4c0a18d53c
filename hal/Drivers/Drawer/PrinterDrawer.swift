public import HAL

/// A cash drawer behind a receipt printer, on its kick-out connector (RJ-11, 24 V).
///
/// Pin 2 takes the pulse, pin 3 gives back the switch in the drawer. Which level means open is the
/// drawer's wiring and no standard: receipt printers with no drawer at all read high, many drawers
/// pull pin 3 low while closed and some while open. So it is set for each board, by looking.
public struct PrinterDrawer: CashDrawer {
    private let printer: ESCPOSPrinter
    private let isOpenWhenHigh: Bool

    /// The drawer on `printer`.
    public init(printer: ESCPOSPrinter, isOpenWhenHigh: Bool) {
        self.printer = printer
        self.isOpenWhenHigh = isOpenWhenHigh
    }

    public func open(by deadline: Deadline) async throws(DeviceError) {
        try await printer.pulseDrawer(by: deadline)
    }

    public func isOpen(by deadline: Deadline) async throws(DeviceError) -> Bool {
        try await printer.fullStatus(by: deadline).isPin3High == isOpenWhenHigh
    }
}
