internal import Records
internal import SyncProtocol

/// How the hub's list comes down to the boxes, through everything that befalls them.
///
/// Both ends' decisions are the real ones, `FeedPlan` and `FeedEnd`, and so is the digest; modelled
/// are the hub's versions as a part of its shelf, the till's file, and the line.
extension Simulation {
    /// How long a box waits for an answer, and how long it rests when nothing is new.
    private static let patience: Int64 = 10_000
    private static let rest: Int64 = 3000

    /// Publishes now and then, and lets every box ask.
    mutating func tendLists() {
        if lists.dice.isOne(in: 25) { publishList() }
        deliverLists()
        for box in boxes.indices { tendList(box) }
    }

    /// Everything has healed: a last version is published, and every box has to come to it.
    mutating func settleLists() {
        // What is checked besides goes by the moment at which all else was settled.
        let settled = now
        defer { now = settled }
        publishList()
        let newest = hub.shelf.lists.newest?.version
        for _ in 0..<1000 {
            if boxes.allSatisfy({ $0.disk.list.standing.current == newest }) { break }
            now += 200
            deliverLists()
            for box in boxes.indices { tendList(box) }
        }
        for box in boxes.indices {
            checkList(box)
            guard boxes[box].disk.list.standing.current != newest else { continue }
            report.violate("box \(box) does not come to the newest list")
        }
    }

    /// Somebody changes prices, takes goods off the list, puts others on it.
    private mutating func publishList() {
        var entries: [FeedEntry] = []
        for product in 1...6 where !lists.dice.isOne(in: 4) {
            let price = lists.dice.roll(1...9)
            entries.append(FeedEntry(key: "\(product)", value: "\(price)"))
        }
        let clock = lists.keeps(.publishesAboveWhatItForgot) ? Self.start + now : 0
        hub.publish(entries, number: clock)
        if let newest = hub.shelf.lists.newest { lists.versions.append(newest) }
    }

    private mutating func tendList(_ box: Int) {
        finishList(box)
        if let until = boxes[box].listQuestion?.until {
            guard now >= until else { return }
            boxes[box].listQuestion = nil
        }
        guard now >= boxes[box].asksForListAt, boxes[box].fullUntil <= now else { return }
        let request = FeedRequest(
            device: boxes[box].disk.device,
            epoch: boxes[box].disk.chain.root.epoch,
            standings: [boxes[box].disk.list.standing]
        )
        lists.tickets += 1
        boxes[box].listQuestion = (lists.tickets, now + Self.patience)
        let content = ListWorld.Letter.Content.request(request)
        send(ListWorld.Letter(due: now, box: box, ticket: lists.tickets, content: content))
    }

    /// Goes over to a version that is all there; the power may have gone since its last page.
    private mutating func finishList(_ box: Int) {
        guard boxes[box].disk.list.standing.filling?.isWhole == true else { return }
        if boxes[box].disk.list.finish() {
            report.lists += 1
            report.note(UInt64(bitPattern: boxes[box].disk.list.standing.current?.number ?? 0))
        }
        checkList(box)
    }

    // MARK: the line

    private mutating func send(_ letter: ListWorld.Letter) {
        guard isHealed || boxes[letter.box].cutOffUntil <= now else { return }
        let isRequest = if case .request = letter.content { true } else { false }
        let isLost = may(isRequest ? .loss : .lostAnswers) && lists.dice.isOne(in: 8)
        if may(.doubling), lists.dice.isOne(in: 8) { put(letter, lists.dice.roll(1...20_000)) }
        guard !isLost else { return }
        let isLate = may(.delay) && lists.dice.isOne(in: 3)
        put(letter, isLate ? lists.dice.roll(1...12_000) : lists.dice.roll(5...60))
    }

    private mutating func put(_ letter: ListWorld.Letter, _ delay: Int64) {
        var letter = letter
        letter.due = now + delay
        lists.letters.append(letter)
    }

