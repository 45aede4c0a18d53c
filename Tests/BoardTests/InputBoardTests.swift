import Boards
import Diagnosis
import Drivers
import HAL
import Testing
import Twins

/// A counter where things are weighed and a scanner types, over real ptys.
struct InputBoardTests {
    private var soon: Deadline { .now + .seconds(5) }

    static let text = """
        board: { vendor: v, revision: a, arch: x86_64 }
        scanner: { driver: wedge-scanner, channel: { bench: wedge }, key-gap-ms: 30 }
        scale: { driver: toledo-8217-scale, channel: { bench: scale }, unit: gram, timeout-ms: 900 }
        """

    private func board() throws -> Board {
        try Board(name: "fresh", text: Self.text, file: "fresh.yaml")
    }

    @Test func `a wedge scanner and a scale are opened as the board says`() async throws {
        let bench = try TestBench()
        let devices = try await board().open(bench.opener)
        #expect(devices.timeouts[.scale] == .milliseconds(900))
        bench.wedge.scan("]E06901234567007")
        let code = try await devices.scanner?.scan(by: soon)
        #expect(code == Barcode(text: "6901234567007", symbology: .ean13))
        bench.scale.put(1_250)
        let weighing = try await devices.scale?.readWeight(by: soon)
        #expect(weighing == Weighing(.grams(1_250)))
    }

    @Test func `a card reader that types reads a card`() async throws {
        let bench = try TestBench()
        let text = """
            board: { vendor: v, revision: a, arch: x86_64 }
            card-reader: { driver: wedge-card-reader, channel: { bench: wedge }, timeout-ms: 1000 }
            """
        let board = try Board(name: "b", text: text, file: "b.yaml")
        let devices = try await board.open(bench.opener)
        bench.wedge.scan("88800012345")
        #expect(try await devices.cardReader?.swipe(by: soon).card.member?.number == "88800012345")
    }

    // swift-format-ignore
    static let ailments: [(load: Int, fault: TwinFault?, verdict: DeviceFinding.Verdict, says: String, why: String)] = [
        (0,      nil,  .healthy,   "0.000 kg",           "empty and at rest"),
        (12,     nil,  .attention, "0.012 kg",           "something lies on it"),
        (20_000, nil,  .faulty,    "over its capacity",  "a child sits on it"),
        (-300,   nil,  .faulty,    "under zero",         "the plate is in the sink"),
        (0,      .off, .faulty,    "timeout",            "no power"),
    ]

    @Test(arguments: ailments)
    func `the doctor asks the scale`(
        _ row: (
            load: Int, fault: TwinFault?, verdict: DeviceFinding.Verdict, says: String, why: String
        )
    ) async throws {
        let bench = try TestBench()
        bench.scale.put(row.load)
        bench.scale.settle()
        if let fault = row.fault { bench.scale.faults.set(fault) }
        let report = try await board().doctor(bench.opener)
        let finding = try #require(report.findings.first { $0.role == .scale })
        #expect(finding.verdict == row.verdict)
        let said = finding.broken?.said ?? finding.said(on: .state)
        #expect(said?.contains(row.says) == true)
        #expect((finding.fix == nil) == (row.verdict == .healthy))
    }

    @Test func `an input device that is not there is named`() async throws {
        let text = """
            board: { vendor: v, revision: a, arch: x86_64 }
            scanner: { driver: wedge-scanner, channel: { input: /dev/input/by-id/usb-none } }
            """
        let board = try Board(name: "b", text: text, file: "b.yaml")
        #expect(board.scanner?.channel == .input(path: "/dev/input/by-id/usb-none"))
        let error = await #expect(throws: DeviceError.self) {
            try await board.open(SystemChannelOpener())
        }
        #expect(error?.kind == .noHardware)
        #expect(error?.detail.contains("/dev/input/by-id") == true)
    }
}
