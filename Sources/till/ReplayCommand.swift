internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import DurableSQLite
internal import Replay
internal import StrictYAML
internal import Sync
internal import TradeFolder

/// Feeds a folder of trade through as many tills as it has.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Replays a folder of trade through its tills, to a hub.",
        discussion: """
            Every till keeps a journal of its own in --data, prints and shows on simulated \
            devices, and syncs to the hub. Interrupted and started again on the same --data, it \
            goes on where it stopped. Afterwards `tillhub report` reads the hub in --data.
            """
    )

    @Option(help: "The trade folder.")
    var trade: String
    @Option(help: "The programme file by which sales earn points.")
    var programme: String
    @Option(help: "Where journals and hub are kept.")
    var data: String
    @Option(help: "A hub on this machine, as http://127.0.0.1:PORT, in place of the replay's own.")
    var hub: String?
    @Option(help: "A seed: a hostile line to the hub, and tills that lose their power.")
    var faults: UInt64?
    @Option(help: "`max`, or how many times faster than it happened.")
    var speed = "max"
    @Option(help: "Only the first so many sales.")
    var limit: Int?
    @Option(help: "The board that every till has.")
    var board = "simulated"
    @Option(help: "The folder of board files.")
    var boards: String?
    @Flag(help: "Write the summary as JSON.")
    var json = false

    func validate() throws {
        guard paceOfTime != nil else {
            throw ValidationError("--speed is `max` or a number above zero, not '\(speed)'")
        }
    }

    func run() async throws {
        let rules = try ProgrammeFile(path: programme)
        var settings = ReplaySettings(
            trade: trade,
            data: data,
            programme: (rules.rules, rules.text),
            board: try loadBoard()
        )
        settings.hub = hub
        settings.faults = faults
        settings.speed = paceOfTime ?? .max
        settings.limit = limit

        if let problem = hub.flatMap({ HubTrust.anyone.problem(with: $0) }) {
            throw Failure.data("--hub \(problem)")
        }
        let bar = ProgressBar(total: try TradeFolder(path: trade).countedSales(limit))
        try DataFolder.make(data)
        let replay = Replay(
            settings,
            report: { bar.show($0.done) },
            complain: { bar.say("\($0)") }
        )
        let summary = try await outcome(of: replay)
        bar.end()
        print(json ? JSONText.of(summary) : summary.text)
        guard summary.isComplete else {
            throw Failure.notWell(
                "not everything is at the hub and applied; see `tillhub set-aside`"
            )
        }
    }

    private var paceOfTime: ReplaySettings.Speed? {
        if speed == "max" { return .max }
        return Double(speed).flatMap { $0 > 0 && $0.isFinite ? .times($0) : nil }
    }

    private func loadBoard() throws -> Board {
        do throws(YAMLProblem) {
            return try Board.load(BoardFolder.file(board, in: boards))
        } catch {
            throw Failure.data("\(error)")
        }
    }

    private func outcome(of replay: Replay) async throws -> ReplaySummary {
        do {
            return try await replay.run()
        } catch let error as TradeProblem {
            throw Failure.data("\(error)")
        } catch let error as StorageError {
            throw error.reported()
        } catch let error as ReplayError {
            throw Failure.software("\(error)")
        }
    }
}

extension TradeFolder {
    /// How many sales there are to replay; a line that cannot be read counts until it is reached.
    fileprivate func countedSales(_ limit: Int?) throws -> Int {
        do throws(TradeProblem) {
            return min(try saleCount(), limit ?? .max)
        } catch {
            throw Failure.data("\(error)")
        }
    }
}

extension ReplaySummary {
    fileprivate var text: String {
        let rate = Int(Double(salesThisRun) / max(seconds, 0.001))
        return """
            \(sales) sales of \(lines) lines on \(tills) tills; \(salesThisRun) in this run, \
            \(rate) a second
            due \(due) in minor units, \(points) points
            \(receiptsPrinted) receipts printed, \(receiptsUnknown) in doubt after power cuts
            \(recordsJournalled) records journalled, \(recordsAcknowledged) acknowledged, \
            \(recordsSetAside) set aside
            \(brokenLines) broken lines, \(powerCuts) power cuts, \(lineFaults) faults of the line
            """
    }
}
