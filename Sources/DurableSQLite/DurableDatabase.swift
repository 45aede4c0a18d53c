public import GRDB

/// One SQLite file that keeps what it has acknowledged, and refuses to open where it could not.
///
/// It runs in WAL mode with `synchronous=FULL`: a commit returns only when its bytes are on the
/// disk. Both settings are set before anything else and read back, because a database in another
/// mode looks exactly the same until the power goes.
///
/// There is one connection, and it keeps SQLite's exclusive lock: Debian's SQLite 3.40 can damage a
/// file that two connections check-point, and a lock that is kept need not be taken for every look.
///
/// GRDB's own journal mode stays at its default: asked for WAL, GRDB 7 sets `synchronous=NORMAL`
/// behind the caller's back, and a power cut then takes the last sales along.
public struct DurableDatabase: Sendable {
    /// How the connection is set up; only tests use anything but `durable`.
    package struct Settings: Sendable {
        package var journalMode = "WAL"
        package var synchronous = "FULL"
        /// The largest size in pages, as if the disk were full beyond it.
        package var pageLimit: Int?
        /// Whether it is only looked at: the schema is the newest, or it is refused.
        package var isReadOnly = false

        package static let durable = Settings()
        package static let reading = Settings(isReadOnly: true)
    }

    /// The connection; its writes are serial.
    public let queue: DatabaseQueue
    /// The file.
    public let path: String
    private let lock: FileLock

    /// Opens the file, or creates it, and brings it to the newest schema.
    ///
    /// - Parameters:
    ///   - path: The database's file; its folder exists.
    ///   - cacheKilobytes: How much memory the page cache may take.
    ///   - migrator: The schema's history.
    public init(
        path: String,
        cacheKilobytes: Int = 2048,
        migrator: DatabaseMigrator
    ) throws(StorageError) {
        try self.init(
            path: path,
            cacheKilobytes: cacheKilobytes,
            settings: .durable,
            migrator: migrator
        )
    }

    package init(
        path: String,
        cacheKilobytes: Int = 2048,
        settings: Settings,
        migrator: DatabaseMigrator
    ) throws(StorageError) {
        self.path = path
        lock = try FileLock(path: path + ".lock")
        do throws(StorageError) {
            queue = try StorageError.mapping(path) {
                let queue = try DatabaseQueue(
                    path: path,
                    configuration: Self.configuration(settings, cacheKilobytes)
                )
                try queue.read { try Self.checkDurability($0, path) }
                if settings.isReadOnly {
                    try Self.keepReadOnly(queue, migrator, path)
                } else {
                    try migrator.migrate(queue)
                }
                return queue
            }
        } catch {
            lock.release()
            throw error
        }
    }

    private static func configuration(_ settings: Settings, _ cacheKilobytes: Int) -> Configuration
    {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // Before the first look at the file: nobody else gets in, no shared memory is needed.
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try db.execute(sql: "PRAGMA journal_mode = \(settings.journalMode)")
            try db.execute(sql: "PRAGMA synchronous = \(settings.synchronous)")
            try db.execute(sql: "PRAGMA cache_size = -\(cacheKilobytes)")
            // What is deleted is overwritten. Debian's SQLite does so unasked, others do not.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            if let limit = settings.pageLimit {
                try db.execute(sql: "PRAGMA max_page_count = \(limit)")
            }
        }
        return configuration
    }

    /// Reads the settings back from the connection that will do the writing.
    private static func checkDurability(_ db: Database, _ path: String) throws {
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? "unknown"
        let level = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
        guard mode.lowercased() == "wal" else {
            throw StorageError.notDurable(
                path: path,
                detail: "journal_mode is \(mode), it has to be wal; is this a network file system?"
            )
        }
        guard level == 2 else {
            throw StorageError.notDurable(
                path: path,
                detail: "synchronous is \(level), it has to be 2 (FULL)"
            )
        }
    }

    /// Has every write refused from here on.
    private static func keepReadOnly(
        _ queue: DatabaseQueue,
        _ migrator: DatabaseMigrator,
        _ path: String
    ) throws {
        try queue.inDatabase { db in
            guard try migrator.hasCompletedMigrations(db), try !migrator.hasBeenSuperseded(db)
            else {
                throw StorageError.refused(
                    path: path,
                    detail: "its tables are another version's, and it is only read here; open it "
                        + "once with the program that is to serve it"
                )
            }
            // Last: whoever looks by GRDB's own way lifts it again.
            try db.execute(sql: "PRAGMA query_only = ON")
        }
    }

    /// Runs `work` in one transaction, durable when this returns.
    public func write<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        do {
            return try await queue.write(work)
        } catch {
            throw StorageError(error, path: path)
        }
    }

    /// Runs a short `work` against the database as it stands, on the calling thread.
    ///
    /// It waits for a commit that is under way, which is a flush of the disk at most; a look at a
    /// few rows costs less than handing it to another thread would.
    public func read<Value>(_ work: (Database) throws -> Value) throws(StorageError) -> Value {
        do {
            // Not GRDB's `read`: that has SQLite parse two pragmas around every look.
            return try queue.inDatabase(work)
        } catch {
            throw StorageError(error, path: path)
        }
    }

    /// Runs a `work` that takes its time, on the database's own thread.
    public func scan<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        do {
            return try await queue.writeWithoutTransaction(work)
        } catch {
            throw StorageError(error, path: path)
        }
    }

    /// Takes what was deleted out of the log as well: it keeps old pages until written anew.
    public func scrub() async throws(StorageError) {
        try await scan { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }

    /// Runs what has to succeed before the database is of use; closes it when that fails.
    ///
    /// Whoever the file belongs to may then open it the next moment, in this very process.
    public func closing<Value>(
        onFailureOf work: () throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        do throws(StorageError) {
            return try work()
        } catch {
            close()
            throw error
        }
    }

    /// Closes the connection and gives up the lock.
    ///
    /// It waits for the disk: the last one out writes the log back into the file.
    public func close() {
        // A statement still running keeps the connection until it ends; the file is consistent
        // either way, and the lock goes with the process.
        try? queue.close()
        lock.release()
    }
}
