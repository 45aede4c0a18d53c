internal import Identity
internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// What a commit is about, as far as leases go.
struct LeaseSubjects {
    /// Whose records or question it is; nil when no device has to do with it.
    let device: DeviceID?
    /// The pools that somebody wants something of.
    var pools: Set<LeasePool> = []
    /// The members who earn something.
    var members: Set<MemberID> = []
    /// The leases that are named.
    var names: Set<LeaseID> = []
    /// Whether something is to be granted.
    var isGranting = false
    /// The latest clock of the records, in milliseconds since 1970: leases end by it.
    var clock = Int64.max

    /// Whether the ledger of this lease may change.
    ///
    /// Every till may hold a lease of the one pool `risk`: uploads that touch none do not queue for
    /// it.
    func mayTouch(_ entry: LeaseEntry) -> Bool {
        guard let lease = entry.lease else { return true }
        return names.contains(entry.id) || entry.state != .open || lease.expires < clock
    }
}

extension LeaseSubjects {
    /// What records of `device` that state `statements` are about.
    init(of device: DeviceID, _ statements: [Statement]) {
        self.init(device: device)
        clock = statements.map(\.clock).max() ?? 0
        for statement in statements {
            switch statement.fact {
            case .success(.lease(.accepted(let grant))):
                guard let lease = grant.lease else { continue }
                names.insert(lease.id)
                pools.insert(lease.pool)
            case .success(.lease(.givenBack(let lease))):
                names.insert(lease)
            case .success(.saleCompleted(let sale)):
                add(sale)
            case .success(.goodsReturned(let goods)):
                if let member = goods.member, goods.points > .zero { members.insert(member) }
            case .success, .failure:
                continue
            }
        }
    }

    private mutating func add(_ sale: CompletedSale) {
        if let member = sale.member, let accrual = sale.accrual?.accrual, accrual.points > .zero {
            members.insert(member)
        }
        for spend in sale.leases?.spent ?? [] {
            names.insert(spend.lease)
            pools.insert(spend.pool)
        }
        if let own = sale.leases?.earned {
            names.insert(own.id)
            pools.insert(own.pool)
        }
    }
}

/// The lease books as one commit has them: read for what it is about, written when it has decided.
///
///     subjects ─▶ device, leases ─▶ pools claimed ─▶ opened ─▶ book decides ─▶ changes written
///
/// A pool is opened by the first commit that wants something of it, out of what was posted before;
/// so this comes before the commit books sales of its own.
struct LeaseDesk {
    /// The books, as far as this commit needs them.
    var book: LeaseBook
    private var before: LeaseBook
    /// The pools that have a ledger, or get one with the first line.
    private let open: Set<LeasePool>
    private let transaction: any HubTransaction
    private var excesses: [ExcessEntry] = []
    /// Grants that this hub neither knows nor has signed, for the person who looks.
    private var unproven: [Difference] = []

    /// Reads what `subjects` need.
    ///
    /// - Parameter lots: How long the points of a programme are good; nil when the hub does not
    ///   have it.
    init(
        _ subjects: LeaseSubjects,
        terms: LeaseTerms,
        _ transaction: any HubTransaction,
        lots: (ProgrammeVersion) throws -> LotRule?
    ) throws {
        self.transaction = transaction
        var excerpt = LeaseExcerpt()
        if let device = try subjects.device.map(transaction.deviceLeases) {
            excerpt.devices = [device.standing]
            excerpt.leases = device.leases
            for key in device.unread { excerpt.unread[key.holder, default: 0] += 1 }
            if subjects.isGranting, device.standing.awaited == nil {
                excerpt.devices += try transaction.awaitedDevices(limit: 1)
            }
        }
        let others = subjects.names.subtracting(excerpt.leases.map(\.id))
        if !others.isEmpty { excerpt.leases += try transaction.leases(named: others.sorted()) }
        let leased = Set(excerpt.leases.filter(subjects.mayTouch).compactMap(\.lease?.pool))
        let pools = subjects.pools.union(leased).union(subjects.members.map(LeasePool.points))
        // A pool that is open stays so: only the first commit that asks for it has all to itself.
        let asked = subjects.pools.inOrder
        let known = asked.isEmpty ? [:] : try transaction.ledgers(of: asked)
        if known.count < subjects.pools.count {
            try transaction.claim(.pools)
        } else if !subjects.members.isEmpty {
            try transaction.share(.pools)
        }
        let there = pools.isEmpty ? [] : try transaction.claim(pools.inOrder)
        if !there.isEmpty { excerpt.ledgers = try transaction.ledgers(of: there) }
        open = subjects.pools.union(there)
        before = LeaseBook(excerpt, terms: terms)
        book = before
        for pool in subjects.pools.subtracting(there) {
            if case .points(let member) = pool { try book.open(member, transaction, lots: lots) }
        }
    }

