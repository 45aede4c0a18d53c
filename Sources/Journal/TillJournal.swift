public import DurableSQLite
internal import GRDB
public import Records
public import Retail

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

    let database: DurableDatabase
    private let commits: GroupCommit

    /// Opens the journal of `device`, or starts it.
    ///
    /// - Parameters:
    ///   - path: The file; its folder exists.
    ///   - cacheKilobytes: How much memory its page cache may take.
    /// - Throws: `refused` when the file is the journal of another device or place.
    public init(
        path: String,
        device: DeviceID,
        place: Place,
        cacheKilobytes: Int = 2048
    ) throws(StorageError) {
        self.path = path
        self.device = device
        self.place = place
        database = try DurableDatabase(
            path: path,
            cacheKilobytes: cacheKilobytes,
            migrator: JournalSchema.migrator
        )
        commits = GroupCommit(database)
        do {
            try Self.identify(database, device, place)
        } catch {
            // The owner may open it the next moment, in this very process.
            database.close()
            throw error
        }
    }

    /// Opens a journal that exists, whoever's it is, to look at it.
    public init(readingFrom path: String) throws(StorageError) {
        self.path = path
        database = try DurableDatabase(path: path, migrator: JournalSchema.migrator)
        commits = GroupCommit(database)
        (device, place) = try Self.owner(of: database)
    }

    package init(_ database: DurableDatabase, device: DeviceID, place: Place) throws(StorageError) {
        self.path = database.path
        self.device = device
        self.place = place
        self.database = database
        commits = GroupCommit(database)
        do {
            try Self.identify(database, device, place)
        } catch {
            // The owner may open it the next moment, in this very process.
            database.close()
            throw error
        }
    }

    /// Appends `drafts` in one transaction, with all that follows from them.
    ///
    /// - Returns: The head of the chain after them; they are durable.
    public func append(_ drafts: [JournalDraft]) async throws(StorageError) {
        let device = device
        try await commits.run { db in
            var (head, hybrid) = try Self.tail(db)
            for draft in drafts {
                let record = draft.record(of: device, after: head, hybrid)
                try Self.insert(record, db)
                try Projection.apply(draft.fact, of: record, rowid: db.lastInsertedRowID, db)
                head = record.position
                hybrid = record.stamp.hybrid
            }
        }
    }

    /// Writes down how far a print job has come.
    public func setPrint(_ job: PrintJob.ID, _ state: PrintJob.State) async throws(StorageError) {
        try await commits.run { db in
            try db.cachedExecute(
                "UPDATE print_job SET state = ? WHERE record = ?",
                [state.rawValue, job]
            )
        }
    }

    /// Writes down that the hub has everything up to `mark`.
    public func moveMark(
        to mark: ChainHead,
        incarnation: String?,
        archived: UInt64,
        setAside: Int
    ) async throws(StorageError) {
        try await commits.run { db in
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
        }
    }

    /// Says that this run ended by itself, and closes the file.
    public func close() async {
        try? await commits.run { db in try db.execute(sql: "UPDATE identity SET clean = 1") }
        database.close()
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
                HybridTime(reading: UInt64(bitPattern: row[3] as Int64))
            )
        }
        guard let row = try Row.fetchOne(db, sql: "SELECT device, epoch, base FROM identity"),
            let base = Digest(row.blob(2))
        else { throw StorageError.damaged(path: "identity", detail: "no identity row") }
        let device = DeviceID(UInt32(row[0] as Int64))
        return (.root(of: device, epoch: UInt32(row[1] as Int64), base: base), .start)
    }
}
