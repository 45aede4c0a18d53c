public import DurableSQLite
internal import GRDB
internal import Loyalty
public import Records
public import Retail
internal import SyncProtocol
internal import Synchronization

/// A till's journal: the hash-chained record of all it did, and the queue to the hub in one.
///
/// A sale, its ledger postings, its receipt number, its print job and its record are one
/// transaction. What the hub has not acknowledged is simply what lies after the mark, so nothing
/// can be in the journal and not in the queue.
public final class TillJournal: Sendable {
    /// What stands in the file and is asked for often; only this object writes the file.
    struct Standing {
        /// The chain that is written on.
        var chain: JournalChain
        /// How far chain and mark reach.
        var depth: QueueDepth
        /// What the till keeps of its meetings with the hub.
        var memory: DeviceMemory
        /// The row up to which bodies go, or are gone.
        var pruned: Int64 = 0
        /// What the till may spend without asking.
        var purse = Purse()
        /// The last record's clock.
        var hybrid: HybridTime
        /// The hub's time, once it has told it since the start, and by which terms it leases.
        var witness: (time: HubTime, terms: LeaseTerms)?

        /// Takes down that the journal reaches to `tail`, or further: commits that come one after
        /// the other may be told of in any order.
        mutating func reach(_ tail: JournalTail) {
            hybrid = max(hybrid, tail.hybrid)
            if tail.chain.number > chain.number {
                chain = tail.chain
                (depth.head, depth.earlier) = (tail.head, tail.earlier)
            } else if tail.chain.number == chain.number,
                tail.head.sequence > depth.head.sequence
            {
                depth.head = tail.head
            }
        }
    }

    /// The file.
    public let path: String

    package let database: DurableDatabase
    let commits: GroupCommit
    let standing: Mutex<Standing>

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

    /// Who writes this journal: the number that the hub gave last.
    public var device: DeviceID { standing.withLock(\.chain.device) }
    /// Where the till stands.
    public var place: Place { standing.withLock(\.chain.place) }

    package init(_ database: DurableDatabase, device: DeviceID, place: Place) throws(StorageError) {
        self.path = database.path
        self.database = database
        commits = GroupCommit(database)
        standing = Mutex(
            try database.closing(onFailureOf: { () throws(StorageError) in
                try Self.identify(database, device, place)
                return try database.read { db in
                    let tail = try JournalTail(db)
                    let (memory, setAside) = try Self.memory(db)
                    return Standing(
                        chain: tail.chain,
                        depth: QueueDepth(tail, mark: memory.mark, setAside: setAside),
                        memory: memory,
                        purse: try Self.purse(isApart: memory.apart != nil, db),
                        hybrid: tail.hybrid
                    )
                }
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
        let walls = standing.withLock { standing in drafts.map { standing.wall($0) } }
        let (tail, paper, leases) = try await commits.run { db in
            var tail = try JournalTail(db)
            let chain = tail.chain
            var projection = Projection(db, at: chain.place, isPrinterFree: isPrinterFree)
            var leases: [(fact: Fact, clock: Int64)] = []
            for (draft, wall) in zip(drafts, walls) {
                let hybrid = tail.hybrid.advanced(to: wall)
                let record = draft.record(of: chain.device, after: tail.head, hybrid)
                try Self.insert(record, of: chain.number, db)
                let row = db.lastInsertedRowID
                try projection.apply(draft.fact, of: record, rowid: row)
                tail.grow(by: record, row: row)
                if draft.fact.isAboutLeases { leases.append((draft.fact, hybrid.milliseconds)) }
            }
            return (tail, projection.paper, leases)
        }
        standing.withLock { standing in
            standing.reach(tail)
            for lease in leases { standing.purse.follow(lease.fact, clock: lease.clock) }
        }
        return paper
    }

    /// How far the chain and the hub's word reach.
    public var queueDepth: QueueDepth {
        standing.withLock(\.depth)
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

    private static func insert(
        _ record: Records.Record,
        of chain: Int64,
        _ db: Database
    ) throws {
        try db.cachedExecute(
            """
            INSERT INTO journal (chain, sequence, kind, hybrid, operation, hash, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                chain, Int64(record.sequence), Int64(record.kind.rawValue),
                Int64(bitPattern: record.stamp.hybrid.reading), record.operation.data,
                record.hash.data, record.bytes.data,
            ]
        )
    }
}
