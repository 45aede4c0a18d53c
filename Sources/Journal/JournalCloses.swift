public import DurableSQLite
internal import GRDB
public import Records

/// The closes of this till's days.
extension TillJournal {
    /// Close `number`, or the last one; nil when there is none, or its record is pruned.
    public func dayClose(_ number: Int64? = nil) async throws(StorageError) -> DayClose? {
        try database.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT bytes FROM day_close JOIN journal ON id = record
                        WHERE number = COALESCE(?, (SELECT MAX(number) FROM day_close))
                        """
                ),
                arguments: [number]
            )
            guard let bytes = row?.blob(0), !bytes.isEmpty,
                case .dayClosed(let close) = try Fact(try Records.Record(bytes))
            else { return nil }
            return close
        }
    }
}
