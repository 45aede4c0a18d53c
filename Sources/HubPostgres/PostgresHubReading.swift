internal import DurablePostgres
internal import Hub
internal import Records

/// What a store's transaction reads of devices and their chains.
extension PostgresHubTransaction {
    private static let incarnation = PostgresStatement(
        "incarnation",
        "SELECT incarnation FROM hub"
    )

    func incarnation() throws -> String {
        let rows = try connection.fetch(Self.incarnation)
        return rows.count == 0 ? "" : rows.text(0, 0)
    }

    private static let hash = PostgresStatement(
        "hash",
        """
        SELECT hash FROM journal
        WHERE device = $1::bigint AND epoch = $2::bigint AND seq = $3::bigint
        """
    )

    func hash(of key: JournalKey) throws -> Digest? {
        let rows = try connection.fetch(Self.hash, key.values)
        return try rows.map { try rows.digest($0, 0) }.first
    }

    private static let named = PostgresStatement(
        "named",
        "SELECT device, epoch, seq FROM operation WHERE operation = $1::uuid"
    )

    func record(named operation: OperationID) throws -> JournalKey? {
        try connection.fetch(Self.named, [.bytes(operation.bytes)]).firstKey
    }

    private static let records = PostgresStatement(
        "records",
        """
        SELECT device, epoch, seq, kind, schema, operation, hash, bytes, state, reason
        FROM journal WHERE device = $1::bigint AND epoch = $2::bigint AND seq > $3::bigint
        ORDER BY seq LIMIT $4::bigint
        """
    )

    func records(after key: JournalKey, limit: Int) throws -> [JournalEntry] {
        let rows = try connection.fetch(Self.records, key.values + [.long(Int64(limit))])
        return try rows.map { row in
            JournalEntry(
                key: rows.key(row),
                kind: RecordKind(rawValue: UInt16(truncatingIfNeeded: rows.int(row, 3))),
                schema: UInt16(truncatingIfNeeded: rows.int(row, 4)),
                operation: rows.isNull(row, 5) ? nil : OperationID(rows.bytes(row, 5)),
                hash: try rows.digest(row, 6),
                bytes: rows.bytes(row, 7),
                standing: Self.standing(rows, row, from: 8)
            )
        }
    }

    private static let waiting = PostgresStatement(
        "waiting",
        """
        SELECT device, epoch, seq, kind, state, reason FROM journal
        WHERE state <> 0 ORDER BY device, epoch, seq
        """
    )
    private static let waitingIn = PostgresStatement(
        "waiting-in",
        """
        SELECT device, epoch, seq, kind, state, reason FROM journal
        WHERE state <> 0 AND device = $1::bigint AND epoch = $2::bigint
            AND seq BETWEEN $3::bigint AND $4::bigint
        ORDER BY seq
        """
    )

    func waiting(in run: (first: JournalKey, last: UInt64)?) throws -> [WaitingRecord] {
        let rows: PostgresRows
        if let run {
            let end = Int64(clamping: run.last)
            rows = try connection.fetch(Self.waitingIn, run.first.values + [.long(end)])
        } else {
            rows = try connection.fetch(Self.waiting)
        }
        return rows.map { row in
            WaitingRecord(
                key: rows.key(row),
                kind: RecordKind(rawValue: UInt16(truncatingIfNeeded: rows.int(row, 3))),
                standing: Self.standing(rows, row, from: 4)
            )
        }
    }

    /// The standing in the two columns of `row` from `first` on.
    private static func standing(_ rows: PostgresRows, _ row: Int, from first: Int) -> Standing {
        Standing(
            state: Int(rows.int(row, first)),
            reason: rows.isNull(row, first + 1) ? nil : rows.text(row, first + 1)
        )
    }
}
