internal import ArgumentParser

/// The member centre of a store or a head office: it takes what tills send, and reports.
@main
struct TillHub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tillhub",
        abstract: "Takes what tills send, keeps it, and reports.",
        discussion: """
            A hub keeps everything in one folder, given as --data. One program at a time has it: \
            while `tillhub serve` runs, ask it for reports at /v1/reports instead. With --database \
            it keeps everything in PostgreSQL, and any number of programs may work at once; \
            reports may be asked of a standby.

            Exit status: 0 all is well; 1 a chain or the ledger is not whole, or is not what was \
            signed; 64 wrong usage; \
            65 wrong data (a file, a programme, a damaged hub); 69 not available (the port or the \
            folder is in use, the database does not answer); 73 a folder or file cannot be \
            created; 74 the disk failed or is full.
            """,
        subcommands: [
            Serve.self, Report.self, Import.self, Verify.self, Audit.self, SetAside.self,
            Branches.self, Reenrol.self, Leases.self, Backup.self, Restore.self, Restored.self,
            Pair.self, Revoke.self, KeyCommand.self, Feed.self, Codes.self, Risk.self, Member.self,
            DatabaseCommand.self,
        ]
    )
}
