/// The tables of a hub as version 0.1.0 made them: what stands on a shop's disk or server when its
/// hub is upgraded.
enum OldHubTables {
    static let sqliteMigrations = ["1 journal", "1 books", "2 text"]

    static let sqlite = """
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
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        """

    static let postgres = """
        CREATE TABLE hub (
            id smallint PRIMARY KEY CHECK (id = 1),
            incarnation text NOT NULL
        );
        CREATE TABLE device (
            device bigint PRIMARY KEY,
            store integer NOT NULL,
            till integer NOT NULL,
            base bytea NOT NULL,
            epoch bigint NOT NULL,
            last_seq bigint NOT NULL,
            last_hash bytea NOT NULL,
            version text NOT NULL,
            boot_nonce text NOT NULL,
            last_seen bigint NOT NULL
        );
        CREATE TABLE journal (
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL,
            kind integer NOT NULL,
            schema integer NOT NULL,
            operation uuid,
            hash bytea NOT NULL,
            bytes bytea NOT NULL,
            state integer NOT NULL CHECK (state BETWEEN 0 AND 2),
            reason text,
            PRIMARY KEY (device, epoch, seq)
        );
        CREATE INDEX journal_waiting ON journal (device, epoch, seq) WHERE state <> 0;
        CREATE TABLE operation (
            operation uuid PRIMARY KEY,
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL
        );
        CREATE TABLE sale (
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL,
            sale uuid NOT NULL,
            reference text,
            store integer NOT NULL,
            till integer NOT NULL,
            day integer NOT NULL,
            receipt integer NOT NULL,
            at bigint NOT NULL,
            at_offset integer NOT NULL,
            member bigint,
            lines bigint NOT NULL,
            gross bigint NOT NULL,
            member_discount bigint NOT NULL,
            coupon_match bigint NOT NULL,
            net bigint NOT NULL,
            maker_coupon bigint NOT NULL,
            programme text,
            weighted bigint,
            points bigint,
            PRIMARY KEY (device, epoch, seq)
        );
        CREATE TABLE sale_name (
            sale uuid PRIMARY KEY,
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL
        );
        CREATE TABLE receipt (
            store integer NOT NULL,
            till integer NOT NULL,
            day integer NOT NULL,
            receipt integer NOT NULL,
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL,
            PRIMARY KEY (store, till, day, receipt)
        );
        CREATE TABLE sale_department (
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL,
            part integer NOT NULL,
            department text,
            lines bigint NOT NULL,
            gross bigint NOT NULL,
            member_discount bigint NOT NULL,
            coupon_match bigint NOT NULL,
            net bigint NOT NULL,
            maker_coupon bigint NOT NULL,
            PRIMARY KEY (device, epoch, seq, part)
        );
        CREATE TABLE posting (
            member bigint NOT NULL,
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL,
            side integer NOT NULL,
            programme text NOT NULL,
            version bigint NOT NULL,
            day integer NOT NULL,
            points bigint NOT NULL,
            PRIMARY KEY (member, device, epoch, seq, side)
        );
        CREATE TABLE difference (
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL,
            detail text NOT NULL,
            PRIMARY KEY (device, epoch, seq)
        );
        CREATE TABLE member (
            member bigint PRIMARY KEY
        );
        CREATE TABLE programme (
            id text COLLATE "C" NOT NULL,
            version bigint NOT NULL,
            rules text NOT NULL,
            source text NOT NULL,
            is_in_force boolean NOT NULL,
            PRIMARY KEY (id, version)
        );
        CREATE TABLE hub_migration (
            version integer PRIMARY KEY,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        INSERT INTO hub_migration (version) VALUES (1);
        """
}
