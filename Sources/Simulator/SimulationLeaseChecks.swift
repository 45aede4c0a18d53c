internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// What has to be true of leases: what is spent was granted, and the books say so.
extension Simulation {
    /// A till spends by its own chain, in time, and only when no other box can be spending it too.
    mutating func checkSpend(_ spend: LeaseSpend, at box: Int) {
        guard let lease = world.leases[spend.lease]?.last else {
            return report.violate("box \(box) spends a lease that nobody has granted")
        }
        if !world.own.contains(lease.id), Self.start + now > lease.expires {
            report.violate("box \(box) spends a lease after its end")
        }
        if boxes[box].end.memory.apart != nil {
            report.violate("box \(box) spends a lease while it stands apart")
        }
        if lease.holder != holder(box) {
            report.violate("box \(box) spends a lease of another number or epoch")
        }
        if !boxes[box].leasing.isGreeted, !boxes[box].leasing.taken.contains(lease.id) {
            report.violate("box \(box) spends a lease before the hub has greeted it")
        }
    }

    /// The hub counts what a till holds by its last hello.
    mutating func checkCrossing(_ question: Leasing.Question, _ box: Int) {
        guard question.hellos != boxes[box].leasing.hellos else { return }
        report.violate("box \(box) takes grants that it asked for before its last hello")
    }

    /// Takes note of what the hub has set aside, and holds it to its caps.
    mutating func noteGrants(_ reply: Reply) {
        checkLines()
        guard case .leases(let answer) = reply else { return }
        for lease in answer.leases.compactMap(\.lease)
        where world.leases[lease.id]?.last?.expires != lease.expires {
            world.leases[lease.id, default: []].append(lease)
            report.grants += 1
            report.note(lease.id.low)
            checkCaps(lease)
        }
    }

    private mutating func checkCaps(_ lease: Lease) {
        guard lease.pool != .risk else { return }
        let others = hub.shelf.book.leases.values.filter {
            $0.holder.device == lease.holder.device && $0.pool == lease.pool
        }
        let sum = others.reduce(0) { $0 + $1.units.total }
        // Own leases do not ask for leave, and count all the same.
        let own = others.reduce(0) { $0 + (world.own.contains($1.id) ? $1.units.total : 0) }
        if sum - own > terms.poolCap {
            report.violate("device \(lease.holder.device) has \(sum) of \(lease.pool) leased")
        }
    }

    /// Every posting has two sides.
    private mutating func checkLines() {
        for (pool, lines) in hub.takeLines() {
            var sums: [LeaseUnit: Int64] = [:]
            for line in lines { sums[line.unit, default: 0] += line.count }
            if sums.values.contains(where: { $0 != 0 }) {
                report.violate("\(pool): a posting does not sum to zero")
            }
        }
    }

    /// The books hang together, and no till has more left than the hub has set aside for it.
    mutating func checkBooks() {
        let book = hub.shelf.book
        for fault in book.faults() { report.violate(fault) }
        guard !plan.hazards.contains(where: \.splitsADevice) else { return }
        for (index, box) in boxes.enumerated() {
            for held in box.disk.purse.inOrder {
                guard let lease = book.leases[held.lease.id] else { continue }
                if !(held.left - book.left(of: lease)).isEmpty {
                    report.violate("box \(index) has more left of a lease than the hub")
                }
            }
        }
    }

    /// After everything has healed.
    mutating func checkLeases() {
        checkBooks()
        checkSpent()
        checkBalances()
        checkHolders()
        report.excesses = hub.shelf.book.excesses.count
    }

    /// What is spent of a lease was granted; twice of it only where a box was copied.
    private mutating func checkSpent() {
        for (id, spent) in world.spent.sorted(by: { $0.key < $1.key }) {
            guard let forms = world.leases[id], let lease = forms.last else {
                report.violate("a lease that nobody has granted was spent")
                continue
            }
            let copies = world.copies(of: lease.holder)
            if lease.pool == .risk {
                let worth = spent.total * terms.pointValue
                if worth > lease.units.total * copies {
                    report.violate("\(worth) risked of a lease")
                }
                continue
            }
            // By one of the forms all of it has to be covered; a till has one, and keeps to it.
            let isCovered = forms.contains { form in
                spent.entries.allSatisfy { $0.count <= form.units[$0.unit] * copies }
            }
            for entry in spent.entries
            where !isCovered && entry.count > lease.units[entry.unit] * copies {
                report.violate(
                    "\(entry.count) of \(entry.unit) are spent of \(lease.pool), and "
                        + "\(lease.units[entry.unit]) were granted to \(copies) boxes"
                )
            }
        }
    }