    /// Writes what has changed.
    mutating func close() throws {
        let changes = book.takeChanges(since: before)
        if !changes.isEmpty { try transaction.put(changes) }
        if !excesses.isEmpty { try transaction.put(excesses) }
        if !unproven.isEmpty { try transaction.flag(unproven) }
        before = book
        (excesses, unproven) = ([], [])
    }
}

extension LeaseDesk {
    /// Why `sale` cannot be true by the leases of the shop's risk that it names; nil when it can.
    ///
    /// A till whose disk was copied may spend money that its twin has spent: such a sale is true,
    /// and what the lease has not is in the list of excesses. But no till ever held more than was
    /// granted, and none that keeps the books takes points for money that it does not name.
    func contradiction(of sale: CompletedSale) -> String? {
        for spend in sale.leases?.spent ?? [] {
            guard let lease = book.leases[spend.lease] else { continue }
            guard (lease.pool == .risk) == (spend.worth != nil) else {
                return "it spends lease \(lease.id) for \(spend.source), which is of \(lease.pool)"
            }
            let granted = Money(minorUnits: lease.units[LeaseBook.money])
            if let worth = spend.worth, worth > granted {
                return "it takes \(worth) on the shop's risk, and the lease was of \(granted)"
            }
        }
        return nil
    }
}

/// What records say about leases, in the chain's order.
extension LeaseDesk {
    /// The next record of the chain, which was booked if it `isApplied`.
    ///
    /// - Parameter points: What went back with goods.
    mutating func take(
        _ statement: Statement,
        isApplied: Bool,
        returned points: Points,
        lots: (ProgrammeVersion) throws -> LotRule?
    ) throws {
        let key = statement.key
        switch statement.fact {
        case _ where !isApplied: try hold(key)
        case .success(.lease(let fact)): try take(fact, key)
        case .success(.saleCompleted(let sale)): try take(sale, key, lots: lots)
        case .success(.goodsReturned(let goods)): try take(goods, points, lots: lots)
        case .success, .failure: break
        }
        book.witness(key.holder, clock: statement.clock)
    }

    /// A record that cannot be read or booked: nothing of its chain ends before it is.
    mutating func hold(_ key: JournalKey) throws {
        if try transaction.hold(key) { book.hold(key.holder) }
    }

    /// It has been read, or a person has seen to it.
    mutating func release(_ key: JournalKey) throws {
        if try transaction.release(key) { book.release(key.holder) }
    }

    /// A till holds a lease, or holds it no more.
    private mutating func take(_ fact: LeaseFact, _ key: JournalKey) throws {
        switch fact {
        case .accepted(let grant):
            guard let lease = grant.lease else { return }
            if !book.knows(lease.id) { try question(grant, lease, key) }
            book.accept(lease)
        case .givenBack(let lease): book.giveBack(lease, by: key.holder)
        }
    }

