internal import DurableSQLite
internal import GRDB
internal import Records
public import SyncProtocol
internal import Synchronization

/// What the till keeps of its meetings with the hub.
extension TillJournal {
    /// What is kept, some of it perhaps not durable yet.
    public var memory: DeviceMemory {
        standing.withLock(\.memory)
    }

    /// Takes down what the device is to keep, and writes it with the next commit, or alone within a
    /// second.
    ///
    /// The mark may be forgotten in a power cut: the hub says it again. The token may not, so
    /// whoever is about to use it waits for `settle` first.
    ///
    /// - Parameter setAside: How many more records the hub keeps and could not apply.
    public func remember(_ memory: DeviceMemory, setAside: Int = 0) {
        standing.withLock { standing in
            standing.memory = memory
            standing.depth.mark = memory.mark
            standing.depth.setAside += setAside
        }
        commits.post { db in
            try Self.write(memory, setAside: setAside, db)
        } done: { _ in
        }
    }

    static func write(_ memory: DeviceMemory, setAside: Int, _ db: Database) throws {
        try db.cachedExecute(
            """
            UPDATE sync_state SET epoch = ?, acknowledged = ?, hash = ?, archived = ?,
            incarnation = ?, token = ?, apart = ?, set_aside = set_aside + ?
            """,
            [
                Int64(memory.mark.epoch), Int64(memory.mark.sequence), memory.mark.hash.data,
                Int64(clamping: memory.archived), memory.incarnation, memory.token.rawValue,
                memory.apart?.rawValue, setAside,
            ]
        )
    }

    /// What the file keeps of the hub's word.
    static func memory(_ db: Database) throws -> (memory: DeviceMemory, setAside: Int) {
        let sql = """
            SELECT epoch, acknowledged, hash, archived, incarnation, token, apart, set_aside
            FROM sync_state
            """
        guard let row = try Row.fetchOne(db, sql: sql) else {
            throw StorageError.damaged(path: "sync_state", detail: "no row")
        }
        let memory = DeviceMemory(
            mark: try ChainHead(row: row),
            archived: UInt64(clamping: try row.whole(3)),
            incarnation: row[4],
            token: SyncToken(rawValue: row[5]),
            // A word that this program does not know: apart all the same.
            apart: (row[6] as String?).map { Refusal.Kind(rawValue: $0) ?? .fork }
        )
        return (memory, row[7])
    }
}
