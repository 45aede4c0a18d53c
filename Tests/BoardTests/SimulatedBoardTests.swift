import Boards
import Conformance
import Diagnosis
import HAL
import Testing
import Twins

/// The simulated board over real ptys: the code path of a box, with twins in place of devices.
struct SimulatedBoardTests {
    private var soon: Deadline { .now + .seconds(5) }

    private func board() throws -> Board { try Board.load("\(boardsFolder)/simulated.yaml") }

    @Test func `every device of the simulated board answers`() async throws {
        let bench = try TestBench()
        let devices = try await board().open(bench.opener)

        let printer = try #require(devices.printer)
        #expect(try await printer.status(by: soon) == .ready)
        let slip = PrintDocument([.row(left: "龙井茶 𠮷", right: "68.00"), .cut, .openDrawer])
        let request = PrintRequest(slip, as: .receipt, ticket: PrintTicket(1))
        #expect(try await printer.print(request, by: soon) == .cut)
        let printed = bench.printer.roll.receipts.first?.first?.plainText
        #expect(printed == TextWidth.row("龙井茶 𠮷", "68.00", in: 48)[0])
        #expect(try await devices.drawer?.isOpen(by: soon) == true)

        try await devices.display?.show(["龙井茶", "68.00"], by: soon)
        let end = soon
        while bench.display.lines.last?.hasPrefix("68.00") != true, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(bench.display.lines == ["龙井茶              ", "68.00               "])

        bench.scanner.scan("6901234567892")
        #expect(try await devices.scanner?.scan(by: soon).text == "6901234567892")
        bench.cardReader.swipe(number: "2900000000018")
        let swipe = try await devices.cardReader?.swipe(by: soon)
        #expect(swipe?.card.member?.number == "2900000000018")
    }

    @Test func `the doctor finds the simulated board well`() async throws {
        let bench = try TestBench()
        let report = try await board().doctor(bench.opener)
        #expect(report.isHealthy)
        let roles: [DeviceRole] = [
            .receiptPrinter, .customerDisplay, .scanner, .cardReader, .cashDrawer,
        ]
        #expect(report.findings.map(\.role) == roles)
        #expect(report.findings[0].said(on: .answer) == "answers as TWIN-80")
        #expect(report.findings[0].said(on: .state) == "ready")
        #expect(report.text.contains("ok    receipt-printer"))
    }

    // swift-format-ignore
    static let ailments: [(fault: TwinFault, verdict: DeviceFinding.Verdict, fix: String, why: String)] = [
        (.paperOut,  .faulty,    "roll",   "no paper"),
        (.coverOpen, .faulty,    "cover",  "the cover"),
        (.paperLow,  .attention, "roll",   "soon no paper"),
        (.off,       .faulty,    "switch", "no power"),
    ]

    @Test(arguments: ailments)
    func `the doctor says what to do`(
        _ row: (fault: TwinFault, verdict: DeviceFinding.Verdict, fix: String, why: String)
    ) async throws {
        let bench = try TestBench()
        bench.printer.faults.set(row.fault)
        let finding = try await board().doctor(bench.opener).findings[0]
        #expect(finding.verdict == row.verdict)
        #expect(finding.fix?.contains(row.fix) == true)
    }

    @Test func `a box without its devices opens what there is and names the rest`() async throws {
        let board = try Board.load("\(boardsFolder)/counter-a1.yaml")
        let devices = await board.openAvailable(SystemChannelOpener())
        #expect(devices.scanner == nil)
        #expect(devices.problems[.scanner]?.kind == .noHardware)
        let report = await board.doctor(SystemChannelOpener())
        #expect(!report.isHealthy)
        #expect(report.findings.allSatisfy { $0.fix != nil })
    }

    @Test func `a device that is opened once and lost fails at once and is not looked for`()
        async throws
    {
        let subject = ScannerSubject()
        let bench = try ReplugBench(subject.twin, as: "device")
        let board = try bench.board(subject.entry(on: "{ bench: device }"))
        let scanner = try #require(try await board.open(bench.opener).scanner)
        await bench.unplug()
        let late: Deadline = .now + .seconds(30)
        let first = await #expect(throws: DeviceError.self) { try await scanner.scan(by: late) }
        #expect(first?.kind == .noHardware && .now < late)
        try bench.plug()
        let second = await #expect(throws: DeviceError.self) { try await scanner.scan(by: late) }
        #expect(second?.kind == .noHardware && .now < late)
    }

    @Test func `a bench board without a bench says where to find one`() async throws {
        let board = try board()
        let error = await #expect(throws: DeviceError.self) {
            try await board.open(SystemChannelOpener())
        }
        #expect(error?.detail.contains("till demo") == true)
    }
}
