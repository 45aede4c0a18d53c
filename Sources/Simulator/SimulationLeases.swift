internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// How the boxes come by leases, and give them back.
extension Simulation {
    /// The stocks of which each thing is given once: forty codes, and a quota of thirty.
    static let coupons = LeasePool.stock("coupon")
    static let quota = LeasePool.stock("flash")

    /// A hub's books on the first day.
    static func book(_ plan: SimulationPlan) -> LeaseBook {
        var book = LeaseBook(
            terms: terms(plan),
            omissions: LeaseOmissions(plan.omittedLeaseRules)
        )
        for code in 0..<40 { book.stock(Holding(.item("c\(code)"), 1), in: coupons) }
        book.stock(Holding(.item("flash"), 30), in: quota)
        return book
    }

    /// An hour is a minute here, so that leases and points end while trade goes on.
    static func terms(_ plan: SimulationPlan) -> LeaseTerms {
        LeaseTerms(
            poolCap: 80,
            deviceCap: 300,
            duration: 90_000,
            guardTime: 4000,
            lead: 2000,
            drift: 20_000,
            riskLimit: plan.riskLimit
        )
    }

    /// Days are short here.
    static func day(at time: Int64) -> BusinessDay {
        BusinessDay(number: Int32(20_000 + time / 60_000))
    }

    /// The box's own clock, which nobody sets: it only runs a little fast or slow.
    func counted(_ box: Int) -> Int64 {
        now + now * Int64(boxes[box].life % 3 - 1) / 100
    }

    /// The wall clock as it goes into the records' clock: no further ahead of the hub than allowed.
    func wall(_ box: Int) -> Int64 {
        let wall = Self.start + now + boxes[box].clockOffset
        let counted = counted(box)
        return boxes[box].leasing.time?.bounded(wall, at: counted, lead: terms.lead) ?? wall
    }

    /// The clock of the record that the box would write now.
    func nextHybrid(_ box: Int) -> HybridTime {
        let last = writtenHybrid(box)
        return rules.keeps(.neverTurnsItsClockBack)
            ? last.advanced(to: wall(box)) : HybridTime.start.advanced(to: wall(box))
    }

    /// The clock of the last record, durable or not.
    private func writtenHybrid(_ box: Int) -> HybridTime {
        boxes[box].staged.last?.record.stamp.hybrid ?? boxes[box].disk.hybrid
    }

    func purseMoment(_ box: Int) -> PurseMoment {
        PurseMoment(
            clock: nextHybrid(box).milliseconds,
            latest: boxes[box].leasing.time?.latest(at: counted(box)),
            guardTime: terms.guardTime
        )
    }

    /// Whether the box believes that the hub is there.
    func isLinked(_ box: Int) -> Bool {
        if case .connected = boxes[box].end.state { true } else { false }
    }

    /// Sees to the leases of `box`: gives back what is over, and asks for what it does not know.
    mutating func tendLeases(_ box: Int) {
        if let question = boxes[box].leasing.question, now >= question.until {
            boxes[box].leasing.question = nil
            if question.request.asksForAll { boxes[box].leasing.asksForAll = true }
        }
        if let basket = boxes[box].leasing.basket, now >= basket.until {
            finish(basket, at: box)
        }
        guard boxes[box].fullUntil <= now else { return }
        let moment = purseMoment(box)
        let due = boxes[box].purse.due(
            at: moment,
            isLinked: isLinked(box),
            isSelling: boxes[box].leasing.basket != nil,
            omissions: leaseRules
        )
        for lease in due { giveBack(lease, at: box) }
        boxes[box].purse.forget(writtenAt: writtenHybrid(box).milliseconds)
        let isEmpty = boxes[box].end.memory.mark == boxes[box].stagedHead
        if boxes[box].leasing.asksForAll, isEmpty { askForLeases([], box) }
    }

    private mutating func giveBack(_ lease: Lease, at box: Int) {
        boxes[box].purse.giveBack(lease)
        write(.givenBack(lease.id), at: box)
    }

