internal import Loyalty
internal import Records
internal import SyncProtocol

/// How a box's uplink does what its end of the protocol decides.
extension Simulation {
    /// Lets `box` go on until it waits for something.
    mutating func drive(_ box: Int) {
        // A commit takes its time, and the power may go meanwhile.
        if !boxes[box].staged.isEmpty, isHealed || dice.isOne(in: 2) { commit(box) }
        tendLeases(box)
        if let question = boxes[box].question {
            guard now >= question.until else { return }
            boxes[box].question = nil
            boxes[box].sleepsUntil = 0
            follow(.failed, box)
        }
        guard now >= boxes[box].sleepsUntil else { return }
        for _ in 0..<8 where boxes[box].question == nil {
            guard follow(.proceed(head: boxes[box].disk.head), box) else { return }
        }
    }

    /// Tells the machine, and does what it answers.
    ///
    /// - Returns: Whether it may be asked again at once.
    @discardableResult
    mutating func follow(_ event: DeviceEnd.Event, _ box: Int, isVerified: Bool = true) -> Bool {
        let moment = Moment(time: now, chance: dice.next())
        let action = boxes[box].end.handle(event, at: moment, isVerified: isVerified)
        switch action {
        case .sayHello(let token, let challenge):
            sayHello(token, challenge, box)
        case .upload(let after, let limit):
            upload(after: after, limit, box)
        case .bringBranch(let after, let limit):
            bringBranch(after: after, limit, box)
        case .adopt(let grant):
            adopt(grant, box)
        case .remember:
            remember(box)
        case .standApart:
            report.fences += 1
            boxes[box].purse.standApart()
            remember(box)
            checkFence(box)
        case .rest(let milliseconds):
            boxes[box].sleepsUntil = now &+ min(milliseconds, 1 << 40)
            return false
        case .awaitRecords(let milliseconds):
            boxes[box].sleepsUntil = now + milliseconds
            return false
        case .proceed:
            break
        }
        return true
    }

    private mutating func remember(_ box: Int) {
        let memory = boxes[box].end.memory
        boxes[box].noted = memory
        guard memory.apart == nil else { return }
        let isCareful = rules.keeps(.prunesOnlyWhatIsArchived)
        boxes[box].disk.prune(through: isCareful ? memory.archived : memory.mark.sequence)
    }

    private mutating func sayHello(_ token: SyncToken, _ challenge: SyncToken?, _ box: Int) {
        // What is remembered is durable before the hub hears of it.
        if rules.keeps(.keepsTokenBeforeUse) { commit(box) }
        // The hub takes it that the device knows of every lease by now.
        if leaseRules.keeps(.takesNoGrantAcrossAHello) { boxes[box].leasing.question = nil }
        boxes[box].leasing.hellos += 1
        boxes[box].leasing.helloAt = counted(box)
        ask(
            .hello(
                Hello(
                    device: boxes[box].disk.device,
                    head: boxes[box].disk.head,
                    store: 1,
                    till: 1,
                    version: "1",
                    bootNonce: "",
                    token: token,
                    challenge: challenge,
                    leasesDigest: Digest.leases(boxes[box].disk.purse.names).description
                )
            ),
            box
        )
    }

    private mutating func upload(after sequence: UInt64, _ limit: Int, _ box: Int) {
        let disk = boxes[box].disk
        let index = disk.chain.start + Int(clamping: sequence)
        guard index >= disk.floor, index < disk.journal.count else {
            // The hub asks for what was pruned, since it said that it would never need it again.
            report.violate("box \(box) has pruned record \(sequence + 1), and the hub wants it")
            boxes[box].sleepsUntil = now + 60_000
            return
        }
        let records = disk.run(from: index, limit: limit)
        if records.count > boxes[box].credits {
            report.violate("\(records.count) records, with credits for \(boxes[box].credits)")
        }
        ask(.upload(Upload(records)), box)
    }

    private mutating func bringBranch(after place: ChainPlace?, _ limit: Int, _ box: Int) {
        let disk = boxes[box].disk
        guard !disk.journal.isEmpty else {
            boxes[box].sleepsUntil = now + 60_000
            return
        }
        var index = disk.floor
        if !rules.keeps(.bringsWholeBranch) {
            let mark = ChainPlace(device: disk.device, head: boxes[box].end.memory.mark)
            index = (disk.index(of: mark) ?? disk.chain.start - 1) + 1
        }
        // The very last again, when there is nothing after it: it asks how to go on.
        if let place, let found = disk.index(of: place) { index = found + 1 }
        index = min(index, disk.journal.count - 1)
        let isFirst = place == nil || index <= disk.floor
        let branch = Branch(
            bearer: disk.device,
            epoch: disk.head.epoch,
            after: isFirst ? nil : ChainPlace(disk.journal[index - 1]),
            upload: Upload(disk.run(from: index, limit: limit))
        )
        ask(.branch(branch), box)
    }

    private mutating func adopt(_ grant: Grant, _ box: Int) {
        guard boxes[box].staged.isEmpty,
            boxes[box].tip == grant.branch || !rules.keeps(.adoptsOnlyBehindLastRecord)
        else { return }
        let device = boxes[box].disk.device
        boxes[box].disk.adopt(grant, keepsNumbers: rules.keeps(.numbersAboveTheFloor), leaseRules)
        boxes[box].purse = boxes[box].disk.purse
        boxes[box].leasing.question = nil
        noteLife(box)
        boxes[box].numbered = boxes[box].disk.lastReceipt
        boxes[box].noted = nil
        boxes[box].waitsForPerson = false
        report.adoptions += 1
        if grant.device != device { report.renumberings += 1 }
        report.note(UInt64(grant.epoch) << 32 | UInt64(grant.device.number))
        follow(.adopted(grant), box)
    }

    private mutating func ask(_ request: Request, _ box: Int) {
        ticket += 1
        boxes[box].question = Box.Question(ticket: ticket, until: now + 10_000, request: request)
        send(
            Letter(due: now, box: box, ticket: ticket, content: .request(request)),
            isRequest: true
        )
    }
}
