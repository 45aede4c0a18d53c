internal import GRDB

/// The tables of a till's feeds.
///
/// A row of `entry` is there from filling `since` on, and in filling `until` no more. Fillings are
/// counted here, since a hub may send one version twice. Of a feed whose current filling is
/// `number` are seen the rows of which
///
///     base <= since <= number, and until is missing or above number
///
/// The filling under way is `number + 1`, so nothing of it is seen before `number` moves, which is
/// one write to one row. A version that is told from nothing begins a `base` of its own, so nothing
/// of the one before has to be touched. What nobody sees any more is swept away in small steps.
///
/// `version` and `digest` are the hub's, `next_*` those of the filling with the place it has
/// reached.
enum FeedSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: feeds and their entries") { try $0.execute(sql: tables) }
        migrator.registerMigration("2: versions that cannot be read") { db in
            try db.execute(sql: "ALTER TABLE feed ADD COLUMN unread INTEGER NOT NULL DEFAULT 0")
        }
        return migrator
    }

    private static let tables = """
        CREATE TABLE feed (
            feed TEXT PRIMARY KEY,
            number INTEGER NOT NULL DEFAULT 0,
            base INTEGER NOT NULL DEFAULT 0,
            version INTEGER NOT NULL DEFAULT 0,
            digest BLOB,
            seal TEXT NOT NULL DEFAULT '',
            doubted INTEGER NOT NULL DEFAULT 0,
            next_version INTEGER,
            next_digest BLOB,
            next_base INTEGER,
            next_after TEXT,
            next_whole INTEGER,
            next_seal TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY,
            feed TEXT NOT NULL,
            key TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER,
            alias TEXT,
            value TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX entry_by_key ON entry (feed, key, since);
        CREATE INDEX entry_by_alias ON entry (feed, alias, key) WHERE alias IS NOT NULL;
        CREATE INDEX entry_by_since ON entry (feed, since);
        CREATE INDEX entry_by_until ON entry (feed, until) WHERE until IS NOT NULL;
        """
}
