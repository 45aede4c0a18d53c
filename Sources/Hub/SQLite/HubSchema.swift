internal import GRDB

/// The hub's tables, and how they came to be.
///
/// Everything is keyed by device or by member first, so that a store that outgrows one machine can
/// be split by either. Days are counted from 1970-01-01, money and points are integers, hashes and
/// names are raw bytes.
///
/// `epoch` holds the branch as well, in its upper half: see `JournalKey.run`.
///
/// `journal.operation` is unique for ever; a second record under a name that is taken is kept with
/// no name there, its bytes still say it. `state` is 0 applied, 1 set aside, 2 deferred.
enum HubSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 journal") { try $0.execute(sql: journal) }
        migrator.registerMigration("1 books") { try $0.execute(sql: books) }
        migrator.registerMigration("2 text") { db in
            for (table, column) in outside { try db.execute(sql: escaping(table, column)) }
        }
        migrator.registerMigration("3 protocol") { db in
            try db.execute(sql: protocolTables + receipts)
        }
        migrator.registerMigration("4 leases") { try $0.execute(sql: HubLeaseSchema.tables) }
        migrator.registerMigration("5 identity") { try $0.execute(sql: identities) }
        migrator.registerMigration("6 feeds") { try $0.execute(sql: feeds) }
        migrator.registerMigration("7 returns") { try $0.execute(sql: HubReturnSchema.tables) }
        migrator.registerMigration("8 erasures") { try $0.execute(sql: erasures) }
        migrator.registerMigration("9 witnesses") { try $0.execute(sql: witnesses) }
        return migrator
    }

    /// What devices have signed of their chains, and with which keys before those of now.
    ///
    /// What came before has no signature here, and nobody can give it one.
    private static let witnesses = """
        ALTER TABLE device ADD COLUMN witness BLOB;
        ALTER TABLE chain_run ADD COLUMN witness BLOB;
        ALTER TABLE identity ADD COLUMN former_keys BLOB;
        """

    /// Where text from outside stands, which version 1 kept as it came.
    private static let outside = [
        ("device", "version"), ("device", "boot_nonce"), ("journal", "reason"),
        ("sale", "reference"), ("sale", "programme"), ("sale_department", "department"),
        ("posting", "programme"), ("difference", "detail"), ("programme", "source"),
    ]

    private static func escaping(_ table: String, _ column: String) -> String {
        #"UPDATE \#(table) SET \#(column) = replace(\#(column), '\', '\\') "#
            + #"WHERE instr(\#(column), '\') > 0"#
    }

    private static let journal = """
        CREATE TABLE hub (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            incarnation TEXT NOT NULL
        ) STRICT;
        CREATE TABLE device (
            device INTEGER PRIMARY KEY,
            store INTEGER NOT NULL,
            till INTEGER NOT NULL,
            base BLOB NOT NULL,
            epoch INTEGER NOT NULL,
            last_seq INTEGER NOT NULL,
            last_hash BLOB NOT NULL,
            version TEXT NOT NULL,
            boot_nonce TEXT NOT NULL,
            last_seen INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE journal (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            schema INTEGER NOT NULL,
            operation BLOB UNIQUE,
            hash BLOB NOT NULL,
            bytes BLOB NOT NULL,
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
            reason TEXT,
            PRIMARY KEY (device, epoch, seq)
        ) STRICT;
        CREATE INDEX journal_waiting ON journal (device, epoch, seq) WHERE state <> 0;
        """

    private static let books = """
        CREATE TABLE sale (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            sale BLOB NOT NULL UNIQUE,
            reference TEXT,
            store INTEGER NOT NULL,
            till INTEGER NOT NULL,
            day INTEGER NOT NULL,
            receipt INTEGER NOT NULL,
            at INTEGER NOT NULL,
            at_offset INTEGER NOT NULL,
            member INTEGER,
            lines INTEGER NOT NULL,
            gross INTEGER NOT NULL,
            member_discount INTEGER NOT NULL,
            coupon_match INTEGER NOT NULL,
            net INTEGER NOT NULL,
            maker_coupon INTEGER NOT NULL,
            programme TEXT,
            weighted INTEGER,
            points INTEGER,
            PRIMARY KEY (device, epoch, seq),
            UNIQUE (store, till, day, receipt)
        ) STRICT;
        CREATE TABLE sale_department (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            department TEXT NOT NULL,
            lines INTEGER NOT NULL,
            gross INTEGER NOT NULL,
            member_discount INTEGER NOT NULL,
            coupon_match INTEGER NOT NULL,
            net INTEGER NOT NULL,
            maker_coupon INTEGER NOT NULL,
            PRIMARY KEY (device, epoch, seq, department)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE posting (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            side INTEGER NOT NULL,
            programme TEXT NOT NULL,
            version INTEGER NOT NULL,
            member INTEGER,
            day INTEGER NOT NULL,
            points INTEGER NOT NULL,
            PRIMARY KEY (device, epoch, seq, side)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE difference (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            detail TEXT NOT NULL,
            PRIMARY KEY (device, epoch, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE member (
            member INTEGER PRIMARY KEY
        ) STRICT;
        CREATE TABLE programme (
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            rules TEXT NOT NULL,
            source TEXT NOT NULL,
            is_in_force INTEGER NOT NULL,
            PRIMARY KEY (id, version)
        ) STRICT, WITHOUT ROWID;
        """

    /// What the protocol keeps of a device, its runs beside the chain, and the backups.
    ///
    /// A device of an earlier version was never given a token, so it is asked for none.
    private static let protocolTables = """
        ALTER TABLE device ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE device ADD COLUMN confirmed TEXT NOT NULL DEFAULT '';
        ALTER TABLE device ADD COLUMN offered TEXT NOT NULL DEFAULT '';
        ALTER TABLE device ADD COLUMN challenge TEXT;
        ALTER TABLE device ADD COLUMN recovering INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE device ADD COLUMN fence TEXT;
        ALTER TABLE device ADD COLUMN grants TEXT NOT NULL DEFAULT '[]';
        CREATE TABLE chain_run (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            start_seq INTEGER NOT NULL,
            start_hash BLOB NOT NULL,
            last_seq INTEGER NOT NULL,
            last_hash BLOB NOT NULL,
            bearer INTEGER NOT NULL,
            since INTEGER NOT NULL,
            PRIMARY KEY (device, epoch)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE backup (
            name TEXT PRIMARY KEY,
            taken_at INTEGER NOT NULL,
            marks BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// Receipts apart from sales: two boxes that were one have given the same number twice, and
    /// both sales are true.
    private static let receipts = """
        CREATE TABLE receipt (
            store INTEGER NOT NULL,
            till INTEGER NOT NULL,
            day INTEGER NOT NULL,
            receipt INTEGER NOT NULL,
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (store, till, day, receipt)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO receipt SELECT store, till, day, receipt, device, epoch, seq FROM sale;
        CREATE TABLE sale_without_receipt (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            sale BLOB NOT NULL UNIQUE,
            reference TEXT,
            store INTEGER NOT NULL,
            till INTEGER NOT NULL,
            day INTEGER NOT NULL,
            receipt INTEGER NOT NULL,
            at INTEGER NOT NULL,
            at_offset INTEGER NOT NULL,
            member INTEGER,
            lines INTEGER NOT NULL,
            gross INTEGER NOT NULL,
            member_discount INTEGER NOT NULL,
            coupon_match INTEGER NOT NULL,
            net INTEGER NOT NULL,
            maker_coupon INTEGER NOT NULL,
            programme TEXT,
            weighted INTEGER,
            points INTEGER,
            PRIMARY KEY (device, epoch, seq)
        ) STRICT;
        INSERT INTO sale_without_receipt SELECT * FROM sale;
        DROP TABLE sale;
        ALTER TABLE sale_without_receipt RENAME TO sale;
        """
}