    /// Asks the hub, if nothing else is asked and it is there.
    mutating func askForLeases(_ wishes: [LeaseWish], _ box: Int) {
        guard isLinked(box), boxes[box].leasing.question == nil else { return }
        ticket += 1
        let request = LeaseRequest(
            device: boxes[box].disk.device,
            epoch: boxes[box].disk.head.epoch,
            wishes: wishes,
            asksForAll: boxes[box].leasing.asksForAll
        )
        boxes[box].leasing.asksForAll = false
        boxes[box].leasing.question = Leasing.Question(
            ticket: ticket,
            until: now + 10_000,
            request: request,
            hellos: boxes[box].leasing.hellos
        )
        send(
            Letter(due: now, box: box, ticket: ticket, content: .request(.leases(request))),
            isRequest: true
        )
    }

    /// The hub's answer, which reaches the box only while it waits for that very one.
    mutating func hear(_ answer: LeaseAnswer, _ letter: Letter, isVerified: Bool) {
        let box = letter.box
        guard let question = boxes[box].leasing.question, question.ticket == letter.ticket else {
            return
        }
        boxes[box].leasing.question = nil
        guard isVerified || !leaseRules.keeps(.believesOnlyVerifiedGrants) else { return }
        if boxes[box].fullUntil <= now {
            checkCrossing(question, box)
            for grant in answer.leases { take(grant, at: box) }
        }
        guard let basket = boxes[box].leasing.basket,
            question.request.wishes.contains(where: { $0.lease == "\(basket.lease.operation)" })
        else { return }
        finish(basket, at: box)
    }

    /// The customer has waited: the sale is made with what there is, or not at all on a full disk.
    private mutating func finish(_ basket: Leasing.Basket, at box: Int) {
        boxes[box].leasing.basket = nil
        guard boxes[box].fullUntil <= now else { return }
        sell(basket.shopping, at: box)
    }

    private mutating func take(_ grant: SignedLease, at box: Int) {
        guard let lease = grant.lease else { return }
        let moment = purseMoment(box)
        if boxes[box].purse.wants(lease, at: moment, omissions: leaseRules) {
            boxes[box].purse.take(lease)
            boxes[box].leasing.taken.insert(lease.id)
            write(.accepted(grant), at: box)
        } else if boxes[box].purse.refuses(lease) {
            giveBack(lease, at: box)
        }
    }

    private mutating func write(_ fact: LeaseFact, at box: Int) {
        let record = record(fact.kind, fact.body(), LeaseFact.schema, at: box)
        boxes[box].staged.append(Box.Draft(record: record, receipt: nil, sale: nil))
        boxes[box].sleepsUntil = 0
    }

    /// What a welcome means for the leases.
    mutating func greet(_ welcome: Welcome, _ box: Int) {
        switch boxes[box].end.state {
        case .connected, .meeting: break
        case .resting, .apart: return
        }
        boxes[box].purse.greet()
        boxes[box].leasing.isGreeted = true
        boxes[box].leasing.time = HubTime(
            hub: welcome.hubMilliseconds,
            asked: boxes[box].leasing.helloAt,
            heard: counted(box),
            drift: terms.drift
        )
        // The hub compares nothing while records are on their way: to wait for a hello that finds
        // the queue empty may take for ever in a shop that is busy.
        let isOpen =
            leaseRules.keeps(.asksUnlessTheyAgree)
            ? welcome.leasesDiffer != false : welcome.leasesDiffer == true
        if isOpen { boxes[box].leasing.asksForAll = true }
    }

    /// A box that went under this number in this epoch.
    mutating func noteLife(_ box: Int) {
        world.live(holder(box), boxes[box].life)
    }

    func holder(_ box: Int) -> LeaseHolder {
        let disk = boxes[box].disk
        return LeaseHolder(device: disk.device.number, epoch: disk.chain.root.epoch)
    }

    /// A name that is used once.
    mutating func newLease() -> LeaseID {
        LeaseID(OperationID(milliseconds: now, chance: dice.pair()))
    }
}
