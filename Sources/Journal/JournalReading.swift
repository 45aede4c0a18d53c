public import DurableSQLite
internal import FoundationEssentials
internal import GRDB
public import Loyalty
public import Records
public import Retail
internal import Synchronization

/// How long the queue is.
public struct QueueDepth: Hashable, Sendable {
    /// The last record in the journal.
    public internal(set) var head: ChainHead
    /// The last record that the hub has acknowledged.
    public internal(set) var mark: ChainHead
    /// The records that the hub keeps but could not apply.
    public internal(set) var setAside: Int
    /// The records of the chains before this one: the hub has them all.
    public internal(set) var earlier: UInt64 = 0

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
extension QueueDepth {
    init(_ tail: JournalTail, mark: ChainHead, setAside: Int) {
        self.init(head: tail.head, mark: mark, setAside: setAside, earlier: tail.earlier)
    }
}

extension TillJournal {
    /// The records of the chain that is written on after number `sequence`: at most `limit`, and at
    /// most `byteLimit` bytes unless the first alone is longer.
    ///
    /// - Returns: None from the first on whose body is pruned.
    public func records(
        after sequence: UInt64,
        limit: Int,
        byteLimit: Int
    ) async throws(StorageError) -> [Records.Record] {
        try database.read { db in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT bytes FROM journal
                        WHERE chain = ? AND sequence > ? ORDER BY sequence LIMIT ?
                        """
                ),
                arguments: [self.chain, Int64(sequence), limit]
            )
            return try Self.collect(rows, byteLimit)
        }
    }

    /// The records in the first column of `rows`, as many as fit, up to the first that is pruned.
    static func collect(_ rows: RowCursor, _ byteLimit: Int) throws -> [Records.Record] {
        var records: [Records.Record] = []
        var count = 0
        while let row = try rows.next() {
            let bytes = row.blob(0)
            guard !bytes.isEmpty else { break }
            count += bytes.count
            if count > byteLimit, !records.isEmpty { break }
            records.append(try Records.Record(bytes))
        }
        return records
    }

    /// The hash of record `sequence` of the chain that is written on; of its root for 0; nil when
    /// there is no such record.
    public func hash(at sequence: UInt64) async throws(StorageError) -> Digest? {
        let chain = standing.withLock(\.chain)
        guard sequence > 0 else { return chain.root.hash }
        return try database.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: "SELECT hash FROM journal WHERE chain = ? AND sequence = ?"
                ),
                arguments: [chain.number, Int64(clamping: sequence)]
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
                    SELECT balance FROM posting WHERE account = ? AND record <= ?
                    ORDER BY record DESC LIMIT 1
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
