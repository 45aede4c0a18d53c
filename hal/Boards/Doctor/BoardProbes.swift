import Diagnosis
public import HAL

/// The probes of a board, one a role that the board has; one line a device class.
extension Board {
    func probes(_ opener: any ChannelOpener) -> [any DeviceProbe] {
        var printer: PrinterProbe?
        if let entry = receiptPrinter, let profile = printerProfile {
            printer = PrinterProbe(entry, profile, of: self, by: opener)
        }
        let probes: [(any DeviceProbe)?] = [
            printer,
            customerDisplay.map { DisplayProbe($0, of: self, behind: printer, by: opener) },
            scanner.map { ScannerProbe($0, by: opener) },
            cardReader.map { CardReaderProbe($0, by: opener) },
            scale.map { ScaleProbe($0, by: opener) },
            smartCardReader.map { SmartCardReaderProbe($0, by: opener) },
            cashDrawer.flatMap { entry in printer.map { DrawerProbe(entry, behind: $0) } },
            paymentTerminal.map { PaymentTerminalProbe($0, by: opener) },
        ]
        return probes.compactMap(\.self)
    }

    /// The roles that the board fills, in their order.
    public var roles: [DeviceRole] { probes(SystemChannelOpener()).map(\.subject.role) }
}
