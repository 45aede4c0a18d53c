internal import Boards
internal import CommandKit
internal import FoundationEssentials
internal import Glibc
internal import Loyalty

/// What all measurements share: where files go, which trade, which rules, which board.
struct Setting {
    let folder: String
    /// The repo.
    let root: String
    let trade: String
    let rounds: Int
    let limit: Int?
    let programmeFile: String
    let boards: String
    let programme: (rules: Programme, text: String)
    let board: Board

    init(folder: String, root: String, trade: String?, rounds: Int, limit: Int?) throws {
        self.folder = folder
        self.root = root
        self.rounds = rounds
        self.limit = limit
        self.trade = trade ?? Self.trade(root)
        programmeFile = "\(root)/Sources/Shop/Programmes/r1.yaml"
        boards = "\(root)/boards"
        let file = try ProgrammeFile(path: programmeFile)
        programme = (file.rules, file.text)
        board = try Board.load("\(boards)/simulated.yaml")
    }

    /// A folder `name` with nothing in it.
    func emptyFolder(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// The month that was named, else the one beside the repo, else the shop's own three days.
    private static func trade(_ root: String) -> String {
        let named = getenv("SUANPAN_TRADE").map { String(cString: $0) }
        let places = [named, "\(root)/../shared/data/may-2017"].compactMap(\.self)
        return places.first { FileManager.default.fileExists(atPath: $0) }
            ?? "\(root)/Sources/Shop/Trade"
    }
}

/// Tells on the error output that something takes its time.
enum Progress {
    static func say(_ text: String) {
        let line = Array("bench: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
