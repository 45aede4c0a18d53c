public import DurableSQLite
internal import GRDB
public import Records
public import Retail
internal import Synchronization

/// A till's journal: the hash-chained record of all it did, and the queue to the hub in one.
///
/// A sale, its ledger postings, its receipt number, its print job and its record are one
/// transaction. What the hub has not acknowledged is simply what lies after the mark, so nothing
/// can be in the journal and not in the queue.
public final class TillJournal: Sendable {
    /// Who writes this journal.
    public let device: DeviceID
    /// Where the till stands.
    public let place: Place
    /// The file.
    public let path: String

    package let database: DurableDatabase
    let commits: GroupCommit
    /// How far chain and mark reach; only this object writes the file, so nobody has to look there.
    private let depth: Mutex<QueueDepth>

    /// Opens the journal of `device`, or starts it.
    ///
    /// - Parameters:
    ///   - path: The file; its folder exists.
    ///   - cacheKilobytes: How much memory its page cache may take.
    /// - Throws: `refused` when the file is the journal of another device or place.
    public convenience init(
        path: String,
        device: DeviceID,
        place: Place,
        cacheKilobytes: Int = 2048
    ) throws(StorageError) {
        let database = try DurableDatabase(
            path: path,
            cacheKilobytes: cacheKilobytes,
            migrator: JournalSchema.migrator
        )
        try self.init(database, device: device, place: place)
    }

    /// Opens the journal of `device`, or starts it, without keeping Swift's own threads waiting.
    public static func open(
        path: String,
        device: DeviceID,
        place: Place,
        cacheKilobytes: Int = 2048
    ) async throws(StorageError) -> TillJournal {
        try await DiskThread.run { () throws(StorageError) in
            try TillJournal(
                path: path,
                device: device,
                place: place,
                cacheKilobytes: cacheKilobytes
            )
        }
    }

    /// Opens a journal that exists, whoever's it is, to look at it.
    public convenience init(readingFrom path: String) throws(StorageError) {
        let database = try DurableDatabase(path: path, migrator: JournalSchema.migrator)
        let owner = try database.closing(onFailureOf: { () throws(StorageError) in
            try Self.owner(of: database)
        })
        try self.init(database, device: owner.device, place: owner.place)
    }

    package init(_ database: DurableDatabase, device: DeviceID, place: Place) throws(StorageError) {
        self.path = database.path
        self.device = device
        self.place = place
        self.database = database
        commits = GroupCommit(database)
        depth = Mutex(
            try database.closing(onFailureOf: { () throws(StorageError) in
                try Self.identify(database, device, place)
                return try database.read(Self.queueDepth)
            })
        )
    }

    /// Appends `drafts` in one transaction, with all that follows from them.
    ///
    /// - Parameter isPrinterFree: Whether the caller begins the first receipt at once. It is then
    ///   written down as `sent` with its sale, and needs no flush of its own before the first
    ///   byte leaves.
    /// - Returns: The paper that they owe, in order. All is durable then.
    @discardableResult
    public func append(
        _ drafts: [JournalDraft],
        isPrinterFree: Bool = false
    ) async throws(StorageError) -> [PrintJob] {
        let device = device
        let (head, paper) = try await commits.run { db in
            var (head, hybrid) = try Self.tail(db)
            var projection = Projection(db, isPrinterFree: isPrinterFree)
            for draft in drafts {
                let record = draft.record(of: device, after: head, hybrid)
                try Self.insert(record, db)
                try projection.apply(draft.fact, rowid: db.lastInsertedRowID)
                head = record.position
                hybrid = record.stamp.hybrid
            }
            return (head, projection.paper)
        }
        depth.withLock { depth in
            // Two that shared a commit may come back in any order.
            if (depth.head.epoch, depth.head.sequence) < (head.epoch, head.sequence) {
                depth.head = head
            }
        }
        return paper
    }

    /// Takes down that the hub has everything up to `mark`, and writes it with the next commit.
    ///
    /// What a power cut forgets of it, the hub says again at the next hello.
    public func moveMark(
        to mark: ChainHead,
        incarnation: String?,
        archived: UInt64,
        setAside: Int
    ) {
        depth.withLock { depth in
            depth.mark = mark
            depth.setAside += setAside
        }
        commits.post { db in
            try db.cachedExecute(
                """
                UPDATE sync_state SET epoch = ?, acknowledged = ?, hash = ?, archived = ?,
                incarnation = ?, set_aside = set_aside + ?
                """,
                [
                    Int64(mark.epoch), Int64(mark.sequence), mark.hash.data, Int64(archived),
                    incarnation, setAside,
                ]
            )
        } done: { _ in
        }
    }

    /// How far the chain and the hub's word reach.
    public var queueDepth: QueueDepth {
        depth.withLock { $0 }
    }

    /// Returns when all that was noted before is durable.
    public func settle() async throws(StorageError) {
        try await commits.run { _ in }
    }

    /// Says that this run ended by itself, and closes the file.
    public func close() async {
        try? await commits.run { db in try db.execute(sql: "UPDATE identity SET clean = 1") }
        let database = database
        try? await DiskThread.run { database.close() }
    }

    /// Lets go of the file as a power cut would: whatever was not committed is gone.
    public func abandon() {
        database.close()
    }

    private static func insert(_ record: Records.Record, _ db: Database) throws {
        try db.cachedExecute(
            """
            INSERT INTO journal (epoch, sequence, kind, hybrid, operation, hash, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                Int64(record.position.epoch), Int64(record.sequence), Int64(record.kind.rawValue),
                Int64(bitPattern: record.stamp.hybrid.reading), record.operation.data,
                record.hash.data, record.bytes.data,
            ]
        )
    }

    /// The last record's position and clock; before the first, the epoch's root.
    static func tail(_ db: Database) throws -> (ChainHead, HybridTime) {
        let row = try db.cachedStatement(
            sql: "SELECT epoch, sequence, hash, hybrid FROM journal ORDER BY id DESC LIMIT 1"
        )
        if let row = try Row.fetchOne(row) {
            return (
                try ChainHead(row: row),
                HybridTime(reading: UInt64(bitPattern: try row.whole(3)))
            )
        }
        guard let row = try Row.fetchOne(db, sql: "SELECT device, epoch, base FROM identity"),
            let base = Digest(row.blob(2))
        else { throw StorageError.damaged(path: "identity", detail: "no identity row") }
        let device = DeviceID(UInt32(truncatingIfNeeded: try row.whole(0)))
        return (
            .root(of: device, epoch: UInt32(truncatingIfNeeded: try row.whole(1)), base: base),
            .start
        )
    }
}