    private mutating func deliverLists() {
        let now = now
        let due = lists.letters.filter { $0.due <= now }.sorted {
            ($0.due, $0.ticket) < ($1.due, $1.ticket)
        }
        guard !due.isEmpty else { return }
        lists.letters.removeAll { $0.due <= now }
        for letter in due {
            switch letter.content {
            case .request(let request): arrive(request, letter)
            case .answer(let page, let isProven): hear(page, letter, isProven)
            }
        }
    }

    private mutating func arrive(_ request: FeedRequest, _ letter: ListWorld.Letter) {
        if may(.rogueHub), lists.dice.isOne(in: 6) {
            let isOld = lists.dice.isOne(in: 2)
            return answer(isOld ? oldPage() : forgedPage(), letter, isProven: isOld)
        }
        guard !hub.isBusy else { return }
        answer(hub.shelf.lists.page(request), letter, isProven: true)
    }

    private mutating func answer(
        _ page: FeedPage?,
        _ letter: ListWorld.Letter,
        isProven: Bool
    ) {
        let content = ListWorld.Letter.Content.answer(page, isProven: isProven)
        send(ListWorld.Letter(due: now, box: letter.box, ticket: letter.ticket, content: content))
    }

    /// What somebody kept who once heard a version come by: sealed, whole, and old by now.
    private mutating func oldPage() -> FeedPage? {
        guard !lists.versions.isEmpty else { return nil }
        let index = lists.dice.index(lists.versions.count)
        return page(of: lists.versions[index])
    }

    /// What nobody has published.
    private func forgedPage() -> FeedPage? {
        var forged = PublishedLists()
        let entries = [FeedEntry(key: "1", value: "0")]
        forged.publish(entries, number: Self.start + now + 1_000_000)
        return forged.newest.map(page)
    }

    private func page(of version: PublishedLists.Version) -> FeedPage {
        FeedPage(
            version: version.version,
            base: 0,
            after: "",
            changes: version.entries.map { FeedChange($0) },
            isLast: true,
            seal: ""
        )
    }

    // MARK: the till

    /// An answer reaches the box only while it waits for that very one, as over HTTP.
    private mutating func hear(_ page: FeedPage?, _ letter: ListWorld.Letter, _ isProven: Bool) {
        let box = letter.box
        guard boxes[box].listQuestion?.ticket == letter.ticket else { return }
        boxes[box].listQuestion = nil
        boxes[box].asksForListAt = now + Self.rest
        guard let page else { return }
        let current = boxes[box].disk.list.standing.current
        var known = boxes[box].disk.list.standing
        // Increments need what they are told against; what is told whole replaces anything.
        if !lists.keeps(.neverGoesBack), page.base == 0 { known.current = nil }
        var end = FeedEnd(known)
        do throws(FeedFault) {
            let isBelieved = isProven || !lists.keeps(.believesOnlySealedVersions)
            let begins = try end.take(page, isProven: isBelieved)
            var standing = end.standing
            standing.current = current
            boxes[box].disk.list.stage(
                page,
                standing,
                begins: begins,
                isHasty: !lists.keeps(.sellsByWholeVersions)
            )
            boxes[box].asksForListAt = now
        } catch {
            report.note(UInt64(box))
        }
        checkList(box)
    }

    // MARK: what has to be true

    /// What a sale finds is one published version, and none before one that was gone by.
    private mutating func checkList(_ box: Int) {
        let list = boxes[box].disk.list
        let found = list.found.values.sorted { $0.key < $1.key }
        guard let current = list.standing.current else {
            if !found.isEmpty { report.violate("box \(box) sells by parts of its first list") }
            return
        }
        let version = lists.versions.first { $0.version == current }
        if version?.entries != found {
            report.violate("box \(box) sells by what is no version of the list")
        }
        let life = boxes[box].life
        if current.number < lists.reached[life] ?? 0 {
            report.violate("box \(box) went back to an older list")
        }
        lists.reached[life] = max(lists.reached[life] ?? 0, current.number)
    }
}
