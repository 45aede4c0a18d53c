internal import FoundationEssentials
internal import GRDB
internal import Loyalty
internal import Records

/// What a store's transaction reads of devices and their chains.
extension SQLiteHubTransaction {
    func incarnation() throws -> String {
        try first("SELECT incarnation FROM hub", [])?[0] ?? ""
    }

    func hash(of key: JournalKey) throws -> Digest? {
        try first(
            "SELECT hash FROM journal WHERE device = ? AND epoch = ? AND seq = ?",
            key.columns
        ).map { try Self.digest($0[0]) }
    }

    func record(named operation: OperationID) throws -> JournalKey? {
        try first(
            "SELECT device, epoch, seq FROM journal WHERE operation = ?",
            [Data(operation.bytes)]
        ).map { JournalKey($0) }
    }

    func records(after key: JournalKey, limit: Int) throws -> [JournalEntry] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT device, epoch, seq, kind, schema, operation, hash, bytes, state, reason
                    FROM journal WHERE device = ? AND epoch = ? AND seq > ?
                    ORDER BY seq LIMIT ?
                    """
            ),
            arguments: StatementArguments(key.columns + [limit])
        )
        return try rows.map { row in
            JournalEntry(
                key: JournalKey(row),
                kind: RecordKind(rawValue: row[3]),
                schema: row[4],
                operation: (row[5] as Data?).flatMap { OperationID($0) },
                hash: try Self.digest(row[6]),
                bytes: [UInt8](row[7] as Data),
                standing: Standing(state: row[8], reason: row[9])
            )
        }
    }

    func waiting(in run: (first: JournalKey, last: UInt64)?) throws -> [WaitingRecord] {
        let run: [(any DatabaseValueConvertible)?] =
            run.map { run in
                [
                    run.first.device.number, run.first.device.number, run.first.run, run.first.run,
                    Int64(clamping: run.first.sequence), Int64(clamping: run.last),
                ]
            } ?? [0, Int64.max, 0, Int64.max, 0, Int64.max]
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT device, epoch, seq, kind, state, reason FROM journal
                    WHERE state <> 0 AND device BETWEEN ? AND ? AND epoch BETWEEN ? AND ?
                        AND seq BETWEEN ? AND ?
                    ORDER BY device, epoch, seq
                    """
            ),
            arguments: StatementArguments(run)
        )
        return rows.map { row in
            WaitingRecord(
                key: JournalKey(row),
                kind: RecordKind(rawValue: row[3]),
                standing: Standing(state: row[4], reason: row[5])
            )
        }
    }

    /// A digest that the store holds; a store that holds anything else there is damaged.
    static func digest(_ data: Data) throws -> Digest {
        guard let digest = Digest(data) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a hash is not 32 bytes")
        }
        return digest
    }
}
