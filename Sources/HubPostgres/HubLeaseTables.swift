/// The tables of leases on PostgreSQL, which are empty in a shop that leases nothing.
///
/// The columns are those of the SQLite store. `lease_pool` has a row for each pool with a ledger:
/// whoever posts to a pool locks its row, so the lock table of the server has nothing to hold.
/// Balances are split by pool and leases by name, as everything is that has to be unique.
enum HubLeaseTables {
    static let all = """
        CREATE TABLE lease (
            lease uuid PRIMARY KEY,
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            state integer NOT NULL CHECK (state BETWEEN 0 AND 2),
            words text
        );
        CREATE INDEX lease_of_device ON lease (device) WHERE state < 2;
        CREATE TABLE lease_device (
            device bigint PRIMARY KEY,
            begun bigint NOT NULL,
            awaited integer NOT NULL CHECK (awaited BETWEEN 0 AND 2),
            awaited_epoch bigint NOT NULL,
            awaited_seq bigint NOT NULL
        );
        CREATE INDEX lease_device_awaited ON lease_device (device) WHERE awaited > 0;
        CREATE TABLE lease_unread (
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL,
            PRIMARY KEY (device, epoch, seq)
        );
        INSERT INTO lease_unread SELECT device, epoch, seq FROM journal WHERE state = 2;
        CREATE TABLE lease_pool (
            pool text COLLATE "C" PRIMARY KEY
        );
        CREATE TABLE lease_balance (
            pool text COLLATE "C" NOT NULL,
            account text COLLATE "C" NOT NULL,
            unit text COLLATE "C" NOT NULL,
            count bigint NOT NULL,
            PRIMARY KEY (pool, account, unit)
        );
        CREATE TABLE lease_excess (
            device bigint NOT NULL,
            epoch bigint NOT NULL,
            seq bigint NOT NULL,
            part integer NOT NULL,
            words text NOT NULL,
            PRIMARY KEY (device, epoch, seq, part)
        );
        """
}
