public import DurableSQLite
internal import GRDB
public import Records

/// What the spooler reads.
extension TillJournal {
    /// The oldest sale whose paper nobody has begun to print, after job `last`; nil when there is
    /// none.
    public func nextPrint(after last: PrintJob.ID) async throws(StorageError) -> PrintJob? {
        try database.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT record, state, bytes FROM print_job JOIN journal ON id = record
                        WHERE state = 0 AND record > ? ORDER BY record LIMIT 1
                        """
                ),
                arguments: [last]
            )
            return try row.flatMap { try Self.job($0, db) }
        }
    }

    /// How many jobs nobody has begun, and how many ended on paper.
    public func printCounts() async throws(StorageError) -> (waiting: Int, printed: Int) {
        try database.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT (SELECT COUNT(*) FROM print_job WHERE state <> 2 AND state < 2),
                        (SELECT COALESCE(SUM(sales), 0) FROM business_day)
                        - (SELECT COUNT(*) FROM print_job WHERE state <> 2)
                        """
                )
            )
            return (row?[0] ?? 0, row?[1] ?? 0)
        }
    }

    /// The last sale that was paid; nil before the first.
    public func lastSale() async throws(StorageError) -> CompletedSale? {
        try database.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT record, state, bytes FROM print_job JOIN journal ON id = record
                        ORDER BY record DESC LIMIT 1
                        """
                )
            )
            return try row.flatMap { try Self.job($0, db) }?.sale
        }
    }

    private static func job(_ row: Row, _ db: Database) throws -> PrintJob? {
        guard case .saleCompleted(let sale) = try Fact(try Records.Record(row.blob(2))),
            let state = PrintJob.State(rawValue: row[1])
        else { return nil }
        return PrintJob(
            id: row[0],
            state: state,
            sale: sale,
            balance: try balance(of: sale.member, at: row[0], db)
        )
    }
}
