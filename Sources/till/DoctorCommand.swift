internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import StrictYAML

/// Says of each device of the board what was found, what answered, and what to do.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at each device of a board and says what to do about what is dead.",
        discussion: "Ends with 0 when every device is well, with 1 when one is not."
    )

    @Option(help: "The board: a name in the folder of boards, or a file.")
    var board = "simulated"
    @Option(help: "The folder of board files.")
    var boards: String?
    @Option(help: "The bench's folder, where simulated devices are.")
    var bench: String?
    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let board: Board
        do throws(YAMLProblem) {
            board = try Board.load(BoardFolder.file(self.board, in: boards))
        } catch {
            throw Failure.data("\(error)")
        }
        let report = await board.doctor(SystemChannelOpener(benchDirectory: bench))
        print(json ? JSONText.of(report) : report.text)
        guard report.isHealthy else { throw ExitCode(Failure.notWell.rawValue) }
    }
}
