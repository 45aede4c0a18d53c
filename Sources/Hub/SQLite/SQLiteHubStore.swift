public import DurableSQLite
internal import GRDB
internal import Records

/// A hub's store in one SQLite file.
///
/// Uploads of many tills that arrive together share one flush of the disk; none of them is answered
/// before the flush that covers it.
public struct SQLiteHubStore: HubStore {
    /// The name of the file in a hub's data folder.
    public static let fileName = "hub.sqlite"
    /// Enough for the index pages of a month that are hot while it is taken in.
    private static let cacheKilobytes = 16_384

    let database: DurableDatabase
    private let group: GroupCommit

    /// Opens the store in `path`, or creates it as a new hub.
    ///
    /// - Parameter path: The file; its folder exists.
    public init(path: String) throws(StorageError) {
        try self.init(path: path, settings: .durable)
    }

    /// Opens the store in `path`, a hub's own or a backup, and changes nothing in it.
    ///
    /// - Parameter path: The file, which is there, and which no hub has open.
    public init(reading path: String) throws(StorageError) {
        database = try DurableDatabase(
            path: path,
            cacheKilobytes: Self.cacheKilobytes,
            settings: .reading,
            migrator: HubSchema.migrator
        )
        group = GroupCommit(database)
    }

    package init(path: String, settings: DurableDatabase.Settings) throws(StorageError) {
        database = try DurableDatabase(
            path: path,
            cacheKilobytes: Self.cacheKilobytes,
            settings: settings,
            migrator: HubSchema.migrator
        )
        group = GroupCommit(database)
        try Self.settle(database)
    }

    /// Gives a new store its incarnation; an old one keeps its own.
    private static func settle(_ database: DurableDatabase) throws(StorageError) {
        do {
            try database.queue.write { db in
                try db.execute(
                    sql: "INSERT OR IGNORE INTO hub (id, incarnation) VALUES (1, ?)",
                    arguments: [HubCore.newIncarnation()]
                )
            }
        } catch {
            throw StorageError(error, path: database.path)
        }
    }

    public func commit<Value: Sendable>(
        _ work: @escaping @Sendable (any HubTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        try await group.run { db in try work(SQLiteHubTransaction(db: db)) }
    }

    public func read<Value: Sendable>(
        _ work: @escaping @Sendable (any HubReading) throws -> Value
    ) async throws(StorageError) -> Value {
        try database.read { db in try work(SQLiteHubTransaction(db: db)) }
    }

    public func scrub() async throws(StorageError) {
        try await database.scrub()
    }

    /// Closes the file and gives up the lock.
    public func close() {
        database.close()
    }
}
