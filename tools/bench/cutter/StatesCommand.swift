internal import ArgumentParser
internal import CommandKit
internal import crashes

/// Tries power cuts and says what they broke.
struct StatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "states",
        abstract: "Tries power cuts at every write boundary of a recorded till.",
        discussion: "Writes JSON. Ends with 1 when a promise was broken."
    )

    @Option(help: "What strace has recorded.")
    var trace: String
    @Option(help: "The till's data folder, as its last run left it.")
    var folder: String
    @Option(help: "An empty folder for the disks that are tried; best in memory.")
    var scratch: String
    @Option(help: "The port at which the till answered the counter.")
    var port: Int
    @Option(help: "The programme file by which sales earn points.")
    var programme: String
    @Option(help: "A code that the catalogue knows.")
    var code: String
    @Option(help: "What chance is made of.")
    var seed: UInt64 = 1
    @Option(help: "How many states at most.")
    var states = 12_000
    @Option(help: "How many are tried at a time.")
    var workers = 2
    @Option(help: "What the till or its disk shall do wrong: \(Mutant.names).")
    var mutant: Mutant?
    @Flag(help: "The till shall go by a feed as soon as its first page has come.")
    var hastyFeeds = false

    mutating func validate() throws {
        if states < 1 || workers < 1 { throw ValidationError("--states, --workers: from 1") }
    }

    func run() async throws {
        let rules = try ProgrammeFile(path: programme).rules
        let trial = try await Trial(self, rules)
        let report = try await trial.run()
        print(report.json)
        if report.violations > 0 { throw ExitCode(1) }
    }
}

extension Mutant: ExpressibleByArgument {
    fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
