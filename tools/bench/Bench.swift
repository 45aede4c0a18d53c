internal import ArgumentParser
internal import FoundationEssentials

/// Measures what a till promises, beside what the machine alone can do.
@main
struct Bench: AsyncParsableCommand {
    /// What can be measured, in the order in which it is.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case commit
        case counter
        case replay
        case start
    }

    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures commit, counter, replay and start.",
        discussion: "It measures and judges nothing: it ends with 0, aims met or not."
    )

    @Option(help: "Where files are written; its disk is the one that is measured.")
    var folder: String
    @Option(help: "The repo, for its board and its programme.")
    var root = "."
    @Option(help: "A trade folder; without it the month beside the repo, or the shop's own.")
    var trade: String?
    @Option(help: "Rounds: things to compare take turns, round by round.")
    var rounds = 5
    @Option(help: "Only the first so many sales of the replay.")
    var limit: Int?
    @Option(help: "Only these: \(Part.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: [Part] = []
    @Flag(help: "Write the rows as JSON.")
    var json = false

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds is a number above zero") }
    }

    func run() async throws {
        let setting = try Setting(
            folder: folder,
            root: root,
            trade: trade,
            rounds: rounds,
            limit: limit
        )
        let before = LoadAverage.now
        var rows: [BenchRow] = []
        for part in Part.allCases where only.isEmpty || only.contains(part) {
            rows += try await measure(part, setting)
        }
        let report = BenchReport(
            machine: Machine.here(folder),
            loadBefore: before,
            loadAfter: .now,
            trade: setting.trade,
            rows: rows
        )
        print(json ? report.json : report.text)
    }

    private func measure(_ part: Part, _ setting: Setting) async throws -> [BenchRow] {
        Progress.say("measuring \(part.rawValue)")
        let folder = try setting.emptyFolder(part.rawValue)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return switch part {
        case .commit: try await CommitBench(folder: folder, setting: setting).run()
        case .counter: try await CounterBench(folder: folder, setting: setting).run()
        case .replay: try await ReplayBench(folder: folder, setting: setting).run()
        case .start: try await StartBench(folder: folder, setting: setting).run()
        }
    }
}
