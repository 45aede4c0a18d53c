import Boards
import Foundation
import Hub
import Loyalty
import Replay
import StrictYAML
import TradeFolder

/// A folder for one test's replays, gone when the test is.
final class ReplayHome: Sendable {
    /// The repository's root.
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    /// The demo shop's trade.
    static let shop = root + "/Sources/Shop/Trade"

    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "replay-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The settings for a replay of `trade` into the folder `name` of this home, by rule set R1.
    func settings(_ trade: String, into name: String) throws -> ReplaySettings {
        let file = Self.root + "/Sources/Shop/Programmes/r1.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let rules = try StrictYAML.decode(Programme.self, from: text, file: file)
        return ReplaySettings(
            trade: trade,
            data: "\(path)/\(name)",
            programme: (rules, text),
            board: try Board.load(Self.root + "/boards/simulated.yaml")
        )
    }

    /// The hub that the replay into `name` left behind.
    func hub(_ name: String) throws -> HubCore {
        HubCore(
            store: try SQLiteHubStore(path: "\(path)/\(name)/hub.sqlite"),
            admission: .anyone,
            clock: { 0 }
        )
    }

    /// A copy of the demo shop's trade in which `change` has been made to the lines of sales.
    func trade(_ change: (inout [String]) -> Void) throws -> String {
        let copy = path + "/trade"
        try FileManager.default.copyItem(atPath: Self.shop, toPath: copy)
        let file = copy + "/sales.jsonl"
        var lines = try String(contentsOfFile: file, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        change(&lines)
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        return copy
    }
}
