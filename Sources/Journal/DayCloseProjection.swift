internal import DurableSQLite
internal import GRDB
internal import Records

/// The table of a day's closes.
enum DayCloseSchema {
    /// A row for each close: what it covers is no part of the next.
    static let table = """
        CREATE TABLE day_close (
            number INTEGER PRIMARY KEY,
            record INTEGER NOT NULL,
            \((TakingsColumns.figures + TenderColumns.firstNames)
                .map { "\($0) INTEGER NOT NULL" }.joined(separator: ",\n    "))
        ) STRICT;
        """
}

/// What follows from a day's close, in its own transaction.
extension Projection {
    /// Applies the close that journal row `rowid` states.
    ///
    /// A number that is not the next, or sums that are not the books', break the transaction:
    /// whoever states them has lost count, and a report that is out cannot be taken back.
    mutating func book(_ close: DayClose, _ rowid: Int64) throws {
        let standing = try CloseStanding(db)
        guard close.number == standing.closes + 1 else {
            throw StorageError.refused(
                path: "day_close",
                detail: "close \(close.number) comes after close \(standing.closes)"
            )
        }
        guard close.takings == standing.takings else {
            throw StorageError.refused(
                path: "day_close",
                detail: "close \(close.number) states \(close.takings.due) due of "
                    + "\(close.takings.sales) sales; the books have \(standing.takings.due) of "
                    + "\(standing.takings.sales)"
            )
        }
        let places = TakingsColumns.names.split(separator: ", ").map { _ in "?" }
        try db.cachedExecute(
            """
            INSERT INTO day_close (number, record, \(TakingsColumns.names))
            VALUES (?, ?, \(places.joined(separator: ", ")))
            """,
            [close.number, rowid] + TakingsColumns.values(close.takings)
        )
        try owePaper(.dayClose(close), rowid)
    }
}

extension CloseStanding {
    /// What the tables say.
    init(_ db: Database) throws {
        let last = try db.cachedStatement(sql: "SELECT MAX(number) FROM day_close")
        self.init(closes: try Int64.fetchOne(last) ?? 0)
        takings =
            try TakingsColumns.sum(of: "business_day", db)
            - TakingsColumns.sum(of: "day_close", db)
    }
}
