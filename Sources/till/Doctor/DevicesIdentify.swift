internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import Diagnosis
internal import HAL

/// `till devices identify`: each device shows which one it is.
struct DevicesIdentify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identify",
        abstract: "Makes devices show which one each is, to tell cables apart.",
        discussion: """
            The printer prints a label and the display shows its role; scanner, readers and scale \
            wait for a person and say that it was they. A drawer springs open only when it is \
            named. Ends with 0 when every device showed itself, with 1 when one did not, with 69 \
            when another program has a port.
            """
    )

    @Argument(help: "The role, as scanner; all of the board without it.")
    var role: String?
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
        let roles = try role.map { Set([try board.role($0)]) }
        let report = await board.identify(
            site.opener,
            roles: roles,
            technician: TerminalTechnician(patience: .seconds(seconds))
        )
        print(json ? JSONText.of(report) : report.text)
        try report.end()
    }
}

extension DoctorReport {
    /// Ends the program as the devices are: 69 when all that is wrong is a port that is taken.
    func end() throws(ExitCode) {
        let faults = findings.compactMap(\.broken)
        guard !faults.isEmpty else { return }
        let isTaken = faults.allSatisfy {
            $0.rung == .port && $0.code == DeviceError.Kind.busy.rawValue
        }
        throw ExitCode((isTaken ? Failure.unavailable : .notWell).rawValue)
    }
}
