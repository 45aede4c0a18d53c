internal import ArgumentParser
internal import FoundationEssentials

/// Measures the parts that were asked for, and prints one account.
struct MeasureCommand: AsyncParsableCommand {
    /// What can be measured, in the order in which it is.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case commit
        case counter
        case replay
        case start
        case encoding
        case devices
        case line
        case idle
        case queue
        case ingest
        case brokers
    }

    static let configuration = CommandConfiguration(
        commandName: "measure",
        abstract: "Measures a till, its devices, its queue and its hub.",
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
    @Option(help: "A Python that has python-escpos and Pillow, to measure beside them.")
    var python: String?
    @Option(help: "How many records are queued where a long queue is measured.")
    var queued = 1_000_000
    @Option(help: "Where nats-server and mosquitto are, to measure beside them.")
    var brokers: String?
    @Option(help: "Only these: \(Part.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: [Part] = []
    @Flag(help: "Write the rows as JSON.")
    var json = false

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds is a number above zero") }
        guard queued > 0 else { throw ValidationError("--queued is a number above zero") }
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
        var skipped: [String] = []
        for part in Part.allCases where only.isEmpty || only.contains(part) {
            do {
                rows += try await measure(part, setting)
            } catch let reason as Skipped {
                skipped.append("\(part.rawValue): \(reason.why)")
            }
        }
        let report = BenchReport(
            machine: Machine.here(folder),
            loadBefore: before,
            loadAfter: .now,
            trade: setting.trade,
            rows: rows,
            skipped: skipped
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
        case .encoding: try EncodingBench(folder: folder, setting: setting, python: python).run()
        case .devices: try await RoundTripBench(folder: folder, setting: setting).run()
        case .line: try LineBenchRows(setting: setting).run()
        case .idle: try await IdleBench(folder: folder, setting: setting).run()
        case .queue:
            try await QueueBench(folder: folder, setting: setting, records: queued).run()
        case .ingest: try await IngestBench(folder: folder, setting: setting).run()
        case .brokers:
            try await BrokerBench(
                folder: folder,
                setting: setting,
                python: python,
                brokers: brokers
            ).run()
        }
    }
}

/// A part that cannot be measured on this machine, and why.
struct Skipped: Error {
    let why: String
}
