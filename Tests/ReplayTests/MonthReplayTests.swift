import Foundation
import Hub
import Replay
import Testing
import TradeFolder

/// The beginning of a real-shaped month, where this machine has one, against its answers.
///
/// The whole month, with faults and kills, is `tools/bench/month`.
struct MonthReplayTests {
    /// The month's folder; nil when there is none.
    static let folder: String? = {
        let named = ProcessInfo.processInfo.environment["SUANPAN_TRADE"]
        let beside = ReplayHome.root + "/../shared/data/may-2017"
        let path = named ?? beside
        return FileManager.default.fileExists(atPath: path + "/expected") ? path : nil
    }()

    @Test func `the first sales of a month agree with its answers`() async throws {
        guard let folder = Self.folder else {
            print("SKIPPED: a month of trade, because neither SUANPAN_TRADE nor ../shared has one")
            return
        }
        let home = try ReplayHome()
        var settings = try home.settings(folder, into: "data")
        settings.limit = 600
        let summary = try await Replay(settings).run()
        #expect(summary.sales == 600 && summary.isComplete)

        let columns = ["sale", "member", "due", "weighted", "r1_points"]
        let answers = try Answers(folder, "sale_cold", columns: columns).rows.prefix(600)
        let hub = try home.hub("data")
        let sold = try await hub.report(.sales, asOf: nil)
        let kept = try ["reference", "member", "due", "weighted", "points"].map { name in
            try #require(sold.columns.firstIndex(of: name), "\(sold.columns)")
        }
        let rows = Set(
            sold.lines.map { line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                return kept.map { String(fields[$0]) }.joined(separator: ",")
            }
        )
        #expect(rows == Set(answers))
    }
}
