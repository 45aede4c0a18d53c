internal import DurableSQLite
internal import GRDB
internal import Records
internal import Retail

/// One chain of a box: under which number and epoch it is written, and where the till stands.
struct JournalChain: Hashable, Sendable {
    /// Which chain of this journal, from 1 on.
    let number: Int64
    /// Under which number.
    let device: DeviceID
    /// Where the till stands meanwhile.
    let place: Place
    /// What its first record links to.
    let root: ChainHead
    /// The hash of the record before its first; empty when it is the box's first chain.
    let branch: [UInt8]

    /// The chain that a row with number, device, store, till, epoch, base and branch names.
    init(row: Row) throws {
        guard let base = Digest(row.blob(5)) else { throw RecordFault.truncated }
        number = try row.whole(0)
        device = DeviceID(UInt32(truncatingIfNeeded: try row.whole(1)))
        place = Place(
            store: Int32(truncatingIfNeeded: try row.whole(2)),
            till: Int32(truncatingIfNeeded: try row.whole(3))
        )
        let epoch = UInt32(truncatingIfNeeded: try row.whole(4))
        root = .root(of: device, epoch: epoch, base: base)
        branch = row.blob(6)
    }

    /// Every chain, in the order in which they were written.
    static func all(_ db: Database) throws -> [JournalChain] {
        try Row.fetchAll(
            db,
            sql: "SELECT number, device, store, till, epoch, base, branch FROM chain "
                + "ORDER BY number"
        ).map(JournalChain.init)
    }
}

/// Where the journal ends: the chain that is written on, its last record, and the clock.
struct JournalTail: Hashable, Sendable {
    /// The chain that is written on.
    let chain: JournalChain
    /// Its last record; its root when it has none yet.
    private(set) var head: ChainHead
    /// The clock's last reading, on whatever chain.
    private(set) var hybrid: HybridTime
    /// The last record of all, and whose it is; nil before the first.
    private(set) var last: Last?

    /// The very last record.
    struct Last: Hashable, Sendable {
        let row: Int64
        let chain: Int64
        let sequence: UInt64
    }

    /// The records of the chains before this one.
    var earlier: UInt64 {
        guard let last else { return 0 }
        return UInt64(last.row) - (last.chain == chain.number ? last.sequence : 0)
    }

    /// Reads it: one look at two rows, since every commit begins with it.
    init(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT number, device, store, till, epoch, base, branch,
                    id, journal.chain, sequence, hash, hybrid
                FROM chain LEFT JOIN journal ON id = (SELECT MAX(id) FROM journal)
                ORDER BY number DESC LIMIT 1
                """
        )
        guard let row = try Row.fetchOne(statement) else {
            throw StorageError.damaged(path: "chain", detail: "no chain")
        }
        chain = try JournalChain(row: row)
        guard let id = row[7] as Int64? else {
            (head, hybrid, last) = (chain.root, .start, nil)
            return
        }
        guard let hash = Digest(row.blob(10)) else { throw RecordFault.truncated }
        let sequence = UInt64(bitPattern: try row.whole(9))
        let last = Last(row: id, chain: try row.whole(8), sequence: sequence)
        self.last = last
        hybrid = HybridTime(reading: UInt64(bitPattern: try row.whole(11)))
        let epoch = chain.root.epoch
        head =
            last.chain == chain.number
            ? ChainHead(epoch: epoch, sequence: sequence, hash: hash) : chain.root
    }
    /// Takes down that `record` was written, into journal row `row`.
    mutating func grow(by record: Records.Record, row: Int64) {
        head = record.position
        hybrid = record.stamp.hybrid
        last = Last(row: row, chain: chain.number, sequence: record.sequence)
    }
}
