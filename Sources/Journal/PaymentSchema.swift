/// The tables of card payments: where each attempt's records lie, and which nobody wants any more.
///
/// `state` is 0 while an attempt is open, then 1 approved, 2 declined, 3 parked; what was said is
/// in the records. A till with a thousand payments has none or one open, so the index has one row.
/// `seen_to` is the record of the person who settled with the customer what was given up.
enum PaymentSchema {
    static let tables = """
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
        """

    static let seenTo = "ALTER TABLE payment_given_up ADD COLUMN seen_to INTEGER"
}
