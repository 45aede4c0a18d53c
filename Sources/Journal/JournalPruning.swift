public import DurableSQLite
internal import GRDB
internal import Records
internal import SyncProtocol
internal import Synchronization

/// How a till forgets what it need not keep: bodies that every backup of the hub holds.
///
/// Hashes stay for ever, so the chain can be followed and compared; so does the last record, which
/// a till that stands apart brings again. Other bodies stay while the till itself may want them:
/// those of the newest days, whose receipts a customer may ask for again, of sales that are not
/// over, and of receipts that wait for paper. The words of card payments always stay: they are few,
/// and a person may need them long after.
extension TillJournal {
    /// The business days whose bodies stay, the open one among them.
    public static let keptDays = 7
    /// The most bodies that go along with one commit.
    ///
    /// They are some dozens of pages: less than a basket of twenty lines writes.
    static let pruneLimit = 64

    /// Has a few bodies go with the next commit, or alone within a second; nobody waits for it.
    ///
    /// - Returns: Whether there are more to go.
    public func prune() async throws(StorageError) -> Bool {
        let memory = memory
        guard memory.apart == nil, memory.archived > 0 else { return false }
        let (from, end): (Int64, Int64) = try database.read { db in
            let last = try Self.lastPrunable(through: memory.archived, db)
            return (max(self.standing.withLock(\.pruned), try Self.pruned(db)), last)
        }
        let to = min(end, from + Int64(Self.pruneLimit))
        guard to > from else { return false }
        standing.withLock { $0.pruned = to }
        let (first, last) = (
            RecordKind.paymentIntended.rawValue, RecordKind.paymentGivenUp.rawValue
        )
        commits.post { db in
            try db.cachedExecute(
                """
                UPDATE journal SET bytes = x''
                WHERE id > ? AND id <= ? AND kind NOT BETWEEN ? AND ?
                """,
                [from, to, Int64(first), Int64(last)]
            )
            try db.cachedExecute("UPDATE sync_state SET pruned = ?", [to])
        } done: { _ in
        }
        return to < end
    }

    /// The journal row up to which bodies are gone.
    static func pruned(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT pruned FROM sync_state")) ?? 0
    }

    /// The last row whose body may go, when the hub's backups hold the chain up to `archived`.
    ///
    /// A backup that holds a record of this chain was taken after all chains before it.
    private static func lastPrunable(through archived: UInt64, _ db: Database) throws -> Int64 {
        let tail = try JournalTail(db)
        guard let last = tail.last else { return 0 }
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT MIN(
                        COALESCE((SELECT id FROM journal WHERE chain = ? AND sequence = ?), 0),
                        ? - 1,
                        COALESCE((SELECT opened - 1 FROM business_day
                            WHERE opened > 0 ORDER BY day DESC LIMIT 1 OFFSET ?), 0),
                        COALESCE((SELECT MIN(first_record) - 1 FROM open_sale), 1 << 62),
                        COALESCE((SELECT MIN(record) - 1 FROM print_job
                            WHERE state NOT IN (2, 4) AND state < 2), 1 << 62),
                        COALESCE((SELECT MIN(record) - 1 FROM print_copy
                            WHERE state < 2), 1 << 62))
                    """
            ),
            arguments: [
                tail.chain.number, Int64(clamping: archived), last.row, keptDays - 1,
            ]
        )
        return row?[0] ?? 0
    }
}
