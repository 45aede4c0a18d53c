internal import ArgumentParser

/// Tries the power cuts of a recorded till; `tools/bench/powercut` does the recording.
@main
struct Cutter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cutter",
        abstract: "Tries every power cut that a recorded till allows.",
        subcommands: [StatesCommand.self, DevicesCommand.self]
    )
}
