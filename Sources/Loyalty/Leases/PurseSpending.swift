public import Retail

/// How a till spends what it holds.
extension Purse {
    /// Takes `amount` units of `pool` out of the leases held, or nothing at all.
    ///
    /// - Parameters:
    ///   - only: The one unit that it has to be, such as a coupon's code; nil for any.
    ///   - day: The business day: lots that went before it are not spent.
    /// - Returns: What is taken out of which lease, for the sale's record.
    public mutating func spend(
        _ amount: Int64,
        of pool: LeasePool,
        only: LeaseUnit? = nil,
        at moment: PurseMoment,
        on day: BusinessDay,
        omissions rules: LeaseOmissions = .none
    ) -> Result<[LeaseSpend], PurseRefusal> {
        guard !isApart || !rules.keeps(.spendsNothingApart) else { return .failure(.apart) }
        var rest = amount
        var spends: [LeaseSpend] = []
        var reason = PurseRefusal.short
        for held in inOrder where held.lease.pool == pool && rest > 0 {
            if let refusal = refusal(of: held, at: moment, rules) {
                reason = refusal
                continue
            }
            let units = units(of: held, only, rules).soonest(rest, on: day)
            guard !units.isEmpty else { continue }
            spends.append(LeaseSpend(lease: held.lease.id, pool: pool, units: units))
            rest -= units.total
        }
        guard rest == 0 else { return .failure(reason) }
        for spend in spends { pay(spend) }
        return .success(spends)
    }

    /// How many units of `pool` could be spent now.
    public func spendable(
        of pool: LeasePool,
        at moment: PurseMoment,
        on day: BusinessDay
    ) -> Int64 {
        guard !isApart else { return 0 }
        return held.values.reduce(0) { sum, held in
            guard held.lease.pool == pool, refusal(of: held, at: moment, .none) == nil else {
                return sum
            }
            return sum + held.left.soonest(.max, on: day).total
        }
    }

    /// Takes what no lease of the member covers out of one lease of the shop's risk.
    ///
    /// - Parameters:
    ///   - points: How many of the member's points, above zero.
    ///   - pool: The member's pool.
    ///   - worth: What they are worth all together, above zero.
    /// - Returns: What is taken, for the sale's record; nil when no lease has so much.
    public mutating func risk(
        _ points: Int64,
        of pool: LeasePool,
        taking worth: Money,
        at moment: PurseMoment
    ) -> LeaseSpend? {
        guard points > 0, worth > .zero else { return nil }
        let lease = risks(at: moment).first { $0.left[LeaseBook.money] >= worth.minorUnits }
        guard let lease else { return nil }
        let spend = LeaseSpend(
            lease: lease.lease.id,
            pool: pool,
            units: Holding(.lot(nil), points),
            worth: worth
        )
        pay(spend)
        return spend
    }

    /// The most of the shop's money that one sale can take now.
    public func riskable(at moment: PurseMoment) -> Money {
        Money(minorUnits: risks(at: moment).map { $0.left[LeaseBook.money] }.max() ?? 0)
    }

    /// The leases of the shop's risk that can be spent now, in the order in which they are.
    private func risks(at moment: PurseMoment) -> [Held] {
        guard !isApart else { return [] }
        return inOrder.filter { held in
            held.lease.pool == .risk && refusal(of: held, at: moment, .none) == nil
        }
    }

    /// A sale has spent this.
    public mutating func pay(_ spend: LeaseSpend) {
        guard let left = held[spend.lease]?.left else { return }
        held[spend.lease]?.left = left - spend.taken
    }

    /// What is left of a lease; only a mutant forgets what it has spent.
    private func units(
        of held: Held,
        _ only: LeaseUnit?,
        _ rules: LeaseOmissions
    ) -> Holding {
        let units = rules.keeps(.spendsOnlyWhatItHolds) ? held.left : held.lease.units
        return only.map { Holding($0, units[$0]) } ?? units
    }

    /// Why nothing of this lease is spent now; nil when it may be.
    private func refusal(
        of held: Held,
        at moment: PurseMoment,
        _ rules: LeaseOmissions
    ) -> PurseRefusal? {
        let isOurs =
            isWitnessed || fresh.contains(held.lease.id)
            || !rules.keeps(.spendsOnlyWithAWitness)
        guard isOurs else { return .unwitnessed }
        return moment.isPast(held, rules) ? .over : nil
    }
}

/// Why a till does not spend; the sale goes on without.
public enum PurseRefusal: String, Error, Hashable, Sendable {
    /// It holds too little of the pool: ask the hub, if it is there.
    case short
    /// What it holds is over, by the hub's clock or by its own.
    case over
    /// The hub has not greeted the box since its start, so a copy may be spending the same.
    case unwitnessed
    /// The hub knows another box under this number.
    case apart
}
