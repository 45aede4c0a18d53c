import Diagnosis
import Drivers
import Glyphs
import HAL

/// The receipt printer under the doctor's eyes; the drawer and a display behind it go through it.
actor PrinterProbe: DeviceProbe {
    nonisolated let subject: Subject
    private let board: Board
    private let entry: PrinterEntry
    private let profile: PrinterProfile
    private let opener: any ChannelOpener
    private var port: ProbedPort?
    private var driver: ESCPOSPrinter?
    private var shared: SharedPort?
    private var status: PrinterStatus?

    /// Nothing opened yet.
    init(
        _ entry: PrinterEntry,
        _ profile: PrinterProfile,
        of board: Board,
        by opener: any ChannelOpener
    ) {
        self.entry = entry
        self.profile = profile
        self.board = board
        self.opener = opener
        subject = Subject(.receiptPrinter, entry.driver.rawValue, at: entry.channel)
    }

    func open() async throws(DeviceError) { _ = try await printer() }

    /// The printer, opened by whoever asks first.
    func printer() async throws(DeviceError) -> ESCPOSPrinter {
        if let driver { return driver }
        let port = try await ProbedPort(entry.channel, by: opener)
        let shared = board.isDisplayBehindPrinter ? SharedPort(port.channel) : nil
        let printer = Board.printer(entry, profile, shared?.printer ?? port.channel)
        (self.port, self.shared, driver) = (port, shared, printer)
        return printer
    }

    /// The way to the display behind the printer.
    func displayChannel() async throws(DeviceError) -> any ByteChannel {
        _ = try await printer()
        guard let shared else { throw DeviceError(.noHardware, "no display is behind it") }
        return shared.display
    }

    func line() async throws(DeviceError) -> Sight {
        guard let port else { return .untold("not opened") }
        return await port.line()
    }

    func noise() -> LineCounts? { port?.noise() }

    func answer() async throws(DeviceError) -> Sight {
        guard profile.status.value == .epson else {
            return .untold("a printer that does not answer DLE EOT: see its lamps")
        }
        let printer = try await printer()
        status = try await printer.status(by: .now + .seconds(2))
        // A hint for people, and one that a stopped printer does not give.
        let model = try? await printer.modelName(by: .now + .milliseconds(500))
        return .answered(model)
    }

    func state() async throws(DeviceError) -> Sight {
        status.map(Sight.printer) ?? .untold("does not tell")
    }

    func settings() async throws(DeviceError) -> Sight {
        if let problem = profile.chinese.value.area.flatMap(ChineseTable.problem) {
            return .settings(.noConverter(problem))
        }
        if status != nil {
            let answers = try await printer().answersFence(by: .now + .seconds(1))
            if !answers { return .settings(.noProof(command: fence)) }
        }
        return .settings(Board.glyphs(entry.font) is NoGlyphs ? .noFont : nil)
    }

    private var fence: String { profile.processID.value ? "GS ( H" : "GS r 1" }

    func act(_ technician: any Technician) async throws(DeviceError) -> Sight {
        let slip = TestSlip.full(board: board.name, subject, columns: profile.columns.value)
        let evidence = try await bring(slip)
        let question = "Is the slip complete: Chinese, é and €, one ruler to the edge, a QR code?"
        return .done(.printed(evidence, looksRight: await technician.confirm(question)))
    }

    func identify(_ technician: any Technician) async throws(DeviceError) -> Sight {
        let evidence = try await bring(TestSlip.label(board: board.name, subject))
        return .done(.printed(evidence, looksRight: nil))
    }

    private func bring(_ slip: PrintDocument) async throws(DeviceError) -> PrintEvidence {
        let deadline: Deadline = .now + .milliseconds(entry.timeoutMilliseconds)
        let request = PrintRequest(slip, as: .receipt, ticket: PrintTicket(1))
        return try await printer().print(request, by: deadline)
    }
}
