internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// How the boxes sell, and what they write down.
extension Simulation {
    /// Somebody buys something somewhere.
    mutating func trade() {
        guard dice.isOne(in: 2) else { return }
        let box = dice.index(boxes.count)
        guard boxes[box].fullUntil <= now else {
            // The commit fails: the sale is refused, and has never been.
            boxes[box].numbered += 1
            return
        }
        shop(at: box)
    }

    /// A customer comes; a till that sees the hub now and then gets ready for when it does not.
    private mutating func shop(at box: Int) {
        let member = dice.index(plan.members + 1)
        var things: [LeasePool] = []
        if dice.isOne(in: 6) { things.append(Self.coupons) }
        if dice.isOne(in: 8) { things.append(Self.quota) }
        let redeems = dice.isOne(in: 3) ? dice.roll(1...40) : 0
        let shopping = Shopping(
            member: member,
            redeems: member > 0 && knowsLeases(box) ? redeems : 0,
            things: knowsLeases(box) ? things : [],
            isPoison: plan.hazards.contains(.poison) && dice.isOne(in: 40)
        )
        if dice.isOne(in: 4), knowsLeases(box) { prepare(for: shopping, at: box) }
        guard isShort(shopping, at: box) else { return sell(shopping, at: box) }
        // Online is the same path: a small lease, used at once.
        let wish = LeaseWish(id: newLease(), pool: shopping.pool, amount: shopping.redeems)
        boxes[box].leasing.basket = Leasing.Basket(
            lease: wish.id,
            shopping: shopping,
            until: now + 8000
        )
        askForLeases([wish], box)
    }

    /// Every third till of a larger shop has a program that only sells.
    private func knowsLeases(_ box: Int) -> Bool {
        plan.tills < 3 || !box.isMultiple(of: 3)
    }

    private func isShort(_ shopping: Shopping, at box: Int) -> Bool {
        guard shopping.redeems > 0, isLinked(box), boxes[box].leasing.question == nil,
            boxes[box].leasing.basket == nil
        else { return false }
        let spendable = boxes[box].purse.spendable(
            of: shopping.pool,
            at: purseMoment(box),
            on: Self.day(at: now)
        )
        return spendable < shopping.redeems
    }

    private mutating func prepare(for shopping: Shopping, at box: Int) {
        var wishes = [
            LeaseWish(id: newLease(), pool: Self.coupons, amount: 2),
            LeaseWish(id: newLease(), pool: Self.quota, amount: 3),
        ]
        if shopping.member > 0 {
            let amount = dice.roll(10...90)
            wishes.append(LeaseWish(id: newLease(), pool: shopping.pool, amount: amount))
        }
        if plan.riskLimit > 0 {
            wishes.append(LeaseWish(id: newLease(), pool: .risk, amount: 20))
        }
        askForLeases(wishes, box)
    }

    /// Makes the sale, with what of it can be spent here.
    mutating func sell(_ shopping: Shopping, at box: Int) {
        let spent = spend(shopping, at: box)
        boxes[box].numbered += 1
        let begun = boxes[box].staged.last { $0.receipt != nil }?.receipt
        let inTransaction = (begun ?? boxes[box].disk.lastReceipt) + 1
        let points = dice.roll(1...50)
        let own = ownLease(shopping, points, at: box)
        let sale = Sale(
            name: OperationID(milliseconds: now, chance: dice.pair()),
            member: shopping.member,
            points: points,
            receipt: rules.keeps(.numbersInTheTransaction) ? inTransaction : boxes[box].numbered,
            day: Self.day(at: now),
            leases: SaleLeases(spent: spent, earned: own),
            isPoison: shopping.isPoison
        )
        state(sale, at: box, isCorrection: false)
        if !rules.keeps(.showsOnlyWhatIsDurable), let draft = boxes[box].staged.last {
            acknowledged.append(draft.record.operation)
        }
    }

    private mutating func spend(_ shopping: Shopping, at box: Int) -> [LeaseSpend] {
        var spends: [LeaseSpend] = []
        for pool in shopping.things { spends += spend(1, of: pool, at: box) ?? [] }
        guard shopping.redeems > 0 else { return spends }
        if let paid = spend(shopping.redeems, of: shopping.pool, at: box) {
            spends += paid
        } else if let paid = boxes[box].purse.risk(
            shopping.redeems,
            of: shopping.pool,
            taking: Money(minorUnits: shopping.redeems * terms.pointValue),
            at: purseMoment(box)
        ) {
            spends.append(paid)
        }
        return spends
    }

    private mutating func spend(
        _ amount: Int64,
        of pool: LeasePool,
        at box: Int
    ) -> [LeaseSpend]? {
        let result = boxes[box].purse.spend(
            amount,
            of: pool,
            at: purseMoment(box),
            on: Self.day(at: now),
            omissions: leaseRules
        )
        guard case .success(let spends) = result else { return nil }
        for spend in spends { checkSpend(spend, at: box) }
        return spends
    }

