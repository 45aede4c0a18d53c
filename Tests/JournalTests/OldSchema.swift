/// The tables of a till's database as version 0.1.0 made them, before chains: what a box in a shop
/// has on its disk when it is upgraded.
enum OldSchema {
    static let migrations = [
        "1: journal, sync state, sales, points, prints",
        "2: print evidence, proven lines and copies", "3: card payments",
    ]

    static let tables = """
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
        ALTER TABLE print_job ADD COLUMN lines INTEGER NOT NULL DEFAULT 0;
        DROP INDEX print_job_not_printed;
        CREATE INDEX print_job_not_on_paper ON print_job (record) WHERE state NOT IN (2, 4);
        CREATE TABLE print_copy (
            record INTEGER NOT NULL,
            copy INTEGER NOT NULL,
            state INTEGER NOT NULL,
            lines INTEGER NOT NULL,
            PRIMARY KEY (record, copy)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE payment (
            operation TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            intent INTEGER NOT NULL,
            settlement INTEGER,
            state INTEGER NOT NULL,
            PRIMARY KEY (operation, attempt)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX payment_open ON payment (intent) WHERE state = 0;
        CREATE TABLE payment_given_up (
            operation TEXT PRIMARY KEY,
            record INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        """
}
