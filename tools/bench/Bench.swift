internal import ArgumentParser

/// Measures what a till promises, beside what the machine alone can do; and hands our bytes to
/// other people's programs.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures a till and its devices, and writes what they say for others to read.",
        subcommands: [
            MeasureCommand.self, SpecimenCommand.self, MockedLineCommand.self, SellCommand.self,
        ],
        defaultSubcommand: MeasureCommand.self
    )
}
