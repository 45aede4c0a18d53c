public import Retail

/// What the hub's books say of the money that the shop is ready to lose where leases cannot cover.
///
///     set by the owner ──▶ available ◀──▶ lease of a till ──▶ redeemed: lost
///                                              │
///                          available ◀─────────┘ spent for points that the member had
extension LeaseBook {
    /// Lets the shop lose `money` from now on, and no more: what tills hold of it, and the rest.
    ///
    /// Set twice is once. What was lost before does not count. What tills hold beyond it they may
    /// still spend; what of that comes back is leased to nobody.
    ///
    /// - Parameter money: Not below zero.
    public mutating func setRisk(_ money: Money) {
        let ledger = ledger(of: .risk)
        let free = ledger[.available, Self.money] + ledger[.risk, Self.money]
        let change = money.minorUnits - free - ledger.leased[Self.money]
        self.change(.risk) { ledger in
            ledger.credit(Holding(Self.money, change), from: .earned)
            // What tills hold beyond the limit is laid out, and paid back by what comes in.
            _ = ledger.draw(Holding(Self.money, -change), to: .earned)
        }
    }

    /// Points that no lease covers, spent on the shop's own risk up to what that lease holds.
    ///
    /// What the member has pays first. Only the rest is a loss: its share of what the sale says
    /// that all were worth is spent of the limit, and the other part of it comes back.
    mutating func useRisk(_ spend: LeaseSpend, _ worth: Money) {
        var risk = Holding.empty
        change(spend.pool) { risk = $0.redeemUnleased(spend.units.total) }
        let share = worth.share(of: Points(risk.total), in: Points(spend.units.total))
        var lost: Int64 = 0
        change(.risk) { ledger in
            let lease = LeaseAccount.lease(spend.lease)
            let taken = min(worth.minorUnits, ledger[lease, Self.money])
            lost = min(share.minorUnits, taken)
            ledger.move(Holding(Self.money, lost), from: lease, to: .redeemed)
            ledger.credit(Holding(Self.money, taken - lost), from: lease)
        }
        excesses.append(
            LeaseExcess(
                spend: spend,
                beyond: spend.units,
                risk: risk,
                lost: Money(minorUnits: lost)
            )
        )
    }

    /// What of the shop's money a device holds, as far as the hub knows, in minor units.
    func riskHeld(by device: UInt32) -> Int64 {
        let ledger = ledger(of: .risk)
        return leases.values.reduce(0) { sum, lease in
            guard lease.holder.device == device, lease.pool == .risk else { return sum }
            return sum + ledger[.lease(lease.id), Self.money]
        }
    }
}

extension Money {
    /// What `part` is worth where `whole` are worth this much, rounded up to a minor unit.
    ///
    /// - Parameters:
    ///   - part: No more than `whole`, and not below zero.
    ///   - whole: Not below zero; nothing is worth nothing.
    public func share(of part: Points, in whole: Points) -> Money {
        guard whole > .zero else { return .zero }
        let product = minorUnits.multipliedFullWidth(by: part.value)
        let (quotient, rest) = whole.value.dividingFullWidth(product)
        return Money(minorUnits: rest > 0 ? quotient + 1 : quotient)
    }
}

extension LeaseLedger {
    /// Redeems `count` units that no lease names, of what is available; the rest is laid out.
    ///
    /// - Returns: What was laid out, as points without a lot.
    mutating func redeemUnleased(_ count: Int64) -> Holding {
        var rest = count
        var paid = Holding.empty
        for entry in self[.available].entries where rest > 0 {
            paid.add(entry.unit, min(entry.count, rest))
            rest -= min(entry.count, rest)
        }
        move(paid, from: .available, to: .redeemed)
        let lost = Holding(.lot(nil), rest)
        move(lost, from: .risk, to: .redeemed)
        return lost
    }
}
