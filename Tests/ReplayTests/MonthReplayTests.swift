import Foundation
import Hub
import Replay
import TestSupport
import Testing
import TradeFolder

/// The beginning of a real-shaped month, where this machine has one, against its answers.
///
/// The whole month, with faults and kills, is `tools/bench/month`.
struct MonthReplayTests {
    @Test(.enabled(if: MonthFolder.path != nil, Comment(rawValue: MonthFolder.absence)))
    func `the first sales of a month agree with its answers`() async throws {
        let folder = try #require(MonthFolder.path)
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
