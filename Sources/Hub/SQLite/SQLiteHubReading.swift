internal import FoundationEssentials
internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// What a store's transaction reads of devices and their chains.
extension SQLiteHubTransaction {
    func incarnation() throws -> String {
        try first("SELECT incarnation FROM hub", [])?[0] ?? ""
    }

    func device(_ device: DeviceID) throws -> DeviceEntry? {
        try first("SELECT * FROM device WHERE device = ?", [device.number]).map(Self.device)
    }

    func devices() throws -> [DeviceEntry] {
        try Row.fetchAll(db, sql: "SELECT * FROM device ORDER BY device").map(Self.device)
    }

    private static func device(_ row: Row) throws -> DeviceEntry {
        DeviceEntry(
            device: DeviceID(row[0]),
            place: Place(store: row[1], till: row[2]),
            base: try digest(row[3]),
            last: ChainHead(
                epoch: row[4],
                sequence: UInt64(bitPattern: row[5] as Int64),
                hash: try digest(row[6])
            ),
            version: String(stored: row[7]),
            bootNonce: String(stored: row[8]),
            lastSeen: row[9]
        )
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

    func records(
        of device: DeviceID,
        epoch: UInt32,
        after sequence: UInt64,
        limit: Int
    ) throws -> [JournalEntry] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT device, epoch, seq, kind, schema, operation, hash, bytes, state, reason
                    FROM journal WHERE device = ? AND epoch = ? AND seq > ?
                    ORDER BY seq LIMIT ?
                    """
            ),
            arguments: [device.number, epoch, Int64(clamping: sequence), limit]
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

    func waiting(
        in run: (device: DeviceID, epoch: UInt32, numbers: ClosedRange<UInt64>)?
    ) throws -> [WaitingRecord] {
        let run: [(any DatabaseValueConvertible)?] =
            run.map { run in
                [
                    run.device.number, run.device.number, run.epoch, run.epoch,
                    Int64(clamping: run.numbers.lowerBound),
                    Int64(clamping: run.numbers.upperBound),
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