    /// The balances are those of a run in which nothing but the same sales happened.
    private mutating func checkBalances() {
        let quiet = quietRun()
        let pools = Set(hub.shelf.book.pools).union(quiet.pools).subtracting([.risk])
        for pool in pools.sorted(by: { $0.description < $1.description }) {
            check(pool, quiet.ledger(of: pool))
        }
        let risk = hub.shelf.book.ledger(of: .risk)
        if risk[.redeemed].total > plan.riskLimit {
            report.violate("\(risk[.redeemed].total) of the shop's money are lost")
        }
    }

    private mutating func check(_ pool: LeasePool, _ quiet: LeaseLedger) {
        let ledger = hub.shelf.book.ledger(of: pool)
        let kept = ledger[.available] + ledger[.expired] + ledger.leased
        let quietly = quiet[.available] + quiet[.expired]
        report.risk += ledger.owed.total
        if plan.riskLimit > 0, case .points = pool {
            // Without a lease the hub chooses the lots, by the order in which the sales arrive.
            if kept.total - ledger.owed.total != quietly.total - quiet.owed.total {
                report.violate("\(pool): \(kept.total), and quietly \(quietly.total)")
            }
        } else if kept != quietly || ledger[.redeemed] != quiet[.redeemed] {
            report.violate("\(pool): has \(kept), and without faults \(quietly)")
        } else if ledger.owed != quiet.owed {
            report.violate("\(pool): owes \(ledger.owed), and without faults \(quiet.owed)")
        }
        let bound = bound(of: pool)
        for entry in ledger.owed.entries where entry.count > bound[entry.unit] + riskBound(pool) {
            report.violate(
                "\(pool): \(entry.count) of \(entry.unit) at risk, \(bound[entry.unit]) can be"
            )
        }
    }

    private func riskBound(_ pool: LeasePool) -> Int64 {
        if case .points = pool { plan.riskLimit / terms.pointValue } else { 0 }
    }

    /// The most that can be lost of a pool, whatever anybody does: each lease once more for every
    /// box beyond the first that went by its number in its epoch; and what was earned, spent
    /// elsewhere, and then lost with every copy of its record.
    private func bound(of pool: LeasePool) -> Holding {
        var bound = Holding.empty
        for lease in world.leases.values.compactMap(\.last) where lease.pool == pool {
            let more = world.copies(of: lease.holder) - 1
            for entry in lease.units.entries { bound.add(entry.unit, entry.count * more) }
        }
        for (name, sale) in sales where destroyed.contains(name) && sale.pool == pool {
            bound.add(sale.lot, sale.points)
        }
        return bound
    }

    /// The books of a hub that has heard of the same sales, each once, with nothing in between.
    private func quietRun() -> LeaseBook {
        var book = Self.book(SimulationPlan(riskLimit: plan.riskLimit))
        var booked: Set<OperationID> = []
        for sale in sales.values
        where hub.shelf.booked[sale.name] != nil && booked.insert(sale.name).inserted {
            if let pool = sale.pool { book.earn(Holding(sale.lot, sale.points), in: pool) }
        }
        booked = []
        for sale in sales.values
        where hub.shelf.booked[sale.name] != nil && booked.insert(sale.name).inserted {
            for spend in sale.leases?.spent ?? [] { book.use(spend) }
        }
        return book
    }

    /// Nothing is set aside for nobody.
    private mutating func checkHolders() {
        let held = Set(boxes.flatMap(\.disk.purse.names))
        let open = hub.shelf.book.leases.values.sorted { $0.id < $1.id }
        for lease in open where !held.contains(lease.id) {
            report.violate("\(lease.units) of \(lease.pool) are leased, and nobody holds them")
        }
        if hub.shelf.book.isFrozen {
            report.violate("the hub waits for devices \(hub.shelf.book.awaitedDevices)")
        }
    }
}

extension Sale {
    /// Whose points it brought; nil for a stranger's.
    var pool: LeasePool? { member > 0 ? .points(MemberID(Int64(member))) : nil }
    /// The lot that they went into.
    var lot: LeaseUnit {
        HubShelf.lot(of: Simulation.programme(of: member), earnedOn: day)
    }
}
