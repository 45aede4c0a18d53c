internal import ArgumentParser
internal import CommandKit
internal import Journal

/// Sells the sample sale into a new journal, for somebody who watches the process.
struct SellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sell",
        abstract: "Commits sales one after the other, while somebody counts system calls.",
        shouldDisplay: false
    )

    @Option(help: "The journal, which is not there yet.")
    var journal: String
    @Option(help: "The programme's file.")
    var programme: String
    @Option(help: "How many sales.")
    var count: Int

    func run() async throws {
        let rules = try ProgrammeFile(path: programme).rules
        let till = try await QueuedTill(path: journal, number: 1, programme: rules)
        for _ in 0..<count { _ = try await till.sell() }
        await till.journal.close()
    }
}
