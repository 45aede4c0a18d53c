internal import GRDB

/// The tables of a till's database, as a history of changes.
///
/// `journal` is the truth and the queue. Every other table can be made again from it, but for what
/// printers have proven; they exist so that a start, a scan and a reprint need not read the past.
enum JournalSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: journal, sync state, sales, points, prints") { db in
            try db.execute(sql: identity + journal + projections)
        }
        migrator.registerMigration("2: print evidence, proven lines and copies") { db in
            try db.execute(sql: PrintColumns.migration)
        }
        migrator.registerMigration("3: card payments") { db in
            try db.execute(sql: PaymentSchema.tables)
        }
        migrator.registerMigration("4: totals by tender, payments seen to") { db in
            try TenderColumns.migrate(db)
            try db.execute(sql: PaymentSchema.seenTo)
        }
        migrator.registerMigration("5: chains, why the till stands apart, pruning") { db in
            try db.execute(sql: chains)
        }
        migrator.registerMigration("6: leases") { try $0.execute(sql: LeaseSchema.tables) }
        migrator.registerMigration("7: balances") { try $0.execute(sql: balances) }
        migrator.registerMigration("8: returns") { try $0.execute(sql: ReturnSchema.tables) }
        migrator.registerMigration("9: closes") { try $0.execute(sql: DayCloseSchema.table) }
        migrator.registerMigration("10: points as a tender") {
            try $0.execute(sql: TenderColumns.points)
        }
        return migrator
    }

    /// A box writes one chain after another.
    ///
    /// Each grant of the hub begins one, under a new epoch or another number. `journal.chain`
    /// counts them; until now it was the epoch, which was 1.
    ///
    /// `branch` is the hash of the record before a chain's first, empty for the first chain. Two
    /// tills that a box has been may count the same receipts, so a paid sale's key names the till.
    private static let chains = """
        CREATE TABLE chain (
            number INTEGER PRIMARY KEY,
            device INTEGER NOT NULL,
            store INTEGER NOT NULL,
            till INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            base BLOB NOT NULL,
            branch BLOB NOT NULL
        ) STRICT;
        INSERT INTO chain SELECT 1, device, store, till, epoch, base, x'' FROM identity;
        ALTER TABLE journal RENAME COLUMN epoch TO chain;
        ALTER TABLE sync_state ADD COLUMN apart TEXT;
        ALTER TABLE sync_state ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE completed_sale_by_till (
            day INTEGER NOT NULL,
            receipt INTEGER NOT NULL,
            till INTEGER NOT NULL,
            record INTEGER NOT NULL,
            sale BLOB NOT NULL,
            reference TEXT,
            PRIMARY KEY (day, receipt, till)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO completed_sale_by_till
            SELECT day, receipt, identity.till, record, sale, reference
            FROM completed_sale CROSS JOIN identity;
        DROP TABLE completed_sale;
        ALTER TABLE completed_sale_by_till RENAME TO completed_sale;
        CREATE UNIQUE INDEX completed_sale_by_reference ON completed_sale (reference)
            WHERE reference IS NOT NULL;
        """

    /// A posting says what its account stands at after it: a sum over all that a member ever bought
    /// would make each of his sales slower than the one before.
    private static let balances = """
        ALTER TABLE posting ADD COLUMN balance INTEGER NOT NULL DEFAULT 0;
        UPDATE posting SET balance = running.total FROM (
            SELECT account, record, SUM(points) OVER (PARTITION BY account ORDER BY record) AS total
            FROM posting
        ) AS running
        WHERE posting.account = running.account AND posting.record = running.record;
        """

    /// Who this till is, and what the hub has said; one row each.
    private static let identity = """
        CREATE TABLE identity (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            device INTEGER NOT NULL,
            store INTEGER NOT NULL,
            till INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            base BLOB NOT NULL,
            clean INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE sync_state (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            epoch INTEGER NOT NULL,
            acknowledged INTEGER NOT NULL,
            hash BLOB NOT NULL,
            archived INTEGER NOT NULL,
            incarnation TEXT,
            token TEXT NOT NULL,
            set_aside INTEGER NOT NULL
        ) STRICT;
        """

    /// Rows are never changed, and never deleted before they are in a verified backup of the hub.
    private static let journal = """
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY,
            epoch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            hybrid INTEGER NOT NULL,
            operation BLOB NOT NULL UNIQUE,
            hash BLOB NOT NULL,
            bytes BLOB NOT NULL,
            UNIQUE (epoch, sequence)
        ) STRICT;
        """

    /// Each table is keyed by what it is looked up by.
    ///
    /// At every sale a further index is a further page to flush. A sale bears the name of the
    /// record that completed it, and `journal` takes no name twice.
    private static let projections = """
        CREATE TABLE business_day (
            day INTEGER PRIMARY KEY,
            opened INTEGER NOT NULL,
            last_receipt INTEGER NOT NULL,
            sales INTEGER NOT NULL,
            lines INTEGER NOT NULL,
            net INTEGER NOT NULL,
            maker_coupon INTEGER NOT NULL,
            due INTEGER NOT NULL,
            points INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE open_sale (
            sale BLOB PRIMARY KEY,
            first_record INTEGER NOT NULL,
            suspended INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE completed_sale (
            day INTEGER NOT NULL,
            receipt INTEGER NOT NULL,
            record INTEGER NOT NULL,
            sale BLOB NOT NULL,
            reference TEXT,
            PRIMARY KEY (day, receipt)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX completed_sale_by_reference ON completed_sale (reference)
            WHERE reference IS NOT NULL;
        CREATE TABLE posting (
            account TEXT NOT NULL,
            record INTEGER NOT NULL,
            points INTEGER NOT NULL,
            PRIMARY KEY (account, record)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE print_job (
            record INTEGER PRIMARY KEY,
            state INTEGER NOT NULL,
            copies INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX print_job_not_printed ON print_job (state) WHERE state <> 2;
        """
}
