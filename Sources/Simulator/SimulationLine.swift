internal import Loyalty
internal import Records
internal import SyncProtocol

/// The line between boxes and hub, on its worst days.
extension Simulation {
    func may(_ hazard: Hazard) -> Bool {
        !isHealed && plan.hazards.contains(hazard)
    }

    /// Puts a letter on the line, or what becomes of it.
    mutating func send(_ letter: Letter, isRequest: Bool) {
        if !isHealed, boxes[letter.box].cutOffUntil > now { return }
        let isLost = may(isRequest ? .loss : .lostAnswers) && dice.isOne(in: 8)
        if may(.doubling), dice.isOne(in: 8) {
            let lateness = dice.isOne(in: 3) ? dice.roll(1...200_000) : dice.roll(1...8000)
            letters.append(letter.due(at: now + lateness))
        }
        guard !isLost else { return }
        let delay = may(.delay) && dice.isOne(in: 3) ? dice.roll(1...12_000) : dice.roll(5...60)
        letters.append(letter.due(at: now + delay))
    }

    /// Hands over what is due, in order of arrival.
    mutating func deliver() {
        guard !letters.isEmpty else { return }
        var due: [Letter] = []
        var later: [Letter] = []
        for letter in letters {
            if letter.due <= now { due.append(letter) } else { later.append(letter) }
        }
        guard !due.isEmpty else { return }
        letters = later
        due.sort { ($0.due, $0.ticket) < ($1.due, $1.ticket) }
        for letter in due {
            switch letter.content {
            case .request(let request): arrive(request, letter)
            case .reply(let reply, let isVerified): hear(reply, letter, isVerified)
            }
        }
    }

    private mutating func arrive(_ request: Request, _ letter: Letter) {
        if may(.rogueHub), dice.isOne(in: 20), let forged = forgery(of: request, letter.box) {
            return reply(forged, letter, isVerified: false)
        }
        let answer = hub.answer(request, now: now, isVerified: true, &dice)
        noteGrants(answer)
        noteFork(request, answer)
        checkPast(of: request)
        report.note(hub.shelf.rows[DeviceID(1)]?.last.sequence ?? 0)
        reply(answer, letter, isVerified: true)
    }

    private mutating func reply(_ reply: Reply, _ letter: Letter, isVerified: Bool) {
        let content = Letter.Content.reply(reply, isVerified: isVerified)
        send(
            Letter(due: now, box: letter.box, ticket: letter.ticket, content: content),
            isRequest: false
        )
    }

    /// What somebody would say who wants the box to believe that all is well.
    private func forgery(of request: Request, _ box: Int) -> Reply? {
        let incarnation = boxes[box].end.memory.incarnation ?? "1"
        switch request {
        case .hello(let hello):
            return .welcome(
                Welcome(
                    incarnation: incarnation,
                    last: hello.head,
                    archivedSequence: hello.head.sequence,
                    credits: 512,
                    hubMilliseconds: 0
                )
            )
        case .upload(let upload):
            let last = upload.records[upload.records.count - 1].position
            return .acknowledgement(
                Acknowledgement(
                    incarnation: incarnation,
                    last: last,
                    archivedSequence: last.sequence,
                    credits: 512
                )
            )
        case .leases(let request):
            let holder = holder(box)
            return .leases(
                LeaseAnswer(
                    leases: request.wishes.compactMap(\.wish).map {
                        SignedLease(lavish($0, holder))
                    }
                )
            )
        case .branch:
            return nil
        }
    }

    private func lavish(_ wish: LeaseWish, _ holder: LeaseHolder) -> Lease {
        Lease(
            id: wish.id,
            pool: wish.pool,
            holder: holder,
            units: Holding(wish.pool == Self.coupons ? .item("c0") : .lot(nil), 500),
            expires: Self.start + now + 90_000
        )
    }

    /// An answer reaches the box only while it waits for that very one, as over HTTP.
    private mutating func hear(_ reply: Reply, _ letter: Letter, _ isVerified: Bool) {
        if case .leases(let answer) = reply { return hear(answer, letter, isVerified: isVerified) }
        let box = letter.box
        if boxes[box].leasing.question?.ticket == letter.ticket {
            // The hub refused: the till asks again when somebody wants something.
            boxes[box].leasing.question = nil
            return
        }
        guard let question = boxes[box].question, question.ticket == letter.ticket else { return }
        boxes[box].question = nil
        boxes[box].sleepsUntil = 0
        let disk = boxes[box].disk
        switch reply {
        case .welcome(let welcome):
            if isVerified { boxes[box].credits = max(1, welcome.credits) }
            let own =
                welcome.last.epoch == disk.chain.root.epoch
                ? disk.hash(welcome.last.sequence) : nil
            follow(.welcomed(welcome, own: own), box, isVerified: isVerified)
            let isBelieved = isVerified || !rules.keeps(.believesOnlyVerifiedAnswers)
            if isBelieved { greet(welcome, box) }
        case .acknowledgement(let answer):
            if isVerified { boxes[box].credits = max(1, answer.credits) }
            let own = disk.hash(answer.last.sequence)
            follow(.acknowledged(answer, own: own), box, isVerified: isVerified)
        case .receipt(let receipt):
            hear(receipt, disk, box)
        case .refusal(let refusal):
            follow(.refused(refusal), box, isVerified: isVerified)
        case .leases:
            break
        }
    }

    private mutating func hear(_ receipt: BranchReceipt, _ disk: Disk, _ box: Int) {
        guard let tip = boxes[box].tip else { return }
        let own = disk.index(of: receipt.last) == nil ? nil : receipt.last.head.hash
        follow(.branchTaken(receipt, own: own, tip: tip), box)
        let isWhole = receipt.last == boxes[box].tip && boxes[box].end.memory.apart != nil
        boxes[box].waitsForPerson = isWhole && receipt.grant == nil
    }
}

extension Letter {
    func due(at moment: Int64) -> Letter {
        Letter(due: moment, box: box, ticket: ticket, content: content)
    }
}
