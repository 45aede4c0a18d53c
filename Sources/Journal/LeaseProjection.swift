internal import DurableSQLite
internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// What follows from records about leases, in their own transaction.
///
/// Here stands the last guard of what is spent: a sale that spends more than is left of a lease, or
/// of another pool than the lease is of, or by a record whose own clock is beyond the lease's end,
/// breaks its transaction, whatever the till had believed before.
struct LeaseProjection {
    private let db: Database
    /// Who holds what is accepted here.
    private let holder: LeaseHolder
    /// The record's own clock, in milliseconds since 1970.
    private let clock: Int64

    /// What follows from `record` in the transaction that `db` is in.
    init(_ db: Database, _ record: Records.Record) {
        self.db = db
        holder = LeaseHolder(device: record.device.number, epoch: record.position.epoch)
        clock = record.stamp.hybrid.milliseconds
    }

    /// Applies what a record of kind 64 or 65 states.
    func apply(_ fact: LeaseFact) throws {
        switch fact {
        case .accepted(let grant):
            guard let lease = grant.lease else { throw refused("what was accepted is no grant") }
            try keep(lease, grant.text, isOwn: false)
        case .givenBack(let id): try giveBack(id)
        }
    }

    /// Applies what a sale spends, and the lease that it has earned.
    func apply(_ leases: SaleLeases) throws {
        for spend in leases.spent { try apply(spend) }
        if let own = leases.earned { try keep(own, own.text, isOwn: true) }
    }

    private func keep(_ lease: Lease, _ words: String, isOwn: Bool) throws {
        guard lease.holder == holder else { throw refused("the lease is another till's") }
        try db.cachedExecute(
            "INSERT INTO lease (lease, words, expires, own) VALUES (?, ?, ?, ?)",
            [lease.id.operation.data, words, lease.expires, isOwn]
        )
        for entry in lease.units.entries {
            try db.cachedExecute(
                "INSERT INTO lease_unit (lease, unit, count) VALUES (?, ?, ?)",
                [lease.id.operation.data, "\(entry.unit)", entry.count]
            )
        }
    }

    private func apply(_ spend: LeaseSpend) throws {
        let name = spend.lease.operation
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT expires, words FROM lease WHERE lease = ?"),
            arguments: [name.data]
        )
        guard let row else { throw refused("lease \(name) is not held") }
        guard try row.whole(0) >= clock else { throw refused("lease \(name) is over") }
        guard Lease(text: row[1])?.pool == spend.source else {
            throw refused("lease \(name) is not of \(spend.source)")
        }
        for entry in spend.taken.entries {
            try db.cachedExecute(
                """
                UPDATE lease_unit SET count = count - ?1
                WHERE lease = ?2 AND unit = ?3 AND count >= ?1
                """,
                [entry.count, name.data, "\(entry.unit)"]
            )
            guard db.changesCount == 1 else {
                throw refused("lease \(name) has no \(entry.count) of \(entry.unit) left")
            }
        }
        try db.cachedExecute(
            "DELETE FROM lease_unit WHERE lease = ? AND count = 0",
            [name.data]
        )
    }

    /// What nobody can bring again is forgotten by the way.
    private func giveBack(_ id: LeaseID) throws {
        let name = id.operation.data
        try db.cachedExecute("DELETE FROM lease_given_back WHERE expires < ?", [clock])
        try db.cachedExecute(
            """
            INSERT INTO lease_given_back (lease, expires)
            VALUES (?1, COALESCE((SELECT expires FROM lease WHERE lease = ?1), ?2))
            ON CONFLICT (lease) DO NOTHING
            """,
            [name, Int64.max]
        )
        try db.cachedExecute("DELETE FROM lease_unit WHERE lease = ?", [name])
        try db.cachedExecute("DELETE FROM lease WHERE lease = ?", [name])
    }

    private func refused(_ detail: String) -> StorageError {
        .refused(path: "lease", detail: detail)
    }
}
