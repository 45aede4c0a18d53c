public import DurableSQLite
internal import GRDB
public import Records

/// What a walk over the whole chain found.
public struct ChainReport: Hashable, Sendable {
    /// The records read.
    public let records: Int
    /// The last record that hangs on an unbroken chain from the root.
    public let head: ChainHead
    /// What is wrong with the record after it; nil when the chain is whole.
    public let fault: String?

    /// A report of these findings.
    public init(records: Int, head: ChainHead, fault: String?) {
        self.records = records
        self.head = head
        self.fault = fault
    }
}

extension TillJournal {
    /// Hashes every record again, from the bytes as they lie on the disk, and follows the links.
    ///
    /// - Parameter progress: Told the number of records read, every few thousand.
    public func verify(
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(StorageError) -> ChainReport {
        let device = device
        return try await database.scan { db in
            var walk = ChainWalk(try Self.root(db, device))
            let rows = try Row.fetchCursor(
                db,
                sql: "SELECT hash, sequence, bytes FROM journal ORDER BY id"
            )
            while walk.fault == nil, let row = try rows.next() {
                walk.take(
                    bytes: row.blob(2),
                    hash: Digest(row.blob(0)),
                    sequence: UInt64(bitPattern: try row.whole(1))
                )
                if walk.records.isMultiple(of: 4096) { progress(walk.records) }
            }
            return ChainReport(records: walk.records, head: walk.head, fault: walk.fault)
        }
    }

    private static func root(_ db: Database, _ device: DeviceID) throws -> ChainHead {
        guard let row = try Row.fetchOne(db, sql: "SELECT epoch, base FROM identity"),
            let base = Digest(row.blob(1))
        else { throw StorageError.damaged(path: "identity", detail: "no identity row") }
        return .root(of: device, epoch: UInt32(truncatingIfNeeded: try row.whole(0)), base: base)
    }
}

/// A walk along a chain that stops at the first record that does not belong.
struct ChainWalk {
    private(set) var head: ChainHead
    private(set) var records = 0
    private(set) var fault: String?

    init(_ root: ChainHead) {
        head = root
    }

    mutating func take(bytes: [UInt8], hash: Digest?, sequence: UInt64) {
        records += 1
        guard let record = try? Records.Record(bytes) else {
            fault = "record \(sequence) is not readable"
            return
        }
        guard record.hash == hash else {
            fault = "record \(sequence) was changed: its bytes do not have its hash"
            return
        }
        guard record.follows(head), record.sequence == sequence else {
            fault = "record \(sequence) does not follow record \(head.sequence)"
            return
        }
        head = record.position
    }
}
