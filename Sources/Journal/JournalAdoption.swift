public import DurableSQLite
internal import GRDB
internal import Loyalty
internal import Records
public import Retail
public import SyncProtocol
internal import Synchronization

/// What the till's next receipt is counted from.
public struct TillNumbers: Hashable, Sendable {
    /// Where the till stands.
    public let place: Place
    /// The business day that is open, and the last receipt's number on it; nil before the first.
    public let lastReceipt: ReceiptNumber?
    /// The newest day with a number on it, open or not: a hub may know more receipts of this till
    /// than the till itself.
    public let floor: ReceiptNumber?
}

/// How a till goes on after it stood apart.
extension TillJournal {
    /// Goes over to `grant` in one transaction, unless something was written after its branch.
    ///
    /// A power cut leaves the till before it or after it: before, the hub grants the same again.
    /// From then on records are written under the grant's number and epoch, and receipts go on
    /// above its floor or the till's own last number; under another number they begin at 1.
    ///
    /// - Returns: Whether the till went over. It is durable then.
    public func adopt(_ grant: Grant) async throws(StorageError) -> Bool {
        let memory = DeviceMemory(adopting: grant)
        let tail: JournalTail? = try await commits.run { db in
            let tail = try JournalTail(db)
            guard let last = tail.last, try Self.place(ofRow: last.row, db) == grant.branch else {
                return nil
            }
            try Self.begin(grant, after: tail, db)
            try Self.write(memory, setAside: 0, db)
            return try JournalTail(db)
        }
        guard let tail else { return false }
        standing.withLock { standing in
            standing.reach(tail)
            standing.memory = memory
            standing.depth.mark = memory.mark
            standing.purse.adopt()
        }
        return true
    }

    private static func begin(_ grant: Grant, after tail: JournalTail, _ db: Database) throws {
        let old = tail.chain
        let place = grant.workstation.map { Place(store: $0.store, till: $0.till) } ?? old.place
        try db.execute(
            sql: """
                INSERT INTO chain (number, device, store, till, epoch, base, branch)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                old.number + 1, Int64(grant.device.number), Int64(place.store), Int64(place.till),
                Int64(grant.epoch), grant.base.data, grant.branch.head.hash.data,
            ]
        )
        try clearPurse(db)
        if place != old.place {
            // Another till of the store: nobody has counted its receipts yet.
            try db.execute(sql: "UPDATE business_day SET last_receipt = 0")
        }
        if let floor = grant.receiptFloor { try raise(to: floor, db) }
    }

    /// Sees to it that receipts of `floor`'s day are counted on above it, now or when it is opened.
    private static func raise(to floor: Grant.ReceiptFloor, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO business_day
                (day, opened, last_receipt, sales, lines, net, maker_coupon, due, points)
                VALUES (?, 0, ?, 0, 0, 0, 0, 0, 0) ON CONFLICT (day) DO UPDATE SET
                last_receipt = MAX(last_receipt, excluded.last_receipt)
                """,
            arguments: [Int64(floor.day), Int64(floor.number)]
        )
    }

    /// Which of its chains the journal is written on, from 1 on: each grant begins one.
    public var chain: Int64 {
        standing.withLock(\.chain.number)
    }

    /// What the next receipt is counted from, as the file says.
    public func numbers() async throws(StorageError) -> TillNumbers {
        let place = place
        return try database.read { db in
            TillNumbers(
                place: place,
                lastReceipt: try Self.lastReceipt(db),
                floor: try Self.receipt(
                    db,
                    "SELECT day, last_receipt FROM business_day ORDER BY day DESC LIMIT 1"
                )
            )
        }
    }
}
