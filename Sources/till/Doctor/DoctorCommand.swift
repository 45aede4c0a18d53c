internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import Diagnosis

/// Climbs the ladder of each device of the board, and says what to do about the first broken rung.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at each device of a board and says what to do about what is dead.",
        discussion: """
            From the cable to the paper: 1 port, 2 line, 3 answer, 4 state, 5 settings, 6 action. \
            A device's first broken rung is its last, with what to do about it.

            Levels 1 to 5 move no paper and ask nobody for anything. Level 6 prints a test slip, \
            shows a picture, opens the drawer, and waits for a scan, a card and a load: stand \
            beside the box. Nobody is ever charged.

            --qr shows the report as a QR code to photograph, without a serial number, address or \
            card in it; --qr-file writes it as .png or .pbm.

            Ends with 0 when no device is faulty, with 1 when one is.
            """
    )

    @OptionGroup var site: BoardOptions
    @Option(help: "How far up: 1 port, 2 line, 3 answer, 4 state, 5 settings, 6 action.")
    var level = Rung.highestQuiet.level
    @Option(help: "Seconds that a person has for what level 6 asks.")
    var seconds = 30
    @Flag(help: "Show the report as a QR code, too.")
    var qr = false
    @Option(help: "Write the QR code to this file, .png or .pbm.")
    var qrFile: String?
    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        guard Rung(level: level) != nil else { throw ValidationError("--level is 1 to 6") }
        guard seconds > 0 else { throw ValidationError("--seconds is above nought") }
        if json, qr { throw ValidationError("--qr draws; with --json use --qr-file") }
        if let qrFile, ReportCode.format(of: qrFile) == nil {
            throw ValidationError("--qr-file \(qrFile): a name that ends in .png or .pbm")
        }
    }

    func run() async throws {
        let report = try await site.load().doctor(
            site.opener,
            to: Rung(level: level) ?? .highestQuiet,
            technician: TerminalTechnician(patience: .seconds(seconds))
        )
        print(json ? JSONText.of(report) : report.text)
        let code = try ReportCode(report)
        if qr { print("\n\(code.terminalText)") }
        if let qrFile { try code.write(to: qrFile) }
        guard report.isHealthy else { throw ExitCode(Failure.notWell.rawValue) }
    }
}
