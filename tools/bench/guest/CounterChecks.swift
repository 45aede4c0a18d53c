import Boards
import HAL
import Supervision
import Twins

/// A whole counter on four kinds of port at once, assembled by a board as a till assembles it.
enum CounterChecks {
    static let all = [
        Check("counter", "printer, display, scanner and card reader work side by side") { setting in
            try await sell(setting.rounds)
        }
    ]

    private static func sell(_ sales: Int) async throws -> String {
        let counter = try await CounterBench()
        let devices = try await counter.devices()
        let began = ContinuousClock.now
        for sale in 1...sales {
            let code = "690123456\(1000 + sale)"
            counter.scanner.scan(code)
            let scanned = try await devices.scanner.scan(by: .now + .seconds(5))
            try require(scanned.text == code, "scanned \(scanned.text), not \(code)")
            let line = TextWidth.pad("\(sale) 龙井茶 68.00", to: 20)
            try await devices.display.show([line], by: .now + .seconds(5))
            counter.cardReader.show(number: "\(2_600_000 + sale)")
            _ = try await devices.cardReader.swipe(by: .now + .seconds(5))
            try await PrinterChecks.print(
                "sale \(sale)",
                PrintTicket(UInt32(sale)),
                devices.printer
            )
            try TestReceipt.verify("sale \(sale)", on: counter.printer.twin.roll)
            try await eventually(for: "\(line) on the glass") {
                counter.display.lines.first == line
            }
        }
        return "\(sales) sales, \(milliseconds((ContinuousClock.now - began) / sales)) each"
    }
}

/// Four devices, each on a port of its own kind, their far ends twins.
final class CounterBench: Sendable {
    /// Every device of the counter; none is missing.
    struct Kept: Sendable {
        let printer: any ReceiptPrinter
        let display: any LineDisplay
        let scanner: any Scanner
        let cardReader: any CardReader
    }

    let printer: PrinterBench
    let display = DisplayTwin(dialect: .cd5220)
    let scanner = ScannerTwin()
    let cardReader = CardReaderTwin()
    let scannerGadget: Gadget
    let adapter: Adapter
    let uart: UART
    private let ends: [FarEnd]

    init() async throws {
        let (display, scanner, cardReader) = (display, scanner, cardReader)
        let (near, far) = try await Ports.adapters()
        let (uart, otherUART) = try Ports.uarts()
        (adapter, self.uart) = (near, uart)
        printer = try await PrinterBench()
        scannerGadget = try Gadget(.scanner, socket: 1)
        try await scannerGadget.plug()
        try await Ports.appear(SerialChecks.scannerPath)
        ends = [
            FarEnd(display) { try Ports.serial(far.path) },
            FarEnd(scanner, onlySpeaks: true) { try Ports.tty("/dev/ttyGS0") },
            FarEnd(cardReader, onlySpeaks: true) { try Ports.tty(otherUART.path) },
        ]
    }

    /// What a board file of this counter says.
    private var text: String {
        """
        \(TestBoard.printer)
        customer-display:
          driver: cd5220-display
          channel: { serial: \(adapter.path), baud: 9600 }
          columns: 20
          rows: 2
          characters: gbk
          timeout-ms: 500

        scanner:
          driver: serial-scanner
          channel: { tty: \(SerialChecks.scannerPath), baud: 115200 }

        card-reader:
          driver: serial-card-reader
          channel: { tty: \(uart.path), baud: 9600 }
          timeout-ms: 30000
        """
    }

    /// Opens the counter's devices and keeps them.
    func devices(
        report: @escaping @Sendable (DeviceRole, DeviceEvent) -> Void = { _, _ in }
    ) async throws -> Kept {
        let devices = await TestBoard.keep(try TestBoard.with(text), report: report).devices
        try require(devices.problems.isEmpty, "\(devices.problems)")
        guard let printer = devices.printer, let display = devices.display,
            let scanner = devices.scanner, let cardReader = devices.cardReader
        else { throw Broken("the board lacks a device") }
        return Kept(printer: printer, display: display, scanner: scanner, cardReader: cardReader)
    }
}
