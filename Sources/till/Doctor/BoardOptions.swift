internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import HAL
internal import StrictYAML

/// Which board a technician's command is about, and where its devices are.
struct BoardOptions: ParsableArguments {
    @Option(help: "The board: a name in the folder of boards, or a file.")
    var board = "simulated"
    @Option(help: "The folder of board files.")
    var boards: String?
    @Option(help: "The bench's folder, where simulated devices are.")
    var bench: String?

    /// Opens ports of this machine, and twins of the bench.
    var opener: SystemChannelOpener { SystemChannelOpener(benchDirectory: bench) }

    /// The board; ends the program with what is wrong with its file.
    func load() throws(ExitCode) -> Board {
        do throws(YAMLProblem) {
            return try Board.load(BoardFolder.file(board, in: boards))
        } catch {
            throw Failure.data("\(error)")
        }
    }
}

extension Board {
    /// The role that somebody wrote, if this board fills it.
    ///
    /// - Throws: `ValidationError` with the nearest role, or with all that there are.
    func role(_ word: String) throws -> DeviceRole {
        if let role = DeviceRole(rawValue: word) {
            if roles.contains(role) { return role }
            throw ValidationError("the board \(name) has no \(word); it has \(roleNames)")
        }
        let all = DeviceRole.allCases.map(\.rawValue)
        guard let near = nearestWord(to: word, among: all) else {
            throw ValidationError("`\(word)` is no role; the board \(name) has \(roleNames)")
        }
        throw ValidationError("`\(word)` is no role; did you mean `\(near)`?")
    }

    private var roleNames: String { roles.map(\.rawValue).joined(separator: ", ") }
}
