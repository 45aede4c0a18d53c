public import DurableSQLite
internal import FoundationEssentials
internal import GRDB
public import Loyalty
public import Records
public import Retail

/// How long the queue is.
public struct QueueDepth: Hashable, Sendable {
    /// The last record in the journal.
    public internal(set) var head: ChainHead
    /// The last record that the hub has acknowledged.
    public internal(set) var mark: ChainHead
    /// The records that the hub keeps but could not apply.
    public internal(set) var setAside: Int

    /// The records that the hub does not have yet.
    public var waiting: UInt64 {
        head.sequence - min(head.sequence, mark.sequence)
    }
}

/// What a till has sold.
public struct TillTotals: Hashable, Sendable {
    /// Sales that were paid.
    public let sales: Int
    /// Lines of those sales.
    public let lines: Int
    /// What customers owed.
    public let due: Money
    /// Points that members earned.
    public let points: Points
}

/// What others read from the journal.
extension TillJournal {
    /// How far the chain and the hub's word reach, as the file says.
    static func queueDepth(_ db: Database) throws -> QueueDepth {
        let (head, _) = try tail(db)
        let sql = "SELECT epoch, acknowledged, hash, set_aside FROM sync_state"
        guard let row = try Row.fetchOne(db, sql: sql) else {
            throw StorageError.damaged(path: "sync_state", detail: "no row")
        }
        return QueueDepth(head: head, mark: try ChainHead(row: row), setAside: row[3])
    }

    /// The records after number `sequence`: at most `limit`, and at most `byteLimit` bytes unless
    /// the first alone is longer.
    public func records(
        after sequence: UInt64,
        limit: Int,
        byteLimit: Int
    ) async throws(StorageError) -> [Records.Record] {
        try database.read { db in
            let (head, _) = try Self.tail(db)
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT bytes FROM journal
                        WHERE epoch = ? AND sequence > ? ORDER BY sequence LIMIT ?
                        """
                ),
                arguments: [Int64(head.epoch), Int64(sequence), limit]
            )
            var records: [Records.Record] = []
            var bytes = 0
            while let row = try rows.next() {
                let record = try Records.Record(row.blob(0))
                bytes += record.bytes.count
                if bytes > byteLimit, !records.isEmpty { break }
                records.append(record)
            }
            return records
        }
    }

    /// The hash of record `sequence` of this epoch; of the epoch's root for 0; nil when there is no
    /// such record.
    public func hash(at sequence: UInt64) async throws(StorageError) -> Digest? {
        let device = device
        return try database.read { db in
            let (head, _) = try Self.tail(db)
            if sequence == 0 {
                let base = try Row.fetchOne(db, sql: "SELECT base FROM identity")?.blob(0)
                return base.flatMap { Digest($0) }
                    .map { ChainHead.root(of: device, epoch: head.epoch, base: $0).hash }
            }
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT hash FROM journal WHERE epoch = ? AND sequence = ?"
                ),
                arguments: [Int64(head.epoch), Int64(sequence)]
            )
            return row.flatMap { Digest($0.blob(0)) }
        }
    }

    /// The points that this till has posted to `member` up to journal row `record`.
    static func balance(
        of member: MemberID?,
        at record: Int64,
        _ db: Database
    ) throws -> Points? {
        guard let member else { return nil }
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT COALESCE(SUM(points), 0) FROM posting WHERE account = ? AND record <= ?
                    """
            ),
            arguments: ["member:\(member)", record]
        )
        return Points(row?[0] ?? 0)
    }
}

extension TillJournal {
    /// What this till has sold, ever: the sum over its business days.
    public func totals() async throws(StorageError) -> TillTotals {
        try database.read(Self.totals)
    }

    static func totals(_ db: Database) throws -> TillTotals {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT COALESCE(SUM(sales), 0), COALESCE(SUM(lines), 0),
                    COALESCE(SUM(due), 0), COALESCE(SUM(points), 0) FROM business_day
                    """
            )
        )
        return TillTotals(
            sales: row?[0] ?? 0,
            lines: row?[1] ?? 0,
            due: Money(minorUnits: row?[2] ?? 0),
            points: Points(row?[3] ?? 0)
        )
    }
}
