/// The tables of leases, which are empty in a shop that leases nothing.
///
/// `lease.state` is 0 open, 1 ending, 2 over; `words` are those that the hub granted, until it is
/// over. `lease_device.awaited` is 0 for nothing, 1 for a hello, 2 for the records up to one.
/// `account` and `unit` stand in their own notation. A record that a later program wrote may have
/// spent something, so those that wait already are held.
enum HubLeaseSchema {
    static let tables = """
        CREATE TABLE lease (
            lease BLOB PRIMARY KEY,
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
            words TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX lease_of_device ON lease (device) WHERE state < 2;
        CREATE TABLE lease_device (
            device INTEGER PRIMARY KEY,
            begun INTEGER NOT NULL,
            awaited INTEGER NOT NULL CHECK (awaited BETWEEN 0 AND 2),
            awaited_epoch INTEGER NOT NULL,
            awaited_seq INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX lease_device_awaited ON lease_device (device) WHERE awaited > 0;
        CREATE TABLE lease_unread (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (device, epoch, seq)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO lease_unread SELECT device, epoch, seq FROM journal WHERE state = 2;
        CREATE TABLE lease_balance (
            pool TEXT NOT NULL,
            account TEXT NOT NULL,
            unit TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (pool, account, unit)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE lease_excess (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            part INTEGER NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (device, epoch, seq, part)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX posting_of_member ON posting (member) WHERE member IS NOT NULL;
        """
}
