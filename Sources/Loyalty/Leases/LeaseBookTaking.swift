/// What the records of a chain say about leases, taken in the chain's order.
extension LeaseBook {
    /// Somebody has earned `units`.
    ///
    /// - Parameter lease: The till's own lease that they go into, since it earned them while the
    ///   hub was away and may spend them at once; nil when they are everybody's to lease.
    public mutating func earn(_ units: Holding, in pool: LeasePool, leasedAs lease: Lease? = nil) {
        guard let lease, isOpen(lease) else {
            return change(pool) { $0.credit(units, from: .earned) }
        }
        leases[lease.id] = lease
        change(pool) { $0.move(units, from: .earned, to: .lease(lease.id)) }
    }

    /// What had earned `units` was given back: they go as they came.
    ///
    /// A member who has spent them already owes them: the risk account lays them out, and whatever
    /// comes in of the same lot pays that back first.
    public mutating func takeBack(_ units: Holding, in pool: LeasePool) {
        change(pool) { $0.draw(units, to: .earned) }
    }

    /// A till holds `lease`: it says so in a record with the hub's own grant inside.
    ///
    /// A hub that was restored to before the grant takes it from there. The points may not be there
    /// yet, since another till's records bring them: until then the risk account lays them out.
    public mutating func accept(_ lease: Lease) {
        guard leases[lease.id] == nil, isOpen(lease),
            rules.keeps(.takesGrantsFromRecords)
        else { return }
        leases[lease.id] = lease
        change(lease.pool) { $0.draw(lease.units, to: .lease(lease.id)) }
    }

    /// A sale has spent something: out of its lease, and beyond it only if a box has been copied.
    public mutating func use(_ spend: LeaseSpend) {
        if let worth = spend.worth { return useRisk(spend, worth) }
        let account = LeaseAccount.lease(spend.lease)
        var (beyond, risk) = (Holding.empty, Holding.empty)
        change(spend.pool) { ledger in
            let covered = spend.units.shared(with: ledger[account])
            ledger.move(covered, from: account, to: .redeemed)
            beyond = spend.units - covered
            risk = ledger.draw(beyond, to: .redeemed)
        }
        guard !beyond.isEmpty else { return }
        excesses.append(LeaseExcess(spend: spend, beyond: beyond, risk: risk))
    }

    /// A till gives a lease back: chain order guarantees that all it spent came before.
    public mutating func giveBack(_ id: LeaseID, by holder: LeaseHolder) {
        end(id, of: leases[id]?.holder ?? holder)
    }
}

/// How leases end: by evidence, and never because time has passed here.
extension LeaseBook {
    /// A record of this chain was made when its own clock showed `clock`.
    ///
    /// That clock never goes back, and a till spends nothing by a record beyond a lease's end. So
    /// whatever else comes on this chain, it spends none of the leases that ended before.
    ///
    /// - Parameter clock: Milliseconds since 1970, the upper part of the record's hybrid clock.
    public mutating func witness(_ holder: LeaseHolder, clock: Int64) {
        guard rules.keeps(.reclaimsOnlyWithEvidence) else { return }
        for lease in leases(of: holder) where lease.expires < clock { end(lease.id, of: holder) }
    }

    /// Ends what is over by the hub's own clock: only a mutant does.
    public mutating func reclaimUnproven(now: Int64) {
        guard !rules.keeps(.reclaimsOnlyWithEvidence) else { return }
        for lease in leases.values.sorted(by: { $0.id < $1.id }) where lease.expires < now {
            end(lease.id, of: lease.holder)
        }
    }

    /// A device has begun another epoch: no box in an older one holds anything for it.
    public mutating func endEpochs(of device: UInt32, before epoch: UInt32) {
        guard rules.keeps(.endsLeasesWithTheirEpoch) else { return }
        begun[device] = max(begun[device] ?? 0, epoch)
        for lease in leases.values.sorted(by: { $0.id < $1.id })
        where lease.holder.device == device && lease.holder.epoch < epoch {
            end(lease.id, of: lease.holder)
        }
    }

    /// A record of this chain cannot be read yet: it may have spent something.
    public mutating func hold(_ holder: LeaseHolder) {
        unread[holder, default: 0] += 1
    }

    /// It has been read, or a person has seen to it that what it meant is stated elsewhere.
    public mutating func release(_ holder: LeaseHolder) {
        guard let count = unread[holder] else { return }
        unread[holder] = count > 1 ? count - 1 : nil
        guard count == 1 else { return }
        for id in ending.removeValue(forKey: holder) ?? [] { end(id, of: holder) }
    }

    /// Whether it may still be spent: neither the lease nor its epoch has ended.
    private func isOpen(_ lease: Lease) -> Bool {
        over[lease.id] == nil && lease.holder.epoch >= begun[lease.holder.device] ?? 0
    }

    mutating func end(_ id: LeaseID, of holder: LeaseHolder) {
        if unread[holder] != nil, rules.keeps(.waitsForWhatItCannotRead) {
            if ending[holder]?.contains(id) != true { ending[holder, default: []].append(id) }
            return
        }
        over[id] = holder
        guard let lease = leases.removeValue(forKey: id) else { return }
        change(lease.pool) { $0.credit($0[.lease(id)], from: .lease(id)) }
    }
}

extension LeaseBook {
    /// What is wrong with the books; empty, or there is a fault in the program.
    public func faults() -> [String] {
        var faults: [String] = []
        for (pool, ledger) in ledgers {
            faults += ledger.faults().map { "\(pool): \($0)" }
            for account in ledger.openLeases where isUnknown(account) {
                faults.append("\(pool): a lease that has ended holds \(ledger[account])")
            }
        }
        return faults.sorted()
    }

    private func isUnknown(_ account: LeaseAccount) -> Bool {
        guard case .lease(let id) = account else { return false }
        return leases[id] == nil
    }
}
