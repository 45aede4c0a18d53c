import Foundation
import Hub
import Journal
import Replay
import Retail
import Synchronization
import Testing
import TradeFolder

/// A folder of trade through real tills, real journals, twins of devices and a real hub.
@Suite(.serialized) struct ReplayTests {
    @Test func `the demo shop agrees with its answers to the fen and the point`() async throws {
        let home = try ReplayHome()
        let summary = try await Replay(home.settings(ReplayHome.shop, into: "data")).run()
        #expect(summary.isComplete)
        #expect(summary.receiptsPrinted == summary.sales)
        #expect(summary.receiptsRenumbered == 0)

        let hub = try home.hub("data")
        for (name, file) in [
            (HubReport.Name.storeDays, "store_day"), (.tillDays, "till_day"),
            (.departments, "department"),
        ] {
            let report = try await hub.report(name, asOf: nil)
            let answers = try Answers(ReplayHome.shop, file, columns: report.columns)
            #expect(answers.rows == report.lines, "\(file)")
        }
        let members = try Answers(ReplayHome.shop, "member_cold", columns: [])
        for day in members.days {
            let report = try await hub.report(.members, asOf: BusinessDay(day))
            let answers = try Answers(ReplayHome.shop, "member_cold", columns: report.columns)
            #expect(answers.rows.filter { $0.hasPrefix(day) } == report.lines, "members \(day)")
        }
    }

    @Test func `the comparison notices a single lost sale`() async throws {
        let home = try ReplayHome()
        var settings = try home.settings(ReplayHome.shop, into: "data")
        settings.limit = 40
        _ = try await Replay(settings).run()
        let report = try await home.hub("data").report(.storeDays, asOf: nil)
        let answers = try Answers(ReplayHome.shop, "store_day", columns: report.columns)
        #expect(answers.rows != report.lines)
    }

    @Test func `a hostile line and power cuts change nothing at the hub`() async throws {
        let home = try ReplayHome()
        _ = try await Replay(home.settings(ReplayHome.shop, into: "calm")).run()
        let calm = try await home.hub("calm").exportSales()
        var (cuts, faults) = (0, 0)
        for seed in Seeds.some(4) {
            var settings = try home.settings(ReplayHome.shop, into: "seed-\(seed)")
            settings.faults = seed
            let summary = try await Replay(settings).run()
            cuts += summary.powerCuts
            faults += summary.lineFaults
            #expect(summary.isComplete, "seed \(seed)")
            let hub = try home.hub("seed-\(seed)")
            #expect(try await hub.exportSales() == calm, "seed \(seed)")
            #expect(try await hub.store.verifyChains().isWhole, "seed \(seed)")
        }
        // Without a fault the test would prove nothing.
        #expect(cuts > 0 && faults > 0)
    }

    @Test func `a replay that was interrupted goes on where it stopped`() async throws {
        let home = try ReplayHome()
        var settings = try home.settings(ReplayHome.shop, into: "data")
        settings.limit = 70
        let first = try await Replay(settings).run()
        settings.limit = nil
        let second = try await Replay(settings).run()
        #expect(first.sales == 70)
        #expect(second.salesThisRun == second.sales - 70)
        _ = try await Replay(home.settings(ReplayHome.shop, into: "whole")).run()
        #expect(
            try await home.hub("data").exportSales() == home.hub("whole").exportSales()
        )
    }

    @Test func `a broken line is named and no good one is lost`() async throws {
        let home = try ReplayHome()
        var count = 0
        let trade = try home.trade { lines in
            count = lines.count
            lines[4] = lines[4].replacing("\"qty\":", with: "\"qty\":\"", maxReplacements: 1)
        }
        let problems = Mutex<[String]>([])
        let replay = Replay(
            try home.settings(trade, into: "data"),
            complain: { problem in problems.withLock { $0.append("\(problem)") } }
        )
        let summary = try await replay.run()
        #expect(summary.brokenLines == 1)
        #expect(summary.sales == count - 1)
        #expect(summary.isComplete)
        let told = problems.withLock { $0 }
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("sales.jsonl:5:") == true, "\(told)")
    }

    @Test func `the journals of a replay verify`() async throws {
        let home = try ReplayHome()
        var settings = try home.settings(ReplayHome.shop, into: "data")
        settings.limit = 30
        _ = try await Replay(settings).run()
        let names = try FileManager.default.contentsOfDirectory(atPath: settings.data)
            .filter { $0.hasPrefix("till-") && $0.hasSuffix(".db") }
        #expect(!names.isEmpty)
        for name in names {
            let journal = try TillJournal(readingFrom: "\(settings.data)/\(name)")
            let report = try await journal.verify()
            #expect(report.fault == nil && report.records > 0, "\(name)")
            journal.abandon()
        }
    }
}
