/// The hub's tables on PostgreSQL, and how they came to be.
///
/// Every table has in its key what it can be split by: device, member, store and till, or the name
/// that has to be unique for ever. So each of them can become a table partitioned by hash without a
/// line of code changing (decision 24). That is why names stand apart: a unique index over all
/// devices cannot be split by device, a table of names can be split by name.
///
/// `epoch` holds the branch as well, in its upper half: see `JournalKey.run`.
///
/// Days are counted from 1970-01-01, money and points are whole numbers. `state` is 0 applied, 1
/// set aside, 2 deferred. Both sides of a movement of points stand under the member, side 0 for the
/// programme's account and 1 for the member's, so each part of the ledger sums to zero by itself.
/// Text that comes from outside stands as `String.stored` writes it.
enum HubTables {
    /// Every step from nothing to the newest form, in order; none is ever changed.
    static let migrations = [
        journal + books, protocolTables, HubLeaseTables.all, identities, feeds, returns,
        erasures, witnesses,
    ]

    /// What devices have signed of their chains, and with which keys before those of now.
    ///
    /// What came before has no signature here, and nobody can give it one.
    private static let witnesses = """
        ALTER TABLE device ADD COLUMN witness bytea;
        ALTER TABLE chain_run ADD COLUMN witness bytea;
        ALTER TABLE identity ADD COLUMN former_keys bytea;
        """

    /// What came back, of which sale of which day, and for how much.
    ///
    /// The return itself has a row in `sale`. Returns that wait for their sale have an index that
    /// has only them.
    private static let returns = """
        CREATE TABLE goods_return (
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL,
            sale uuid NOT NULL,
            day integer NOT NULL,
            refund bigint NOT NULL,
            PRIMARY KEY (device, epoch, seq)
        );
        CREATE INDEX goods_return_of_sale ON goods_return (sale);
        CREATE INDEX journal_returns_waiting ON journal (device, epoch, seq)
            WHERE state = 2 AND kind = 33;
        """

    /// What the protocol keeps of a device, its runs beside the chain, and the backups.
    ///
    /// A device of an earlier version was never given a token, so it is asked for none. A hub of an
    /// earlier version would forget what it does not know, so it does not start beside this one.
    private static let protocolTables = """
        ALTER TABLE device
            ADD COLUMN archived bigint NOT NULL DEFAULT 0,
            ADD COLUMN confirmed text NOT NULL DEFAULT '',
            ADD COLUMN offered text NOT NULL DEFAULT '',
            ADD COLUMN challenge text,
            ADD COLUMN recovering boolean NOT NULL DEFAULT true,
            ADD COLUMN fence text,
            ADD COLUMN grants text NOT NULL DEFAULT '[]';
        CREATE TABLE chain_run (
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            start_seq bigint NOT NULL,
            start_hash bytea NOT NULL,
            last_seq bigint NOT NULL,
            last_hash bytea NOT NULL,
            bearer bigint NOT NULL,
            since bigint NOT NULL,
            PRIMARY KEY (device, epoch)
        );
        CREATE TABLE backup (
            name text COLLATE "C" PRIMARY KEY,
            taken_at bigint NOT NULL,
            marks bytea NOT NULL
        );
        """

    private static let journal = """
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
        """

    private static let books = """
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
        """
}
