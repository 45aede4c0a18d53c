import Boards
import Diagnosis
import HAL
import Testing
import Twins

/// A broken twin for each rung: the doctor stops there, names it, and says what to do.
struct DoctorLadderTests {
    static let head = "board: { vendor: v, revision: a, arch: x86_64 }\n"
    static let printer = """
        receipt-printer:
          { driver: escpos-printer, channel: { bench: printer }, columns: 48, characters: gb18030,
            timeout-ms: 4000 }

        """
    static let drawer = """
        cash-drawer: { driver: printer-drawer, is-open-when-high: false, timeout-ms: 300 }

        """
    static let scale = """
        scale: { driver: toledo-8217-scale, unit: gram, timeout-ms: 900, channel:
          { tty: /dev/ttyS0, baud: 9600, flow: rts-cts } }
        """

    private func board(_ text: String) throws -> Board {
        try Board(name: "b", text: Self.head + text, file: "b.yaml")
    }

    private func findings(
        _ text: String,
        _ opener: some ChannelOpener,
        to top: Rung = .settings,
        _ technician: some Technician = NobodyThere()
    ) async throws -> [DeviceFinding] {
        try await board(text).doctor(opener, to: top, technician: technician).findings
    }

    @Test(arguments: [
        (DeviceError.Kind.noHardware, "till demo"), (.busy, "tilld"), (.failure, "reason"),
    ])
    func `rung 1: a port that cannot be opened`(_ kind: DeviceError.Kind, _ fix: String)
        async throws
    {
        let found = try await findings(Self.printer + Self.drawer, NoChannel(kind: kind))
        #expect(found.map(\.role) == [.receiptPrinter, .cashDrawer])
        #expect(found.allSatisfy { $0.broken?.rung == .port && $0.rungs.count == 1 })
        #expect(found.allSatisfy { $0.fix?.contains(fix) == true })
    }

    @Test func `rung 1: a port that another program has`() async throws {
        let bench = try TestBench()
        let board = try board(Self.printer)
        let devices = try await board.open(bench.opener)
        let finding = try #require(await board.doctor(bench.opener).findings.first)
        #expect(finding.broken?.rung == .port && finding.broken?.code == "busy")
        withExtendedLifetime(devices) {}
    }

    @Test func `rung 2: a cable without the lines that the board asks for`() async throws {
        let (near, far) = MemoryLine.pair(faults: .init(hasHandshake: false))
        let finding = try #require(try await findings(Self.scale, OneChannel(channel: near)).first)
        #expect(finding.broken?.rung == .line && finding.broken?.code == "no-cts")
        withExtendedLifetime(far) {}
    }

    @Test func `rung 3: a device that is off`() async throws {
        let bench = try TestBench()
        bench.printer.faults.set(.off)
        let found = try await findings(Self.printer + Self.drawer, bench.opener)
        #expect(found.allSatisfy { $0.broken?.rung == .answer && $0.broken?.code == "timeout" })
        #expect(found.allSatisfy { $0.fix?.contains("switch it on") == true })
    }

    @Test func `rung 3: a device at another baud rate`() async throws {
        let (near, far) = MemoryLine.pair()
        try far.configure(SerialSettings(baud: 4800))
        let chatter = Task {
            while let bytes = try? await far.read(upTo: 64, by: .now + .seconds(10)) {
                try? await far.write(bytes, by: .now + .seconds(1))
            }
        }
        defer { chatter.cancel() }
        let finding = try #require(try await findings(Self.scale, OneChannel(channel: near)).first)
        #expect(finding.broken?.rung == .answer && finding.broken?.code == "garbled")
        #expect(finding.fix?.contains("baud rate") == true)
    }

    @Test(arguments: [
        (TwinFault.paperOut, "paperOut"), (.coverOpen, "coverOpen"),
    ])
    func `rung 4: a printer that waits for somebody`(
        _ fault: TwinFault,
        _ code: String
    ) async throws {
        let bench = try TestBench()
        bench.printer.faults.set(fault)
        let finding = try #require(try await findings(Self.printer, bench.opener).first)
        #expect(finding.broken?.rung == .state && finding.broken?.code == code)
        #expect(finding.rungs.count == 4)
    }

    @Test func `rung 5: a printer without the proof that its profile promises`() async throws {
        let (near, far) = MemoryChannel.pair()
        let twin = PrinterTwin()
        let life = Task { await twin.run(on: far) }
        defer {
            life.cancel()
            near.unplug()
        }
        let opener = OneChannel(channel: DeafToProcessID(inner: near))
        let finding = try #require(try await findings(Self.printer, opener).first)
        #expect(finding.broken?.rung == .settings && finding.broken?.code == "no-proof")
        #expect(twin.roll.receiptCount == 0, "nothing was printed to find out")
    }

    @Test func `rung 6: a blocked drawer, a wrong slip and a scanner that nobody used`()
        async throws
    {
        let bench = try TestBench()
        bench.printer.drawer.setBlocked(true)
        let hands = Hands(patience: .milliseconds(50), sees: false)
        let scanner = "scanner: { driver: serial-scanner, channel: { bench: scanner } }\n"
        let found = try await findings(
            Self.printer + Self.drawer + scanner,
            bench.opener,
            to: .action,
            hands
        )
        #expect(found.map(\.role) == [.receiptPrinter, .scanner, .cashDrawer])
        #expect(found.map(\.broken?.rung) == [.action, .action, .action])
        #expect(found.map(\.broken?.code) == ["wrong-characters", "timeout", "did-not-open"])
    }
}
