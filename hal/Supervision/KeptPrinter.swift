public import HAL

/// A receipt printer that may be unplugged and come back, in the middle of a receipt too.
public struct KeptPrinter<Printer: ReceiptPrinter>: ReceiptPrinter {
    public let columns: Int
    private let keeper: Keeper<Printer>

    /// The printer of `columns` cells that `keeper` keeps.
    public init(_ keeper: Keeper<Printer>, columns: Int) {
        self.keeper = keeper
        self.columns = columns
    }

    public func status(by deadline: Deadline) async throws(DeviceError) -> PrinterStatus {
        try await counting { printer throws(DeviceError) in
            try await printer.status(by: deadline)
        }
    }

    public func print(
        _ document: PrintDocument,
        ticket: PrintTicket,
        by deadline: Deadline
    ) async throws(DeviceError) {
        try await counting { printer throws(DeviceError) in
            try await printer.print(document, ticket: ticket, by: deadline)
        }
        let cuts = document.nodes.count { $0 == .cut }
        keeper.statistics.add(.paperCutCount, cuts)
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