    /// The lease that a till makes itself of what is earned while the hub is away.
    private mutating func ownLease(_ shopping: Shopping, _ points: Int64, at box: Int) -> Lease? {
        guard shopping.member > 0, knowsLeases(box), !isLinked(box),
            boxes[box].end.memory.apart == nil
        else { return nil }
        let programme = Self.programme(of: shopping.member)
        let lease = Lease(
            id: newLease(),
            pool: shopping.pool,
            holder: holder(box),
            units: Holding(HubShelf.lot(of: programme, earnedOn: Self.day(at: now)), points),
            expires: nextHybrid(box).milliseconds + terms.duration
        )
        boxes[box].purse.take(lease, isOwn: true)
        boxes[box].leasing.taken.insert(lease.id)
        world.leases[lease.id] = [lease]
        world.own.insert(lease.id)
        return leaseRules.keeps(.leasesWhatItEarnsAlone) ? lease : nil
    }

    /// Half of the members are in a programme whose points never go.
    static func programme(of member: Int) -> ProgrammeVersion {
        ProgrammeVersion(id: member.isMultiple(of: 2) ? "r1" : "r2", version: 1)
    }

    /// Begins the commit of a record that states `sale`.
    mutating func state(_ sale: Sale, at box: Int, isCorrection: Bool) {
        let isReadable = !sale.isPoison || isCorrection
        let body = isReadable ? fact(sale, at: box).body() : Array("{}".utf8)
        let schema = max(boxes[box].schema, sale.leases == nil ? 1 : 3)
        let record = record(.saleCompleted, body, schema, at: box)
        sales[record.operation] = sale
        boxes[box].staged.append(
            Box.Draft(
                record: record,
                receipt: isCorrection ? nil : sale.receipt,
                sale: isCorrection ? nil : sale
            )
        )
        boxes[box].sleepsUntil = 0
    }

    private func fact(_ sale: Sale, at box: Int) -> Fact {
        let device = Int32(boxes[box].disk.device.number)
        let accrual = Accrual(weighted: Money(minorUnits: 1000), points: Points(sale.points))
        return .saleCompleted(
            CompletedSale(
                sale: sale.name,
                place: Place(store: 1, till: device),
                receipt: ReceiptNumber(day: sale.day, number: sale.receipt),
                at: SaleTime(unixSeconds: 1_700_000_000 + now / 1000, offsetMinutes: 480),
                member: sale.member == 0 ? nil : MemberID(Int64(sale.member)),
                lines: [],
                tenders: [Tender(.cash, Money(minorUnits: 1000))],
                change: .zero,
                accrual: PinnedAccrual(
                    programme: Self.programme(of: sale.member),
                    accrual: accrual
                ),
                leases: sale.leases
            )
        )
    }

    mutating func record(
        _ kind: RecordKind,
        _ body: [UInt8],
        _ schema: UInt16,
        at box: Int
    ) -> Record {
        Record(
            device: boxes[box].disk.device,
            after: boxes[box].stagedHead,
            kind: kind,
            schema: schema,
            stamp: Stamp(
                hybrid: nextHybrid(box),
                wallMilliseconds: Self.start + now + boxes[box].clockOffset,
                monotonicNanoseconds: UInt64(now) * 1_000_000,
                quality: .local
            ),
            operation: OperationID(milliseconds: now, chance: dice.pair()),
            body: body
        )
    }

    /// Switches on a box that nobody has seen before, or that comes back from an image.
    mutating func beginLife(_ box: Int) {
        boxes[box].life = world.nextLife
        world.nextLife += 1
        noteLife(box)
        start(box)
    }

    /// Switches a box on: its memory is what its disk has.
    mutating func start(_ box: Int) {
        let old = boxes[box]
        boxes[box] = Box(old.disk, omissions: rules)
        boxes[box].clockOffset = old.clockOffset
        boxes[box].cutOffUntil = old.cutOffUntil
        boxes[box].fullUntil = old.fullUntil
        boxes[box].schema = old.schema
        boxes[box].life = old.life
        let boot = Fact.boot(
            Boot(
                nonce: "\(dice.next())",
                version: "\(old.schema)",
                wasShutDownCleanly: false,
                place: Place(store: 1, till: Int32(old.disk.device.number))
            )
        )
        let record = record(.boot, boot.body(), 1, at: box)
        boxes[box].staged.append(Box.Draft(record: record, receipt: nil, sale: nil))
        commit(box)
    }

    /// The commit returns: what was begun is durable, and the cashier may be told.
    mutating func commit(_ box: Int) {
        if let noted = boxes[box].noted {
            boxes[box].disk.memory = noted
            boxes[box].noted = nil
        }
        for draft in boxes[box].staged {
            previous[ChainPlace(draft.record)] = boxes[box].tip
            boxes[box].disk.append(draft.record, receipt: draft.receipt)
            report.note(UInt64(draft.record.stamp.hybrid.reading))
            if draft.record.isAboutALease { report.leaseRecords += 1 }
            for spend in draft.sale?.leases?.spent ?? [] { note(spend) }
            if draft.sale != nil, rules.keeps(.showsOnlyWhatIsDurable) {
                acknowledged.append(draft.record.operation)
            }
        }
        boxes[box].staged.removeAll(keepingCapacity: true)
        boxes[box].disk.purse = boxes[box].purse
    }

    private mutating func note(_ spend: LeaseSpend) {
        report.spends += 1
        world.spent[spend.lease] = (world.spent[spend.lease] ?? .empty) + spend.units
    }
}
