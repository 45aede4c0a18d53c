public import DurableSQLite
internal import GRDB
public import Records
public import SyncProtocol

/// A piece of what a till that stands apart brings to the hub.
public struct BranchPiece: Hashable, Sendable {
    /// Under which number the till goes now.
    public let bearer: DeviceID
    /// In which epoch it is now.
    public let epoch: UInt32
    /// The record before these; nil when these are the first that the till still has.
    public let after: ChainPlace?
    /// The records, of one chain, at least one.
    public let records: [Records.Record]
}

/// What a till reads when the hub has another chain of its number.
extension TillJournal {
    /// The very last record, on whatever chain; nil before the first.
    public var tip: ChainPlace? {
        get throws(StorageError) {
            try database.read { db in
                guard let last = try JournalTail(db).last else { return nil }
                return try Self.place(ofRow: last.row, db)
            }
        }
    }

    /// The till's own hash at `place`; nil when it has no such record.
    public func hash(at place: ChainPlace) async throws(StorageError) -> Digest? {
        try database.read { db in
            guard let row = try Self.row(of: place, db) else { return nil }
            return try Self.place(ofRow: row, db)?.head.hash
        }
    }

    /// The records that were written after `place`, of one chain and as many as an upload may
    /// carry; from the first that is not pruned when it is nil or no record of this till, the very
    /// last again when there is none after it.
    ///
    /// - Returns: nil for a till that has written nothing.
    public func branch(
        after place: ChainPlace?,
        limit: Int,
        byteLimit: Int
    ) async throws(StorageError) -> BranchPiece? {
        try database.read { db in
            let tail = try JournalTail(db)
            guard let last = tail.last else { return nil }
            let known = try place.flatMap { place in
                try Self.place(ofRow: Self.row(of: place, db) ?? 0, db) == place ? place : nil
            }
            let pruned = try Self.pruned(db)
            let before = try known.flatMap { try Self.row(of: $0, db) } ?? pruned
            let start = min(before + 1, last.row)
            let isFirst = known == nil || start - 1 <= pruned
            let records = try Self.records(from: start, limit, byteLimit, db)
            guard !records.isEmpty else { return nil }
            return BranchPiece(
                bearer: tail.chain.device,
                epoch: tail.chain.root.epoch,
                after: isFirst ? nil : try Self.place(ofRow: start - 1, db),
                records: records
            )
        }
    }

    /// Records from journal row `start` on, as long as they are of one chain.
    private static func records(
        from start: Int64,
        _ limit: Int,
        _ byteLimit: Int,
        _ db: Database
    ) throws -> [Records.Record] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT bytes FROM journal WHERE id >= ? AND chain =
                        (SELECT chain FROM journal WHERE id = ?) ORDER BY id LIMIT ?
                    """
            ),
            arguments: [start, start, max(1, limit)]
        )
        return try collect(rows, byteLimit)
    }

    /// The journal row of the record with the device, epoch and number of `place`.
    static func row(of place: ChainPlace, _ db: Database) throws -> Int64? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id FROM journal WHERE sequence = ? AND chain = (
                        SELECT MAX(number) FROM chain WHERE device = ? AND epoch = ?)
                    """
            ),
            arguments: [
                Int64(clamping: place.head.sequence), Int64(place.device.number),
                Int64(place.head.epoch),
            ]
        )?[0]
    }

    /// Where the record in journal row `row` stands; nil when there is no such row.
    static func place(ofRow row: Int64, _ db: Database) throws -> ChainPlace? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT epoch, sequence, hash, device FROM journal JOIN chain ON number = chain
                    WHERE id = ?
                    """
            ),
            arguments: [row]
        )
        guard let row else { return nil }
        let device = DeviceID(UInt32(truncatingIfNeeded: try row.whole(3)))
        return ChainPlace(device: device, head: try ChainHead(row: row))
    }
}
