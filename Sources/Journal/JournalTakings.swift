public import DurableSQLite
internal import GRDB
public import Records
public import Retail

/// What this till's days have brought.
extension TillJournal {
    /// What this till has taken on `day`; nil when it was never open then.
    public func takings(of day: BusinessDay) async throws(StorageError) -> Takings? {
        try database.read { db in
            try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT \(TakingsColumns.names) FROM business_day WHERE day = ?"
                ),
                arguments: [Int64(day.number)]
            ).map { try TakingsColumns.takings($0) }
        }
    }
}
