internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Hub
internal import HubPostgres

/// Makes a backup, proves it, and counts it.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a backup of a hub's file, proves it, and lets tills forget what it holds.",
        discussion: """
            With --data it copies the hub into a new file in the folder --to, opens the copy, \
            hashes every chain in it and counts it; then the oldest beyond --keep are deleted. \
            Tills may forget records that every counted backup holds, so a backup that is counted \
            must stay readable until it is given up here.

            With --database, make the backup with pg_dump, restore it into a database of its own, \
            and name that as --copy: it is opened and hashed, and counted under --name. Give one \
            up with --give-up NAME before you delete it.
            """
    )

    @OptionGroup var store: StoreOption
    @Option(help: "The folder for backups of a file.")
    var to: String?
    @Option(help: "How many backups of a file are kept.")
    var keep = 7
    @Option(help: "The database into which a backup of a database was restored.")
    var copy: String?
    @Option(help: "What the backup of a database is called.")
    var name: String?
    @Option(help: "A backup from which the hub will never be restored.")
    var giveUp: [String] = []

    func validate() throws {
        guard keep >= 1 else { throw ValidationError("--keep: keep one at least") }
        guard (copy == nil) == (name == nil) else {
            throw ValidationError("--copy and --name go together")
        }
        guard to == nil || copy == nil else {
            throw ValidationError("--to is for a hub's file, --copy for a database")
        }
        guard to != nil || copy != nil || !giveUp.isEmpty else {
            throw ValidationError("give --to FOLDER, or --copy URL and --name NAME")
        }
        guard to == nil || store.folder != nil else {
            throw ValidationError("--to goes with --data; for a database use --copy")
        }
    }

    func run() async throws {
        let hub = try store.open()
        if !giveUp.isEmpty {
            try await reporting { () throws(StorageError) in
                try await hub.giveUp(backups: giveUp)
            }
            for name in giveUp { print("given up: \(name)") }
        }
        if let to, let file = hub.store as? SQLiteHubStore {
            try DataFolder.make(to)
            let folder = BackupFolder(path: to)
            try await counting { () throws(BackupError) in
                try await folder.backUp(file, of: hub, keeping: keep)
            }
        }
        if let copy, let name {
            let copy = try HubDatabase.open(copy, founding: .later)
            try await counting { () throws(BackupError) in
                try await hub.count(backup: name, copy)
            }
        }
    }

    private func counting(
        _ work: () async throws(BackupError) -> BackupEntry
    ) async throws(ExitCode) {
        do throws(BackupError) {
            let entry = try await work()
            print("counted: \(entry.name), \(entry.marks.count) tills")
            print(HubKeyFile.isInNoBackup)
        } catch {
            throw error.reported()
        }
    }
}

/// Makes a hub of a backup.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a hub of a backup, in a folder where none is.",
        discussion: """
            The hub begins another life: tills notice, and send again whatever came after the \
            backup. It knows the pairings and revocations of the backup, and says which. It counts \
            this backup, and renames newer ones beside it to .over: tills may forget what those do \
            not hold. Start it with tillhub serve --data FOLDER as before.
            """
    )

    @Argument(help: "The backup's file.")
    var file: String
    @Option(help: "The hub's folder.")
    var data: String

    func run() async throws {
        try DataFolder.make(data)
        do throws(BackupError) {
            let made = try await BackupFolder.restore(file, into: data)
            print(
                "restored: \(made.census.devices) tills, \(made.census.records) records, "
                    + "\(made.census.sales) sales; tills send what came after"
            )
            print("counted: \(made.backup), until tillhub backup --give-up")
            for name in made.superseded {
                print("of the life that is over, do not restore it: \(name)")
            }
        } catch {
            throw error.reported()
        }
        try await RestoredIdentities(HubFolder(path: data).open()).tell()
        let key = HubKeyFile(path: "\(data)/\(HubKeyFile.fileName)")
        if !key.isThere { print("\(key.path) is missing: \(HubKeyFile.comesBack)") }
    }
}

/// Tells a hub that it came back from a backup.
struct Restored: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells a hub whose database was restored by other means that it was.",
        discussion: """
            Run it after pg_restore and before any tillhub serve: without it the tills that have \
            sent more since the backup are taken for copies of themselves. When it fails, repeat it.
            """
    )

    @OptionGroup var store: StoreOption
    @Option(help: "The name under which that backup was counted; it goes on counting.")
    var name: String?

    func run() async throws {
        let hub = try store.open()
        let life = try await reporting { () throws(StorageError) in
            try await hub.restored(from: name)
        }
        print("this hub's life is \(life) from now on; tills send what came after the backup")
        try await RestoredIdentities(hub).tell()
    }
}

extension BackupError {
    /// Says what is wrong on the error output; throw what it returns.
    fileprivate func reported() -> ExitCode {
        switch self {
        case .storage(let error): error.reportedByHub()
        case .notWhole: Failure.notWell("\(self)")
        case .ofAnotherLife, .isThere, .isNotThere: Failure.data("\(self)")
        }
    }
}
