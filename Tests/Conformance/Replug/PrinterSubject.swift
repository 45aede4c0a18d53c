package import Boards
import HAL
package import Twins

/// A printer, pulled in the middle of a receipt.
package struct PrinterSubject: ReplugSubject {
    private let printer = PrinterTwin(roll: PaperRoll(keeping: 4))
    private let job = CallUnderWay<PrintEvidence>()

    /// A printer with an empty roll.
    package init() {}

    package var twin: any Twin { printer }
    package func entry(on channel: String) -> String {
        """
        receipt-printer:
          driver: escpos-printer
          channel: \(channel)
          columns: 48
          characters: gb18030
          timeout-ms: 5000
        """
    }

    package func begin(_ round: Int, _ devices: Devices) async throws {
        let device = try devices.printer.here()
        let before = printer.receivedBytes
        printer.faults.set(.slow)
        await job.begin { () throws(DeviceError) in
            let lines = (0..<60).map { PrintNode.text("cut off \($0)") }
            return try await Self.print(lines, 2 * round, device)
        }
        try await appear("byte of the receipt") { printer.receivedBytes > before }
    }

    package func end(_ round: Int, _ devices: Devices) async throws {
        switch try await job.end() {
        case .success(let evidence):
            throw Wrong("a receipt that was cut off is called \(evidence)")
        case .failure(let error):
            let isBegun = printer.roll.current.contains { $0.plainText.hasPrefix("cut off") }
            try must(!isBegun || error.mayHaveRun, "it has begun, and the till hears \(error)")
        }
        let device = try devices.printer.here()
        try await leaves { deadline throws(DeviceError) in try await device.status(by: deadline) }
        printer.faults.clear(.slow)
    }

    package func prove(_ round: Int, _ devices: Devices) async throws {
        let device = try devices.printer.here()
        try await settle { deadline throws(DeviceError) in
            try await device.status(by: deadline)
        }
        let evidence = try await Self.print([.text("round \(round)")], 2 * round + 1, device)
        try must(evidence == .cut, "a receipt is \(evidence)")
        let lines = printer.roll.receipts.last?.map(\.plainText) ?? []
        try must(lines.contains("round \(round)"), "on paper: \(lines.prefix(3))")
    }

    /// What the printer had received before the plug was out may come out of it, once.
    package func check(_ rounds: Int) throws {
        let count = printer.roll.receiptCount
        try must((rounds...2 * rounds).contains(count), "\(count) receipts in \(rounds) rounds")
    }

    private static func print(
        _ lines: [PrintNode],
        _ number: Int,
        _ printer: any ReceiptPrinter
    ) async throws(DeviceError) -> PrintEvidence {
        let request = PrintRequest(
            PrintDocument(lines + [.cut]),
            as: .receipt,
            ticket: PrintTicket(UInt32(number))
        )
        return try await printer.print(request, by: .now + .seconds(5))
    }
}
