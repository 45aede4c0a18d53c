internal import FoundationEssentials
internal import Replay
internal import Synchronization
internal import TradeFolder

/// How many sales a second a whole chain of stores replays, printing, showing and syncing.
///
/// It runs to the very end: the last receipt is proven, the hub has acknowledged the last record.
struct ReplayBench {
    /// Replays; each is long, and their mean counts.
    private static let runs = 2

    let folder: String
    let setting: Setting

    func run() async throws -> [BenchRow] {
        var summaries: [ReplaySummary] = []
        for number in 1...Self.runs {
            Progress.say("replay \(number) of \(Self.runs)")
            let data = "\(folder)/\(number)"
            summaries.append(try await replay(into: data))
            try FileManager.default.removeItem(atPath: data)
        }
        let rates = summaries.map { Double($0.salesThisRun) / $0.seconds }
        let summary = summaries[0]
        guard summary.receiptsPrinted == summary.sales, summary.isComplete else {
            throw BenchFault("the replay is not whole: \(summary)")
        }
        return [
            BenchRow(
                "replayed sales with printing",
                rates.reduce(0, +) / Double(rates.count),
                "sales/s",
                samples: rates.count,
                aim: .atLeast(1000),
                note: "\(summary.sales) sales of \(summary.lines) lines on \(summary.tills) tills, "
                    + "\(rates.map(\.short).joined(separator: " ")) sales/s"
            )
        ]
    }

    private func replay(into data: String) async throws -> ReplaySummary {
        var settings = ReplaySettings(
            trade: setting.trade,
            data: data,
            programme: setting.programme,
            board: setting.board
        )
        settings.limit = setting.limit
        let shown = Mutex(0.0)
        return try await Replay(
            settings,
            report: { progress in
                let isDue = shown.withLock { last in
                    guard progress.seconds >= last + 5 else { return false }
                    last = progress.seconds
                    return true
                }
                if isDue { Progress.say("\(progress.done) sales in \(progress.seconds.short) s") }
            },
            complain: { Progress.say("\($0)") }
        ).run()
    }
}
