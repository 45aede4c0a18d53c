internal import Records
internal import SyncProtocol

/// Everything heals: the line, the machines, and what people have to see to.
extension Simulation {
    /// However long it takes a till to get everything to the hub, it is less than this.
    private static let patience: Int64 = 6 * 3_600_000

    /// A till that is idle, or rests after a fault, says hello within this time.
    private static let nextHello = DeviceEnd.helloInterval * 3 / 2 + DeviceEnd.longestRest

    mutating func heal() {
        isHealed = true
        hub.isBusy = false
        hub.credits = Upload.recordLimit
        for box in boxes.indices {
            boxes[box].cutOffUntil = 0
            boxes[box].fullUntil = 0
        }
        // What a till asked before may still come, and have an effect at the hub. Its next hello
        // tells it of that, and of all that the hub has forgotten; no other will be needed.
        let late = letters.map(\.due).max() ?? now
        settle(for: max(late - now, 0) + Self.nextHello)
        hub.upgrade(to: HubShelf.laterForm)
        correct()
        settle(for: 1000)
        let numbers = Set(boxes.map(\.disk.device.number))
        hub.confirm(retired: (1..<nextDevice).filter { !numbers.contains($0) })
    }

    /// Lets time pass until every queue is empty, and at least so long.
    private mutating func settle(for least: Int64) {
        let start = now
        while now < start + least || !boxes.allSatisfy(\.isDrained) {
            guard now < start + Self.patience else { return noteQueues() }
            advance(by: max(1, min(nextEvent() - now, 5000)))
            deliver()
            for box in boxes.indices {
                drive(box)
                reenrol(box)
            }
        }
    }

    private mutating func noteQueues() {
        for (index, box) in boxes.enumerated() where !box.isDrained {
            report.violate(
                "box \(index), device \(box.disk.device): the queue does not drain; "
                    + "\(box.end.state), marked \(box.end.memory.mark.sequence) of "
                    + "\(box.disk.head.sequence), apart \(box.end.memory.apart?.rawValue ?? "no")"
            )
        }
    }

    /// When anything happens next.
    private func nextEvent() -> Int64 {
        var next = Int64.max
        for letter in letters { next = min(next, letter.due) }
        for box in boxes {
            next = min(next, box.question?.until ?? box.sleepsUntil)
            if let question = box.leasing.question { next = min(next, question.until) }
        }
        return next
    }

    /// Somebody sees a till that another box has replaced, and gives it a new number.
    private mutating func reenrol(_ box: Int) {
        guard boxes[box].waitsForPerson, let tip = boxes[box].tip else { return }
        boxes[box].waitsForPerson = false
        let device = DeviceID(nextDevice)
        nextDevice += 1
        hub.reenrol(boxes[box].disk.device, tip, as: device, dice.pair())
    }

    /// Somebody reads at the hub what was set aside, and states it again at the first till.
    private mutating func correct() {
        let waiting = hub.shelf.setAside.sorted {
            ($0.key.device, $0.key.head.epoch, $0.key.head.sequence)
                < ($1.key.device, $1.key.head.epoch, $1.key.head.sequence)
        }
        for (place, name) in waiting {
            hub.settle(place)
            guard let sale = sales[name], corrected.insert(sale.name).inserted else { continue }
            state(sale, at: 0, isCorrection: true)
        }
    }
}
