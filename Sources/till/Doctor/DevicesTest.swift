internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import Diagnosis
internal import HAL

/// `till devices test`: the interactive health check of one device (UnifiedPOS's CH_INTERACTIVE).
struct DevicesTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Tries one device with a person beside it, and says what came of it.",
        discussion: """
            Climbs the whole ladder of `till doctor`, its action too: a test slip, a picture, an \
            open drawer, a scan, a card, a load, a registration. Ends with 0 when the device \
            passed, with 1 when it did not, with 69 when another program has its port.
            """
    )

    @Argument(help: "The role, as receipt-printer.")
    var role: String
    @OptionGroup var site: BoardOptions
    @Option(help: "Seconds that a person has.")
    var seconds = 30
    @Flag(help: "Write JSON.")
    var json = false

    func validate() throws {
        guard seconds > 0 else { throw ValidationError("--seconds is above nought") }
    }

    func run() async throws {
        let board = try site.load()
        let report = await board.doctor(
            site.opener,
            to: .action,
            roles: [try board.role(role)],
            technician: TerminalTechnician(patience: .seconds(seconds))
        )
        print(json ? JSONText.of(report) : report.text)
        try report.end()
    }
}