    /// Tells of a grant that the hub does not know and that nobody can prove.
    ///
    /// It is taken all the same: programs of before signed no leases, and the books of a hub that
    /// came back from a backup are right only with what its tills hold.
    private mutating func question(
        _ grant: SignedLease,
        _ lease: Lease,
        _ key: JournalKey
    ) throws {
        guard let keys = try transaction.hubKeys(), !LeaseSeal.holds(grant, of: keys) else {
            return
        }
        let fault = grant.signature.isEmpty ? "is not signed" : "is not signed by this hub"
        let detail = "the grant of lease \(lease.id) \(fault), and the hub does not know it"
        unproven.append(Difference(key: key, detail: detail))
    }

    /// A sale was booked: what was spent comes before what was earned, since none pays for itself.
    private mutating func take(
        _ sale: CompletedSale,
        _ key: JournalKey,
        lots: (ProgrammeVersion) throws -> LotRule?
    ) throws {
        let known = book.excesses.count
        for spend in sale.leases?.spent ?? [] { book.use(spend) }
        for (part, excess) in book.excesses[known...].enumerated() {
            excesses.append(ExcessEntry(key: key, part: part, excess: excess))
        }
        guard let member = sale.member, let pinned = sale.accrual,
            pinned.accrual.points > .zero, open.contains(.points(member))
        else { return }
        let points = pinned.accrual.points.value
        let own = sale.ownLease(of: key.holder)
        let lot = LeaseUnit.lot(try lots(pinned.programme)?.lastDay(earnedOn: sale.receipt.day))
        book.earn(
            own?.units ?? Holding(lot, points),
            in: .points(member),
            leasedAs: own
        )
    }

    /// Goods came back, and the points that they had earned: they are of the lot that the sale
    /// brought.
    private mutating func take(
        _ goods: GoodsReturn,
        _ points: Points,
        lots: (ProgrammeVersion) throws -> LotRule?
    ) throws {
        guard let member = goods.member, let programme = goods.programme, points > .zero,
            open.contains(.points(member))
        else { return }
        let day = goods.origin.receipt.day
        let lot = LeaseUnit.lot(try lots(programme)?.lastDay(earnedOn: day))
        book.takeBack(Holding(lot, points.value), in: .points(member))
    }
}

extension LeaseBook {
    /// Gives a member's pool, which has no ledger yet, what was posted before.
    ///
    /// - Parameter lots: How long the points of a programme are good; they never end when the hub
    ///   does not have it.
    mutating func open(
        _ member: MemberID,
        _ reading: any HubLeaseReading,
        lots: (ProgrammeVersion) throws -> LotRule?
    ) throws {
        for earning in try reading.earnings(of: member) where earning.points > .zero {
            let lot = LeaseUnit.lot(try lots(earning.programme)?.lastDay(earnedOn: earning.day))
            earn(Holding(lot, earning.points.value), in: .points(member))
        }
    }
}

extension LeaseFact {
    /// Why a chain of `holder` cannot state it; nil when it can.
    func contradiction(by holder: LeaseHolder) -> String? {
        guard case .accepted(let grant) = self, let lease = grant.lease else { return nil }
        guard lease.holder != holder else { return nil }
        return "the lease is device \(lease.holder.device)'s in epoch \(lease.holder.epoch)"
    }
}

extension CompletedSale {
    /// The lease that the till has made itself of what the sale earned.
    ///
    /// Whoever states the sale of another till again leases nothing to it; and no till leases
    /// itself more than it was.
    fileprivate func ownLease(of holder: LeaseHolder) -> Lease? {
        guard let lease = leases?.earned, lease.holder == holder,
            let member, lease.pool == .points(member),
            lease.units.total == accrual?.accrual.points.value
        else { return nil }
        return lease
    }
}

extension JournalKey {
    /// Who may spend the leases that this record's chain has accepted.
    var holder: LeaseHolder { LeaseHolder(device: device.number, epoch: epoch) }
}

extension Set<LeasePool> {
    /// The pools in the order of their notation, in which every commit waits for them.
    var inOrder: [LeasePool] {
        map { ($0, Array($0.description.stored.utf8)) }
            .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }
}
