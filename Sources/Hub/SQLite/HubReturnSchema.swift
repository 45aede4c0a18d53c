/// The table of what came back, of which sale of which day, and for how much.
///
/// The return itself has a row in `sale`. Returns that wait for their sale are found by an index
/// that has only them.
enum HubReturnSchema {
    static let tables = """
        CREATE TABLE goods_return (
            device INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            sale BLOB NOT NULL,
            day INTEGER NOT NULL,
            refund INTEGER NOT NULL,
            PRIMARY KEY (device, epoch, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX goods_return_of_sale ON goods_return (sale);
        CREATE INDEX journal_returns_waiting ON journal (device, epoch, seq)
            WHERE state = 2 AND kind = 33;
        """
}
