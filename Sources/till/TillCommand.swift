internal import ArgumentParser

/// The command line of cashier, technician and integrator.
@main
struct TillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "till",
        abstract: "Sells, looks after a till's devices and journal, replays and simulates trade.",
        discussion: """
            Ends with 0 when all went well, 1 when what was looked at is not well, 64 for words \
            it does not know, 65 for a file that is wrong, 69 when a port or database is taken, \
            73 and 74 when a folder cannot be made or the disk failed.
            """,
        subcommands: [
            DemoCommand.self, ReplayCommand.self, DoctorCommand.self, DevicesCommand.self,
            BenchCommand.self, JournalCommand.self, ReceiptsCommand.self, ReturnCommand.self,
            PointsCommand.self, TotalsCommand.self, CloseCommand.self, StatusCommand.self,
            PairCommand.self, SimulateCommand.self,
        ]
    )
}
