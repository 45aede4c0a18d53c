/// The till's end of leases: what it may spend without asking anybody.
///
/// It follows from the till's own records (accepted, spent, given back) and is written in the same
/// transaction as each of them, so a power cut leaves both or neither.
///
///     granted ──accepted──▶ held ──spent──▶ held, with less left
///                             └──over, or not wanted: given back──▶ never taken again
public struct Purse: Hashable, Sendable {
    /// A lease, and what is left of it.
    public struct Held: Hashable, Sendable {
        /// The lease as the hub granted it, or as the till made it.
        public let lease: Lease
        /// What is left.
        public internal(set) var left: Holding
        /// Whether the till made it, of points that were earned here while the hub was away.
        public let isOwn: Bool

        /// `lease`, of which `left` is left.
        public init(lease: Lease, left: Holding, isOwn: Bool) {
            self.lease = lease
            self.left = left
            self.isOwn = isOwn
        }
    }

    /// The leases held.
    public internal(set) var held: [LeaseID: Held] = [:]
    /// Leases that were given back, until they are over anyway.
    var givenBack: [LeaseID: Int64] = [:]

    // What is true of this start only, and not kept.

    /// Whether the hub has greeted the box since its start.
    public internal(set) var isWitnessed = false
    /// Whether the till stands apart.
    public internal(set) var isApart = false
    /// Leases that were taken since the start: no copy of the box has them.
    var fresh: Set<LeaseID> = []

    /// A purse with nothing in it.
    public init() {}

    /// A purse as it was kept, at a start.
    ///
    /// - Parameter givenBack: What was given back, with the moment from which on it is over anyway.
    public init(kept held: [Held], givenBack: [LeaseID: Int64]) {
        for held in held { self.held[held.lease.id] = held }
        self.givenBack = givenBack
    }

    /// What is left of it after the box has started again: all leases, and no leave to spend them.
    ///
    /// The disk may be an old image of this box or another box's, and both would spend the same.
    public func restarted() -> Purse {
        var purse = Purse()
        (purse.held, purse.givenBack) = (held, givenBack)
        return purse
    }

    /// The leases held, in the order in which they are spent: own ones, then those that end sooner.
    public var inOrder: [Held] {
        held.values.sorted { left, right in
            if left.isOwn != right.isOwn { return left.isOwn }
            return (left.lease.expires, left.lease.id) < (right.lease.expires, right.lease.id)
        }
    }

    /// The names of the leases held, sorted: a digest of them goes into every hello.
    public var names: [LeaseID] { held.keys.sorted() }
}

/// When and by which clocks a till decides about its leases.
public struct PurseMoment: Hashable, Sendable {
    /// The hybrid clock of the record that would be written now, in milliseconds since 1970.
    public let clock: Int64
    /// The latest that it can be at the hub; nil when no hub has answered since the start.
    public let latest: Int64?
    /// How long before a lease's end its spending stops, in milliseconds.
    public let guardTime: Int64

    /// A moment by these clocks.
    public init(clock: Int64, latest: Int64?, guardTime: Int64) {
        self.clock = clock
        self.latest = latest
        self.guardTime = guardTime
    }

    /// Whether a lease's time is over; `rules` leaves rules out in a simulation.
    ///
    /// A lease of the till's own is dated by its own clock, and only ever judged by it.
    func isPast(_ held: Purse.Held, _ rules: LeaseOmissions) -> Bool {
        let ends = held.lease.expires
        if clock > ends, rules.keeps(.stopsByTheRecordsClock) { return true }
        guard !held.isOwn, let latest, rules.keeps(.stopsBeforeTheEnd) else { return false }
        return latest > ends - guardTime
    }
}
