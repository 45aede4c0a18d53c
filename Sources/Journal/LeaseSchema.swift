/// The tables of the leases that a till holds, and of those that it has given back.
///
/// They follow from the records of the present chain: accepted, spent in sales, given back.
/// `lease.words` are the hub's own, or the till's for a lease of its own; `expires` is in
/// milliseconds since 1970. A unit of which nothing is left has no row.
enum LeaseSchema {
    static let tables = """
        CREATE TABLE lease (
            lease BLOB PRIMARY KEY,
            words TEXT NOT NULL,
            expires INTEGER NOT NULL,
            own INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE lease_unit (
            lease BLOB NOT NULL,
            unit TEXT NOT NULL,
            count INTEGER NOT NULL CHECK (count >= 0),
            PRIMARY KEY (lease, unit)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE lease_given_back (
            lease BLOB PRIMARY KEY,
            expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
