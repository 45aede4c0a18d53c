/// The tables of goods that came back: of which sale, and what a day has given back.
///
/// A return takes its number among the receipts, so it has a row in `completed_sale` as well, under
/// its own name. The sums of `business_day` are net of returns; `sales` and `lines` count what was
/// sold.
enum ReturnSchema {
    static let tables = """
        CREATE TABLE goods_return (
            sale BLOB NOT NULL,
            record INTEGER NOT NULL,
            PRIMARY KEY (sale, record)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE business_day ADD COLUMN returns INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE business_day ADD COLUMN refunded INTEGER NOT NULL DEFAULT 0;
        """
}
