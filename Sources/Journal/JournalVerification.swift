public import DurableSQLite
internal import GRDB
public import Records

/// What a walk over the whole journal found.
public struct ChainReport: Hashable, Sendable {
    /// The records read.
    public let records: Int
    /// How many of them are known by their hash only: their bodies are at the hub.
    public let pruned: Int
    /// The chains that the till has written, the present one among them.
    public let chains: Int
    /// The last record that hangs on an unbroken chain from the root.
    public let head: ChainHead
    /// What is wrong with the record after it; nil when the chain is whole.
    public let fault: String?
}

extension TillJournal {
    /// Hashes every record again, from the bytes as they lie on the disk, and follows the links,
    /// over all chains: each begins at the root that its grant named, behind the last record of the
    /// chain before.
    ///
    /// Of a pruned record the number is checked, and its hash by the link of the record after it.
    ///
    /// - Parameter progress: Told the number of records read, every few thousand.
    public func verify(
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(StorageError) -> ChainReport {
        try await database.scan { db in
            let chains = try JournalChain.all(db)
            guard var walk = ChainWalk(chains, pruned: try Self.pruned(db)) else {
                throw StorageError.damaged(path: "chain", detail: "no chain")
            }
            let rows = try Row.fetchCursor(
                db,
                sql: "SELECT id, chain, hash, sequence, bytes FROM journal ORDER BY id"
            )
            while walk.fault == nil, let row = try rows.next() {
                walk.take(
                    ChainWalk.Row(
                        id: try row.whole(0),
                        chain: try row.whole(1),
                        hash: Digest(row.blob(2)),
                        sequence: UInt64(bitPattern: try row.whole(3)),
                        bytes: row.blob(4)
                    )
                )
                if walk.records.isMultiple(of: 4096) { progress(walk.records) }
            }
            return walk.end()
        }
    }
}
