internal import FoundationEssentials
internal import GRDB
internal import Records
internal import SyncProtocol

/// A feed as its row has it: the standing, and which rows of `entry` count.
struct FeedRow {
    /// How the till stands.
    private(set) var standing: FeedStanding
    /// The current filling; 0 before the first.
    private(set) var number: Int64 = 0
    /// The first filling of which rows are seen.
    private(set) var base: Int64 = 0

    /// Reads the row; a feed that was never heard of has none.
    init(_ feed: String, _ db: Database) throws {
        standing = FeedStanding(feed: feed)
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT * FROM feed WHERE feed = ?"),
            arguments: [feed]
        )
        guard let row else { return }
        // A page that another write has run over may hold anything: it is told, and traps nobody.
        number = try row.decode(forColumn: "number")
        base = try row.decode(forColumn: "base")
        guard (0..<Int64.max).contains(number), (0...number).contains(base) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a filling's number is none")
        }
        standing.current = try Self.version(
            of: feed,
            row.decode(Int64?.self, forColumn: "version"),
            row.decode(Data?.self, forColumn: "digest")
        )
        standing.seal = try row.decode(forColumn: "seal")
        standing.isDoubted = try row.decode(forColumn: "doubted")
        standing.unread = try row.decode(forColumn: "unread")
        standing.filling = try Self.filling(of: feed, row)
    }

    private static func filling(of feed: String, _ row: Row) throws -> FeedFilling? {
        let next = try version(
            of: feed,
            row.decode(Int64?.self, forColumn: "next_version"),
            row.decode(Data?.self, forColumn: "next_digest")
        )
        guard let next else { return nil }
        return FeedFilling(
            version: next,
            base: try row.decode(Int64?.self, forColumn: "next_base") ?? 0,
            after: try row.decode(String?.self, forColumn: "next_after") ?? "",
            isWhole: try row.decode(Bool?.self, forColumn: "next_whole") ?? false,
            seal: try row.decode(String?.self, forColumn: "next_seal") ?? ""
        )
    }

    private static func version(
        of feed: String,
        _ number: Int64?,
        _ digest: Data?
    ) throws -> FeedVersion? {
        guard let number, let digest else { return nil }
        guard let digest = Digest(digest) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a digest is not 32 bytes")
        }
        return FeedVersion(feed: feed, number: number, digest: digest)
    }

    /// The first filling of which rows are seen once the one under way is current.
    var nextBase: Int64 { standing.filling?.base == 0 ? number + 1 : base }

    /// Writes the row.
    func put(_ standing: FeedStanding, number: Int64, base: Int64, _ db: Database) throws {
        let filling = standing.filling
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO feed (
                    feed, number, base, version, digest, seal, doubted,
                    next_version, next_digest, next_base, next_after, next_whole, next_seal,
                    unread
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            standing.feed, number, base, standing.current?.number ?? 0,
            standing.current.map { Data($0.digest.bytes) }, standing.seal, standing.isDoubted,
            filling?.version.number, filling.map { Data($0.version.digest.bytes) }, filling?.base,
            filling?.after, filling?.isWhole, filling?.seal, standing.unread,
        ])
    }

    /// Writes one change for the filling under way.
    ///
    /// - Parameter overlays: Whether it changes what there is; else it is told from nothing.
    func stage(_ change: FeedChange, overlays: Bool, _ db: Database) throws {
        let feed = standing.feed
        if overlays {
            try db.cachedStatement(
                sql: """
                    UPDATE entry SET until = ?
                    WHERE feed = ? AND key = ? AND since BETWEEN ? AND ? AND until IS NULL
                    """
            ).execute(arguments: [number + 1, feed, change.key, base, number])
        }
        guard let entry = change.entry else { return }
        try db.cachedStatement(
            sql: "INSERT INTO entry (feed, key, since, alias, value) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [feed, entry.key, number + 1, entry.alias, entry.value])
    }

    /// Takes away a few rows that nobody sees: no filling may be under way.
    ///
    /// - Returns: Whether there may be more.
    func sweep(_ db: Database) throws -> Bool {
        // swift-format-ignore
        let steps: [(sql: String, bound: Int64)] = [
            ("UPDATE entry SET until = NULL WHERE id IN (\(Self.some("until > ?")))", number),
            ("DELETE FROM entry WHERE id IN (\(Self.some("since > ?")))",             number),
            ("DELETE FROM entry WHERE id IN (\(Self.some("until <= ?")))",            number),
            ("DELETE FROM entry WHERE id IN (\(Self.some("since < ?")))",             base),
        ]
        for (sql, bound) in steps {
            try db.cachedStatement(sql: sql)
                .execute(arguments: [standing.feed, bound, SQLiteFeedStore.step])
            if db.changesCount > 0 { return true }
        }
        return false
    }

    private static func some(_ condition: String) -> String {
        "SELECT id FROM entry WHERE feed = ? AND \(condition) LIMIT ?"
    }
}
