import Conformance
import Drivers
import HAL
import Synchronization
import Testing
import Twins

struct ESCPOSPrinterTests {
    @Test func `a receipt comes out as it was laid out`() async throws {
        let twin = PrinterTwin()
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            try await printer.print(receipt, ticket: PrintTicket(1), by: soon)
        }
        let lines = twin.roll.receipts.first?.map(\.plainText) ?? []
        let expected = [
            "算盘超市",
            TextWidth.row("牛奶 1L", "12.50", in: 48)[0],
            TextWidth.row("Bread", "8.00", in: 48)[0],
            String(repeating: "-", count: 48),
            TextWidth.row("合计", "20.50", in: 48)[0],
            "[QR https://example.com/r/1]", "", "[cut]",
        ]
        #expect(lines == expected)
        let title = PaperSpan(text: "算盘超市", isBold: true, isDoubleWidth: true)
        #expect(twin.roll.receipts.first?.first == .line(.center, [title]))
    }

    @Test func `what a row looks like is what the layout said, in bytes and in strings`()
        async throws
    {
        let twin = PrinterTwin(columns: 12)
        let rows = [("Long name of it", "9.99"), ("牛奶牛奶牛奶", "1"), ("", "5"), ("x", "")]
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 12)
            let nodes = rows.map { PrintNode.row(left: $0.0, right: $0.1) }
            try await printer.print(PrintDocument(nodes), ticket: PrintTicket(1), by: soon)
        }
        let expected = rows.flatMap { TextWidth.row($0.0, $0.1, in: 12) }
        #expect(twin.roll.current.map(\.plainText) == expected)
    }

    // swift-format-ignore
    static let faults: [(fault: TwinFault?, status: PrinterStatus, why: String)] = [
        (nil,        .ready,     "nothing wrong"),
        (.paperLow,  .paperLow,  "the near-end sensor"),
        (.paperOut,  .paperOut,  "the end sensor"),
        (.coverOpen, .coverOpen, "the cover switch"),
        (.slow,      .ready,     "slow is not wrong"),
        (.splitAnswers, .ready,  "pieces are put together"),
    ]

    @Test(arguments: faults)
    func `status says what a cashier can do about it`(
        _ row: (fault: TwinFault?, status: PrinterStatus, why: String)
    ) async throws {
        let twin = PrinterTwin()
        if let fault = row.fault { twin.faults.set(fault) }
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let status = try await printer.status(by: soon)
            #expect(status == row.status)
        }
    }

    @Test(arguments: [TwinFault.paperOut, .coverOpen])
    func `a printer that is stopped gets not one byte`(_ fault: TwinFault) async throws {
        let twin = PrinterTwin()
        twin.faults.set(fault)
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let error = await #expect(throws: DeviceError.self) {
                try await printer.print(receipt, ticket: PrintTicket(1), by: soon)
            }
            #expect(error?.kind == .offline)
            #expect(error?.mayHaveRun == false)
            twin.faults.clear(fault)
            try await printer.print(PrintDocument([.text("x")]), ticket: PrintTicket(2), by: soon)
            #expect(twin.roll.elements == [.line(.left, [PaperSpan(text: "x")])])
        }
    }

    @Test(arguments: [TwinFault.paperOut, .coverOpen])
    func `a receipt held in mid-print is proven once a person has helped`(
        _ fault: TwinFault
    ) async throws {
        let twin = PrinterTwin()
        twin.faults.set(.slow)
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            async let printing = printer.print(receipt, ticket: PrintTicket(1), by: soon)
            #expect(await eventually { !twin.roll.current.isEmpty })
            twin.faults.set(fault)
            twin.faults.clear(.slow)
            // Asked while the print waits: that is how the till knows what to tell the cashier.
            let status: PrinterStatus = fault == .paperOut ? .paperOut : .coverOpen
            #expect(try await printer.status(by: soon) == status)
            #expect(twin.roll.receiptCount == 0)
            twin.faults.clear(fault)
            let evidence = try await printing
            #expect(evidence == .cut)
            #expect(twin.roll.receiptCount == 1)
        }
    }

    @Test func `a job sent whole is never sent again, only waited for`() async throws {
        let twin = PrinterTwin()
        twin.faults.set(.slow)
        // More than the slow twin prints in a second.
        let rows = (1...50).map { PrintNode.row(left: "Item \($0)", right: "1.00") }
        let long = PrintDocument(rows + [.cut])
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let error = await #expect(throws: DeviceError.self) {
                try await printer.print(long, ticket: PrintTicket(1), by: .now + .milliseconds(500))
            }
            #expect(error?.kind == .timeout)
            #expect(error?.mayHaveRun == true)
            twin.faults.clear(.slow)
            try await printer.print(long, ticket: PrintTicket(1), by: soon)
            try await printer.print(long, ticket: PrintTicket(1), by: soon)
            #expect(twin.roll.receiptCount == 1)
            try await printer.print(receipt, ticket: PrintTicket(2), by: soon)
            #expect(twin.roll.receiptCount == 2)
        }
    }

    @Test func `a printer that is off times out and keeps nothing`() async throws {
        let twin = PrinterTwin()
        twin.faults.set(.off)
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            let error = await #expect(throws: DeviceError.self) {
                try await printer.print(receipt, ticket: PrintTicket(1), by: moment)
            }
            #expect(error?.kind == .timeout)
            #expect(error?.mayHaveRun == false)
            twin.faults.clear(.off)
            try await printer.print(receipt, ticket: PrintTicket(1), by: soon)
            #expect(twin.roll.receiptCount == 1)
        }
    }

    @Test func `answers in pieces are the same answers`() async throws {
        let twin = PrinterTwin(seed: 99)
        twin.faults.set(.splitAnswers)
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            for number in 1...20 as ClosedRange<UInt32> {
                try await printer.print(receipt, ticket: PrintTicket(number), by: soon)
            }
            #expect(try await printer.modelName(by: soon) == "TWIN-80")
        }
        #expect(twin.roll.receiptCount == 20)
    }

    @Test func `many callers at once each get their own answer`() async throws {
        let twin = PrinterTwin()
        try await withTwin(twin) { channel in
            let printer = ESCPOSPrinter(channel: channel, columns: 48)
            try await withThrowingTaskGroup { tasks in
                for number in 0..<40 as Range<UInt32> {
                    tasks.addTask {
                        _ = try await printer.print(
                            receipt,
                            ticket: PrintTicket(number),
                            by: soon
                        )
                    }
                    tasks.addTask {
                        let status = try await printer.status(by: soon)
                        #expect(status == .ready)
                    }
                }
                try await tasks.waitForAll()
            }
        }
        #expect(twin.roll.receiptCount == 40)
    }

    @Test func `a pulled cable is no hardware`() async throws {
        let (near, far) = MemoryChannel.pair()
        let printer = ESCPOSPrinter(channel: near, columns: 48)
        far.unplug()
        let error = await #expect(throws: DeviceError.self) { try await printer.status(by: soon) }
        #expect(error?.kind == .noHardware)
    }
}
