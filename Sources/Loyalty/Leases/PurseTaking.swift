/// What comes into the purse and what leaves it, besides spending.
extension Purse {
    /// The hub has greeted the box: it is the one that it says it is.
    public mutating func greet() {
        isWitnessed = true
        isApart = false
    }

    /// The till stands apart: it spends nothing, and gives everything back.
    public mutating func standApart() {
        isApart = true
    }

    /// The box goes on under another epoch or number, with nothing of what it held.
    public mutating func adopt(omissions rules: LeaseOmissions = .none) {
        guard rules.keeps(.takesNoLeaseAlong) else { return greet() }
        self = Purse()
    }

    /// Whether a grant is to be accepted, by a record that is durable before anything is spent.
    ///
    /// A grant may come more than once, and long after it was given back.
    public func wants(
        _ lease: Lease,
        at moment: PurseMoment,
        omissions rules: LeaseOmissions = .none
    ) -> Bool {
        let isOld = givenBack[lease.id] != nil && rules.keeps(.remembersWhatItGaveBack)
        guard !isApart, held[lease.id] == nil, !isOld else { return false }
        return !moment.isPast(Held(lease: lease, left: lease.units, isOwn: false), .none)
    }

    /// Whether a grant that is not wanted has to be given back: it was never held here, so the hub
    /// would keep it aside until its end.
    public func refuses(_ lease: Lease) -> Bool {
        !isApart && held[lease.id] == nil && givenBack[lease.id] == nil
    }

    /// Takes a grant, or what was earned here while the hub was away.
    public mutating func take(_ lease: Lease, isOwn: Bool = false) {
        held[lease.id] = Held(lease: lease, left: lease.units, isOwn: isOwn)
        fresh.insert(lease.id)
    }

    /// Gives a lease back, by a record on the same chain.
    public mutating func giveBack(_ lease: Lease) {
        giveBack(lease.id, expires: lease.expires)
    }

    /// The same for a lease that need not have been held.
    ///
    /// - Parameter expires: From when on it is over anyway, in milliseconds since 1970; nil when
    ///   that is not known, and it is remembered for ever.
    public mutating func giveBack(_ id: LeaseID, expires: Int64? = nil) {
        givenBack[id] = held[id]?.lease.expires ?? expires ?? givenBack[id] ?? .max
        held[id] = nil
        fresh.remove(id)
    }

    /// Forgets leases that were given back once they would be over, whoever brings them again.
    ///
    /// What the clock shows is no evidence of that: the hub's word may set it back. The clock in
    /// the records that are written never goes back.
    ///
    /// - Parameter clock: The hybrid clock of the last record written, in milliseconds since 1970.
    public mutating func forget(writtenAt clock: Int64) {
        givenBack = givenBack.filter { $0.value >= clock }
    }

    /// The leases that are to be given back now, in the order of their names.
    ///
    /// - Parameters:
    ///   - isLinked: Whether the hub answers.
    ///   - isSelling: Whether a basket is open, which may want to spend what was earned here.
    ///   - wanted: The pools of members and of codes that an open basket may want to spend; what is
    ///     held of another one goes back while the hub is there. Nil keeps all until it is over.
    ///   - renewal: How long before its end a lease of the shop's risk goes back for a new one
    ///     while the hub is there and no basket is open, in milliseconds.
    public func due(
        at moment: PurseMoment,
        isLinked: Bool,
        isSelling: Bool,
        wanted: Set<LeasePool>? = nil,
        renewal: Int64 = 0,
        omissions rules: LeaseOmissions = .none
    ) -> [Lease] {
        let due = held.values.filter { held in
            if isApart {
                return rules.keeps(.takesNoLeaseAlong) && rules.keeps(.spendsNothingApart)
            }
            guard isWitnessed || fresh.contains(held.lease.id) else { return false }
            let isHome =
                held.isOwn && isLinked && !isSelling && rules.keeps(.leasesWhatItEarnsAlone)
            let isIdle = isLinked && !held.isOwn && held.isIdle(unless: wanted)
            let isWorn = isLinked && !isSelling && held.isWorn(at: moment, renewal)
            return isHome || isIdle || isWorn || held.left.isEmpty || moment.isPast(held, rules)
        }
        return due.map(\.lease).sorted { $0.id < $1.id }
    }
}

extension Purse.Held {
    /// Whether it is of a member's points or a coupon's codes, and nobody being served wants them.
    fileprivate func isIdle(unless wanted: Set<LeasePool>?) -> Bool {
        guard let wanted else { return false }
        switch lease.pool {
        case .points: return !wanted.contains(lease.pool)
        case .stock: return lease.pool.isOfCodes && !wanted.contains(lease.pool)
        case .risk: return false
        }
    }

    /// Whether it is of the shop's risk and to be renewed, `renewal` milliseconds before its end or
    /// since more than half of it is spent.
    fileprivate func isWorn(at moment: PurseMoment, _ renewal: Int64) -> Bool {
        guard lease.pool == .risk, renewal > 0 else { return false }
        let now = moment.latest ?? moment.clock
        return now > lease.expires - renewal || left.total * 2 < lease.units.total
    }
}
