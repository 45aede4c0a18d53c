internal import FoundationEssentials
internal import GRDB
internal import Records
internal import SyncProtocol

extension HubSchema {
    /// Every version of every feed: an entry is there from version `since` on, and in version
    /// `until` no more.
    static let feeds = """
        CREATE TABLE feed_version (
            feed TEXT NOT NULL,
            number INTEGER NOT NULL,
            digest BLOB NOT NULL,
            PRIMARY KEY (feed, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE feed_entry (
            feed TEXT NOT NULL,
            key TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER,
            alias TEXT,
            value TEXT NOT NULL,
            PRIMARY KEY (feed, key, since)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX feed_entry_since ON feed_entry (feed, since);
        CREATE INDEX feed_entry_until ON feed_entry (feed, until) WHERE until IS NOT NULL;
        """
}

/// How a store's transaction keeps feeds.
extension SQLiteHubTransaction {
    func newestFeed(_ feed: String) throws -> FeedVersion? {
        try first(
            "SELECT * FROM feed_version WHERE feed = ? ORDER BY number DESC LIMIT 1",
            [feed.stored]
        ).map(Self.version)
    }

    func feed(_ feed: String, number: Int64) throws -> FeedVersion? {
        try first(
            "SELECT * FROM feed_version WHERE feed = ? AND number = ?",
            [feed.stored, number]
        )
        .map(Self.version)
    }

    func feeds() throws -> [FeedVersion] {
        try Row.fetchAll(db, sql: "SELECT * FROM feed_version ORDER BY feed, number")
            .map(Self.version)
    }

    private static func version(_ row: Row) throws -> FeedVersion {
        FeedVersion(feed: String(stored: row[0]), number: row[1], digest: try digest(row[2]))
    }

    func changes(
        of version: FeedVersion,
        since base: Int64,
        after key: String,
        limit: Int
    ) throws -> [FeedChange] {
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: base == 0 ? Self.whole : Self.changed),
            arguments: [
                "feed": version.feed.stored, "number": version.number, "key": key, "limit": limit,
            ] + (base == 0 ? [:] : ["base": base])
        )
        return rows.map { row in
            let key: String = row[0]
            guard let value = row[2] as String? else { return FeedChange(removing: key) }
            return FeedChange(FeedEntry(key: key, alias: row[1], value: value))
        }
    }

    private static let whole = """
        SELECT key, alias, value FROM feed_entry
        WHERE feed = :feed AND key > :key AND since <= :number
            AND (until IS NULL OR until > :number)
        ORDER BY key LIMIT :limit
        """

    private static let changed = """
        SELECT name.key, entry.alias, entry.value
        FROM (
            SELECT key FROM feed_entry
            WHERE feed = :feed AND since > :base AND since <= :number AND key > :key
            UNION
            SELECT key FROM feed_entry
            WHERE feed = :feed AND until > :base AND until <= :number AND key > :key
            ORDER BY key LIMIT :limit
        ) AS name
        LEFT JOIN feed_entry AS entry ON entry.feed = :feed AND entry.key = name.key
            AND entry.since <= :number AND (entry.until IS NULL OR entry.until > :number)
        ORDER BY name.key
        """

    func forget(feed: String) throws {
        try run("DELETE FROM feed_entry WHERE feed = ?", [feed.stored])
        try run("DELETE FROM feed_version WHERE feed = ?", [feed.stored])
    }

    func forget(_ feed: String, before number: Int64, limit: Int) throws -> Int {
        try run("DELETE FROM feed_version WHERE feed = ? AND number < ?", [feed.stored, number])
        try run(
            """
            DELETE FROM feed_entry WHERE (feed, key, since) IN (
                SELECT feed, key, since FROM feed_entry
                WHERE feed = ? AND until <= ? LIMIT ?
            )
            """,
            [feed.stored, number, limit]
        )
        return db.changesCount
    }

    func publish(_ version: FeedVersion, _ changes: [FeedChange]) throws {
        let feed = version.feed.stored
        try run(
            "INSERT INTO feed_version VALUES (?, ?, ?)",
            [feed, version.number, version.digest.data]
        )
        for change in changes {
            try run(
                "UPDATE feed_entry SET until = ? WHERE feed = ? AND key = ? AND until IS NULL",
                [version.number, feed, change.key]
            )
            guard let entry = change.entry else { continue }
            try run(
                "INSERT INTO feed_entry VALUES (?, ?, ?, NULL, ?, ?)",
                [feed, entry.key, version.number, entry.alias, entry.value]
            )
        }
    }
}
