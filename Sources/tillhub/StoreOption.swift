internal import ArgumentParser
internal import DurablePostgres
internal import DurableSQLite
internal import Hub
internal import HubPostgres

/// Where the hub keeps what it has: a folder of its own, or a PostgreSQL database.
struct StoreOption: ParsableArguments {
    @Option(name: .customLong("data"), help: "The hub's folder.")
    var folder: String?
    @Option(
        help: ArgumentHelp(
            "The hub's PostgreSQL database, instead of a folder.",
            discussion: """
                As postgresql://USER@HOST:PORT/NAME. The password belongs into ~/.pgpass or \
                PGPASSWORD, where no list of processes shows it.
                """,
            valueName: "url"
        )
    )
    var database: String?

    func validate() throws {
        guard (folder == nil) != (database == nil) else {
            throw ValidationError("give either --data FOLDER or --database URL")
        }
    }

    /// The store as messages name it; never with a password.
    var name: String { folder ?? address.map(\.description) ?? "the database" }

    private var address: PostgresAddress? {
        database.flatMap { try? PostgresAddress($0) }
    }

    /// Opens the hub; creates what is not there.
    ///
    /// - Parameter admission: Whose messages it is to take.
    func openOrCreate(_ admission: HubAdmission) throws(ExitCode) -> HubCore {
        if let folder { return try HubFolder(path: folder).openOrCreate(admission) }
        return try opened(admission)
    }

    /// Opens the hub, creates what is not there; nil while another program has its file.
    func openUnlessInUse() throws(ExitCode) -> HubCore? {
        if let folder { return try HubFolder(path: folder).openUnlessInUse() }
        return try opened()
    }

    /// Opens the hub, which has to be there.
    func open() throws(ExitCode) -> HubCore {
        if let folder { return try HubFolder(path: folder).open() }
        return try opened()
    }

    /// Opens what the hub has kept, which has to be there, and changes nothing in it; a folder's
    /// place may take a hub's file, or a backup.
    func openToRead() throws(ExitCode) -> any HubStore {
        if let folder { return try HubFolder(path: folder).openToRead() }
        return try HubDatabase.open(database ?? "", founding: .never)
    }

    private func opened(_ admission: HubAdmission = .paired) throws(ExitCode) -> HubCore {
        HubCore(store: try HubDatabase.open(database ?? ""), admission: admission)
    }
}
