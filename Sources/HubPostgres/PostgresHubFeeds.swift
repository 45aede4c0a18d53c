internal import DurablePostgres
internal import Hub
internal import Records
internal import SyncProtocol

extension HubTables {
    /// Every version of every feed, in the columns of the SQLite store.
    static let feeds = """
        CREATE TABLE feed_version (
            feed text COLLATE "C" NOT NULL,
            number bigint NOT NULL,
            digest bytea NOT NULL,
            PRIMARY KEY (feed, number)
        );
        CREATE TABLE feed_entry (
            feed text COLLATE "C" NOT NULL,
            key text COLLATE "C" NOT NULL,
            since bigint NOT NULL,
            until bigint,
            alias text,
            value text NOT NULL,
            PRIMARY KEY (feed, key, since)
        );
        CREATE INDEX feed_entry_since ON feed_entry (feed, since);
        CREATE INDEX feed_entry_until ON feed_entry (feed, until) WHERE until IS NOT NULL;
        """
}

/// How a store's transaction keeps feeds.
extension PostgresHubTransaction {
    private static let newestFeed = PostgresStatement(
        "newest-feed",
        "SELECT * FROM feed_version WHERE feed = $1::text ORDER BY number DESC LIMIT 1"
    )
    private static let oneFeed = PostgresStatement(
        "feed-version",
        "SELECT * FROM feed_version WHERE feed = $1::text AND number = $2::bigint"
    )
    private static let allFeeds = PostgresStatement(
        "feed-versions",
        "SELECT * FROM feed_version ORDER BY feed, number"
    )

    func newestFeed(_ feed: String) throws -> FeedVersion? {
        try versions(connection.fetch(Self.newestFeed, [.text(feed.stored)])).first
    }

    func feed(_ feed: String, number: Int64) throws -> FeedVersion? {
        let rows = try connection.fetch(Self.oneFeed, [.text(feed.stored), .long(number)])
        return try versions(rows).first
    }

    func feeds() throws -> [FeedVersion] {
        try versions(connection.fetch(Self.allFeeds))
    }

    private func versions(_ rows: PostgresRows) throws -> [FeedVersion] {
        try rows.map { row in
            guard let digest = Digest(rows.bytes(row, 2)) else {
                throw PostgresError(.damaged, "a feed's digest is not 32 bytes")
            }
            return FeedVersion(
                feed: String(stored: rows.text(row, 0)),
                number: rows.long(row, 1),
                digest: digest
            )
        }
    }

    private static let whole = PostgresStatement(
        "feed-whole",
        """
        SELECT key, alias, value FROM feed_entry
        WHERE feed = $1::text AND key > $2::text AND since <= $3::bigint
            AND (until IS NULL OR until > $3::bigint)
        ORDER BY key LIMIT $4::bigint
        """
    )
    private static let changed = PostgresStatement(
        "feed-changed",
        """
        SELECT name.key, entry.alias, entry.value
        FROM (
            SELECT key FROM feed_entry
            WHERE feed = $1::text AND since > $5::bigint AND since <= $3::bigint
                AND key > $2::text
            UNION
            SELECT key FROM feed_entry
            WHERE feed = $1::text AND until > $5::bigint AND until <= $3::bigint
                AND key > $2::text
            ORDER BY key LIMIT $4::bigint
        ) AS name
        LEFT JOIN feed_entry AS entry ON entry.feed = $1::text AND entry.key = name.key
            AND entry.since <= $3::bigint
            AND (entry.until IS NULL OR entry.until > $3::bigint)
        ORDER BY name.key
        """
    )

    func changes(
        of version: FeedVersion,
        since base: Int64,
        after key: String,
        limit: Int
    ) throws -> [FeedChange] {
        let values: [PostgresValue] = [
            .text(version.feed.stored), .text(key), .long(version.number), .long(Int64(limit)),
        ]
        let rows =
            base == 0
            ? try connection.fetch(Self.whole, values)
            : try connection.fetch(Self.changed, values + [.long(base)])
        return rows.map { row in
            let key = rows.text(row, 0)
            guard !rows.isNull(row, 2) else { return FeedChange(removing: key) }
            let alias = rows.isNull(row, 1) ? nil : rows.text(row, 1)
            return FeedChange(FeedEntry(key: key, alias: alias, value: rows.text(row, 2)))
        }
    }

    private static let forgetOldVersions = PostgresStatement(
        "forget-old-feed-versions",
        "DELETE FROM feed_version WHERE feed = $1::text AND number < $2::bigint"
    )
    private static let forgetOldEntries = PostgresStatement(
        "forget-old-feed-entries",
        """
        WITH gone AS (
            DELETE FROM feed_entry WHERE (feed, key, since) IN (
                SELECT feed, key, since FROM feed_entry
                WHERE feed = $1::text AND until <= $2::bigint LIMIT $3::bigint
            )
            RETURNING key
        )
        SELECT count(*) FROM gone
        """
    )

    func forget(_ feed: String, before number: Int64, limit: Int) throws -> Int {
        let values: [PostgresValue] = [.text(feed.stored), .long(number)]
        try connection.queue(Self.forgetOldVersions, values)
        let rows = try connection.fetch(Self.forgetOldEntries, values + [.long(Int64(limit))])
        return rows.map { Int(rows.long($0, 0)) }.first ?? 0
    }

    private static let putVersion = PostgresStatement(
        "put-feed-version",
        "INSERT INTO feed_version VALUES ($1::text, $2::bigint, $3::bytea)"
    )
    private static let endEntries = PostgresStatement(
        "end-feed-entries",
        """
        UPDATE feed_entry SET until = $2::bigint
        WHERE feed = $1::text AND until IS NULL AND key = ANY ($3::text[])
        """
    )
    private static let putEntries = PostgresStatement(
        "put-feed-entries",
        """
        INSERT INTO feed_entry (feed, key, since, alias, value)
        SELECT $1::text, key, $2::bigint, alias, value
        FROM unnest($3::text[], $4::text[], $5::text[]) AS entry (key, alias, value)
        """
    )
    private static let forgetEntries = PostgresStatement(
        "forget-feed-entries",
        "DELETE FROM feed_entry WHERE feed = $1::text"
    )
    private static let forgetVersions = PostgresStatement(
        "forget-feed-versions",
        "DELETE FROM feed_version WHERE feed = $1::text"
    )

    func forget(feed: String) throws {
        try connection.queue(Self.forgetEntries, [.text(feed.stored)])
        try connection.queue(Self.forgetVersions, [.text(feed.stored)])
    }

    /// How many changes go in one statement, which has its time.
    private static let changePage = 5000

    func publish(_ version: FeedVersion, _ changes: [FeedChange]) throws {
        let feed = PostgresValue.text(version.feed.stored)
        let number = PostgresValue.long(version.number)
        try connection.queue(Self.putVersion, [feed, number, .bytes(version.digest.bytes)])
        for start in stride(from: 0, to: changes.count, by: Self.changePage) {
            let page = changes[start..<min(changes.count, start + Self.changePage)]
            try connection.queue(Self.endEntries, [feed, number, .texts(page.map(\.key))])
            let entries = page.compactMap(\.entry)
            try connection.queue(
                Self.putEntries,
                [
                    feed, number, .texts(entries.map(\.key)), .texts(entries.map(\.alias)),
                    .texts(entries.map(\.value)),
                ]
            )
        }
    }
}
