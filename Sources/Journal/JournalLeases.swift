internal import DurableSQLite
internal import GRDB
public import Loyalty
public import Records
internal import Synchronization

/// What the till may spend without asking anybody.
extension TillJournal {
    /// The leases that it holds, as its records say, and whether they may be spent now.
    public var purse: Purse {
        standing.withLock(\.purse)
    }

    /// The last record, and the names of the leases that the records up to it hold, sorted: what a
    /// hello says.
    public var standingForHello: (head: ChainHead, leases: [LeaseID]) {
        standing.withLock { ($0.depth.head, $0.purse.names) }
    }

    /// The hub has greeted the box, and told its time.
    ///
    /// From now on the clock in the till's records runs ahead of the hub's by the terms' lead at
    /// most, whatever the wall clock shows.
    public func witness(_ time: HubTime, by terms: LeaseTerms) {
        standing.withLock { standing in
            standing.purse.greet()
            standing.witness = (time, terms)
        }
    }

    /// The hub's time, in milliseconds since 1970; nil until it has told it since the start.
    ///
    /// - Parameter counted: The box's own clock, in milliseconds since its start.
    public func hubTime(at counted: Int64) -> Int64? {
        standing.withLock { $0.witness?.time.estimate(at: counted) }
    }

    /// The last record's clock, in milliseconds since 1970; nil before the first.
    public var lastTime: Int64? {
        standing.withLock { $0.hybrid == .start ? nil : $0.hybrid.milliseconds }
    }

    /// The till stands apart from now on: it spends nothing of what it holds.
    public func standApart() {
        standing.withLock { $0.purse.standApart() }
    }

    /// When it is for the till's leases.
    ///
    /// - Parameters:
    ///   - wall: The wall clock, in milliseconds since 1970.
    ///   - counted: The box's own clock, in milliseconds since its start.
    ///   - terms: The terms, until the hub has greeted the box.
    public func purseMoment(wall: Int64, counted: Int64, by terms: LeaseTerms) -> PurseMoment {
        standing.withLock { standing in
            let bounded = standing.bounded(wall, at: counted)
            return PurseMoment(
                clock: standing.hybrid.advanced(to: bounded).milliseconds,
                latest: standing.witness?.time.latest(at: counted),
                guardTime: terms.guardTime
            )
        }
    }

    /// What the tables say.
    static func purse(isApart: Bool, _ db: Database) throws -> Purse {
        var left: [LeaseID: Holding] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT lease, unit, count FROM lease_unit") {
            guard let unit = LeaseUnit(row[1]) else { throw damage("unit") }
            left[try lease(row), default: .empty].add(unit, try row.whole(2))
        }
        let held = try Row.fetchAll(db, sql: "SELECT lease, words, own FROM lease").map { row in
            guard let lease = Lease(text: row[1]) else { throw damage("lease") }
            return Purse.Held(lease: lease, left: left[lease.id] ?? .empty, isOwn: row[2])
        }
        var givenBack: [LeaseID: Int64] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT lease, expires FROM lease_given_back") {
            givenBack[try lease(row)] = try row.whole(1)
        }
        var purse = Purse(kept: held, givenBack: givenBack)
        if isApart { purse.standApart() }
        return purse
    }

    /// A box that goes over to another epoch or number takes no lease along.
    static func clearPurse(_ db: Database) throws {
        for table in ["lease", "lease_unit", "lease_given_back"] {
            try db.execute(sql: "DELETE FROM \(table)")
        }
    }

    private static func lease(_ row: Row) throws -> LeaseID {
        guard let name = OperationID(row.blob(0)) else { throw damage("lease's name") }
        return LeaseID(name)
    }

    private static func damage(_ what: String) -> StorageError {
        .damaged(path: "lease", detail: "a \(what) is none")
    }
}

extension TillJournal.Standing {
    /// What the clock of a record may show that `draft` becomes, in milliseconds since 1970.
    func wall(_ draft: JournalDraft) -> Int64 {
        let counted = Int64(clamping: draft.monotonicNanoseconds / 1_000_000)
        return bounded(draft.wallMilliseconds, at: counted)
    }

    /// `wall`, or the hub's time and the lead when the wall clock runs ahead of that.
    func bounded(_ wall: Int64, at counted: Int64) -> Int64 {
        guard let (time, terms) = witness else { return wall }
        return time.bounded(wall, at: counted, lead: terms.lead)
    }
}
