public import Retail

/// How the hub grants leases.
extension LeaseBook {
    /// Sets aside what a till wishes for, as far as it is available and the caps allow.
    ///
    /// There is one path for a till that wants to be ready for a day without a line, and for one
    /// whose customer stands there: the latter's lease is small, and used at once.
    ///
    /// - Parameters:
    ///   - holder: Who asks, in the epoch that the hub has granted it.
    ///   - now: The hub's time, in milliseconds since 1970.
    ///   - day: The business day: what has gone before it is not leased.
    public mutating func grant(
        _ wish: LeaseWish,
        to holder: LeaseHolder,
        now: Int64,
        on day: BusinessDay
    ) -> Result<Lease, LeaseRefusal> {
        if let lease = leases[wish.id] {
            return lease.holder == holder ? .success(lease) : .failure(.over)
        }
        guard over[wish.id] == nil else { return .failure(.over) }
        guard !isFrozen || !rules.keeps(.freezesAfterARestore) else { return .failure(.frozen) }
        let allowed = min(wish.amount, room(of: holder, in: wish.pool))
        guard allowed > 0 else { return .failure(.capped) }
        let units = available(allowed, for: wish, on: day)
        guard !units.isEmpty else { return .failure(.exhausted) }
        let lease = Lease(
            id: wish.id,
            pool: wish.pool,
            holder: holder,
            units: units,
            expires: now + terms.duration
        )
        leases[lease.id] = lease
        change(lease.pool) { $0.move(units, from: .available, to: .lease(lease.id)) }
        return .success(lease)
    }

    private func available(
        _ amount: Int64,
        for wish: LeaseWish,
        on day: BusinessDay
    ) -> Holding {
        let ledger = ledger(of: wish.pool)
        if let unit = wish.only, rules.keeps(.grantsOnlyWhatIsAvailable) {
            return Holding(unit, ledger[.available, unit]).soonest(amount, on: day)
        }
        if rules.keeps(.grantsOnlyWhatIsAvailable) {
            return ledger[.available].soonest(amount, on: day)
        }
        let all = ledger[.available] + ledger.leased
        return (wish.only.map { Holding($0, all[$0]) } ?? all).soonest(amount, on: day)
    }

    /// How many units more the device may have of `pool`.
    func room(of holder: LeaseHolder, in pool: LeasePool) -> Int64 {
        guard rules.keeps(.keepsWithinTheCaps) else { return .max }
        var (ofPool, ofDevice): (Int64, Int64) = (0, 0)
        for lease in leases.values where lease.holder.device == holder.device {
            let total = lease.units.total
            if lease.pool == pool { ofPool += total }
            if case .points = lease.pool { ofDevice += total }
        }
        switch pool {
        case .points: return min(terms.poolCap - ofPool, terms.deviceCap - ofDevice)
        case .stock: return terms.poolCap - ofPool
        // What was spent of a lease is at risk no more.
        case .risk: return terms.riskCap - riskHeld(by: holder.device)
        }
    }
}

/// How a hub that came back from a backup finds out what it had granted since.
extension LeaseBook {
    /// Grants nothing any more until each of `devices` has said what it holds.
    ///
    /// - Parameter devices: Every number that was ever given, those after the backup included.
    public mutating func freeze(_ devices: some Sequence<UInt32>) {
        for device in devices { awaited[device] = .hello }
    }

    /// A device has said hello: its records up to `sequence` hold every lease that it has, and from
    /// then on it takes no grant of a former life.
    ///
    /// - Parameters:
    ///   - isLiving: Whether it knew a word that only this life of the hub has given out; without
    ///     it the hello may be a message from the past.
    ///   - last: The last record of this epoch that the hub has.
    public mutating func hears(
        _ device: UInt32,
        isLiving: Bool,
        epoch: UInt32,
        sequence: UInt64,
        last: UInt64
    ) {
        guard awaited[device] != nil, isLiving || !rules.keeps(.hearsOnlyTheLiving) else { return }
        awaited[device] = .records(epoch: epoch, sequence: sequence)
        drains(device, epoch: epoch, last: last)
    }

    /// The hub has taken the device's records up to `last`.
    public mutating func drains(_ device: UInt32, epoch: UInt32, last: UInt64) {
        guard case .records(epoch: epoch, sequence: let sequence)? = awaited[device],
            last >= sequence
        else { return }
        awaited[device] = nil
    }

    /// A person says that no box goes under this number any more.
    ///
    /// Its leases come back. What such a box should have spent all the same would be an excess.
    public mutating func retire(_ device: UInt32) {
        awaited[device] = nil
        endEpochs(of: device, before: .max)
    }

    /// A person gives a lease up for lost, although its till may still spend it: its worth is taken
    /// out of the risk limit.
    ///
    /// - Returns: False when the limit has too little left; then nothing has changed.
    public mutating func writeOff(_ id: LeaseID) -> Bool {
        guard let lease = leases[id] else { return true }
        let worth = Holding(Self.money, worth(of: left(of: lease), in: lease.pool))
        guard ledger(of: .risk)[.available, Self.money] >= worth.total else { return false }
        change(.risk) { $0.move(worth, from: .available, to: .redeemed) }
        end(id, of: lease.holder)
        return true
    }

    func worth(of units: Holding, in pool: LeasePool) -> Int64 {
        switch pool {
        case .points: units.total * terms.pointValue
        case .risk: units.total
        // What a code is worth is the coupon's business; one unit is one minor unit at least.
        case .stock: units.total
        }
    }
}
