public import DurableSQLite
internal import GRDB
public import SyncProtocol

/// A till's feeds in a SQLite file of their own, as durable as its journal.
///
/// In a file of its own a page is written beside a sale and not before it; and what is lost with it
/// the hub sends again.
public final class SQLiteFeedStore: FeedStore {
    /// The file's name in a till's data folder.
    public static let fileName = "feeds.db"
    /// How many rows go at a time where nobody waits for them.
    static let step = 512

    private let database: DurableDatabase

    /// Opens the feeds, or starts without any.
    public init(path: String) throws(StorageError) {
        database = try DurableDatabase(
            path: path,
            cacheKilobytes: 1024,
            migrator: FeedSchema.migrator
        )
    }

    public func standing(of feed: String) async throws(StorageError) -> FeedStanding {
        try database.read { try FeedRow(feed, $0).standing }
    }

    public func stage(
        _ changes: [FeedChange],
        as standing: FeedStanding,
        begins: Bool
    ) async throws(StorageError) {
        if begins { try await clear(standing.feed) }
        try await database.write { db in
            let row = try FeedRow(standing.feed, db)
            try row.put(standing, number: row.number, base: row.base, db)
            for change in changes {
                try row.stage(change, overlays: standing.filling?.base != 0, db)
            }
        }
    }

    public func adopt(_ standing: FeedStanding) async throws(StorageError) {
        try await database.write { db in
            let row = try FeedRow(standing.feed, db)
            try row.put(standing, number: row.number + 1, base: row.nextBase, db)
        }
        try await sweep(standing.feed)
        // What nobody finds any more shall not lie in the log either: it may have been a number.
        try await database.scrub()
    }

    public func keep(_ standing: FeedStanding) async throws(StorageError) {
        try await database.write { db in
            let row = try FeedRow(standing.feed, db)
            try row.put(standing, number: row.number, base: row.base, db)
        }
    }

    /// Takes away what another filling left; a cut meanwhile leaves a till that fills nothing.
    private func clear(_ feed: String) async throws(StorageError) {
        var standing = try await standing(of: feed)
        standing.filling = nil
        try await keep(standing)
        try await sweep(feed)
    }

    /// Takes away what nobody sees, a few rows at a time: a lookup never waits for all of them.
    private func sweep(_ feed: String) async throws(StorageError) {
        while try await database.write({ try FeedRow(feed, $0).sweep($0) }) {}
    }

    public func entries(
        of feed: String,
        filling: Bool,
        after key: String,
        limit: Int
    ) async throws(StorageError) -> [FeedEntry] {
        try await database.scan { db in
            let row = try FeedRow(feed, db)
            let (base, number) =
                filling ? (row.nextBase, row.number + 1) : (row.base, row.number)
            return try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT key, alias, value FROM entry INDEXED BY entry_by_key
                        WHERE feed = ? AND key > ? AND since BETWEEN ? AND ?
                            AND (until IS NULL OR until > ?)
                        ORDER BY key LIMIT ?
                        """
                ),
                arguments: [feed, key, base, number, number, limit]
            ).map { try FeedEntry($0) }
        }
    }

    public func entry(of feed: String, key: String) async throws(StorageError) -> FeedEntry? {
        try first("entry_by_key", where: "key", is: key, of: feed)
    }

    public func entry(of feed: String, alias: String) async throws(StorageError) -> FeedEntry? {
        try first("entry_by_alias", where: "alias", is: alias, of: feed)
    }

    private func first(
        _ index: String,
        where column: String,
        is name: String,
        of feed: String
    ) throws(StorageError) -> FeedEntry? {
        try database.read { db in
            try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT entry.key, alias, value
                        FROM feed CROSS JOIN entry INDEXED BY \(index)
                        WHERE feed.feed = ? AND entry.feed = feed.feed AND entry.\(column) = ?
                            AND since BETWEEN base AND number
                            AND (until IS NULL OR until > number)
                        ORDER BY entry.key LIMIT 1
                        """
                ),
                arguments: [feed, name]
            ).map { try FeedEntry($0) }
        }
    }

    /// Closes the file.
    public func close() {
        database.close()
    }
}

extension FeedEntry {
    fileprivate init(_ row: Row) throws {
        do {
            self.init(
                key: try row.decode(atIndex: 0),
                alias: try row.decode(String?.self, atIndex: 1),
                value: try row.decode(atIndex: 2)
            )
        } catch {
            // Not GRDB's words, which have the row in them: it may be about a member.
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an entry is none")
        }
    }
}
