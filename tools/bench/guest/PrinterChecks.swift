import Boards
import Channels
import HAL
import Twins

/// A receipt printer on USB: the kernel's `usblp`, libusb, our driver, and a twin behind them.
enum PrinterChecks {
    static let all = [
        Check("usb-printer.kernel", "libusb takes the printer from usblp and gives it back") { _ in
            try await passesFromUSBLP()
        },
        Check("usb-printer.proof", "each receipt is on paper when it is proven") { setting in
            let bench = try await PrinterBench()
            let printer = try await bench.keep()
            let began = ContinuousClock.now
            for number in 1...setting.rounds {
                try await print("receipt \(number)", PrintTicket(UInt32(number)), printer)
                try TestReceipt.verify("receipt \(number)", on: bench.twin.roll)
            }
            let each = (ContinuousClock.now - began) / setting.rounds
            return "\(setting.rounds) receipts, \(milliseconds(each)) each"
        },
        Check("usb-printer.paper-out", "a receipt waits for paper and is proven after") { _ in
            try await waitsForPaper()
        },
        Check("usb-printer.busy", "a printer that takes nothing lets a write end in time") { _ in
            try await endsWhileBusy()
        },
        Check("uart-printer.proof", "a receipt is proven over a 16550 too") { _ in
            let (near, far) = try Ports.uarts()
            let twin = PrinterTwin()
            let end = FarEnd(twin) { try Ports.serial(far.path) }
            defer { withExtendedLifetime(end) {} }
            let board = try TestBoard.with(
                TestBoard.printer.replacing(
                    "{ usb: \"04b8:0202\" }",
                    with: "{ tty: \(near.path), baud: 115200 }"
                )
            )
            let kept = await TestBoard.keep(board)
            guard let printer = kept.devices.printer else { throw Broken("no printer") }
            try await print("over a wire", PrintTicket(7), printer)
            try TestReceipt.verify("over a wire", on: twin.roll)
            return "\(near.path) to \(far.path)"
        },
    ]

    /// Prints one receipt, proven when it returns.
    static func print(
        _ name: String,
        lines: Int = 6,
        _ ticket: PrintTicket,
        _ printer: any ReceiptPrinter
    ) async throws(DeviceError) {
        let document = TestReceipt.document(name, lines: lines)
        let evidence = try await printer.print(
            PrintRequest(document, as: .receipt, ticket: ticket),
            by: .now + .seconds(20)
        )
        guard evidence == .cut else {
            throw DeviceError(.failure, "the printer has proven no more than \(evidence)")
        }
    }

    private static func passesFromUSBLP() async throws -> String {
        let bench = try await PrinterBench()
        try await eventually(for: "usblp at the printer") { bench.driver == "usblp" }
        do {
            let channel = try USBPrinterChannel(PrinterBench.query)
            try require(bench.driver == "usbfs", "\(bench.driver ?? "no driver") has it")
            withExtendedLifetime(channel) {}
        }
        try await eventually(for: "usblp at the printer again") { bench.driver == "usblp" }
        return "usblp, usbfs, usblp"
    }

    private static func waitsForPaper() async throws -> String {
        let bench = try await PrinterBench()
        let printer = try await bench.keep()
        bench.twin.faults.set(.slow)
        let job = Task { try await print("long", lines: 40, PrintTicket(1), printer) }
        try await eventually(for: "the first line") { !bench.twin.roll.current.isEmpty }
        bench.twin.faults.set(.paperOut)
        try await eventually(for: "paper out in the status") {
            try await printer.status(by: .now + .seconds(2)) == .paperOut
        }
        try require(bench.twin.roll.receiptCount == 0, "it printed without paper")
        bench.twin.faults.clear(.paperOut)
        bench.twin.faults.clear(.slow)
        try await job.value
        try TestReceipt.verify("long", lines: 40, on: bench.twin.roll)
        return "stopped, asked, went on"
    }

    /// Nobody takes what is sent: then the deadline ends it, and the printer works afterwards.
    private static func endsWhileBusy() async throws -> String {
        let gadget = try Gadget(.printer, socket: 0)
        try await gadget.plug()
        let channel = try USBPrinterChannel(PrinterBench.query)
        let began = ContinuousClock.now
        let full = await fault { () throws(DeviceError) in
            let feed = [UInt8](repeating: 0x0A, count: 400_000)
            try await channel.write(feed, by: began + .milliseconds(400))
        }
        let took = ContinuousClock.now - began
        try require(full?.kind == .timeout, "the write ended with \(full, default: "nothing")")
        try require(took < .milliseconds(1500), "the write ended after \(took)")
        let end = FarEnd(PrinterTwin()) { try FarEnd.printerGadget() }
        defer { withExtendedLifetime(end) {} }
        try await channel.write([0x10, 0x04, 0x01], by: .now + .seconds(5))
        let answer = try await channel.read(exactly: 1, by: .now + .seconds(5))
        try require(answer[0] & 0x93 == 0x12, "DLE EOT 1 answered \(Hex.text(answer))")
        return "ended after \(milliseconds(took)), then answered"
    }
}
