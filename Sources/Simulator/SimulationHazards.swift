internal import Records
internal import SyncProtocol

/// What befalls machines in shops.
extension Simulation {
    /// The hazards that come by themselves, each about once in so many steps.
    private static let frequency: [(hazard: Hazard, once: UInt64)] = [
        (.partition, 40), (.overload, 60), (.powerCut, 30), (.hubCrash, 25), (.hubRestore, 60),
        (.deviceRestore, 150), (.clone, 200), (.upgrade, 150), (.clockStep, 60), (.diskFull, 80),
    ]

    /// Throws the dice for every hazard of the plan.
    mutating func befall() {
        if plan.hazards.contains(.hubRestore), dice.isOne(in: 20) { hub.backUp() }
        if plan.hazards.contains(.deviceRestore), dice.isOne(in: 40) {
            let box = dice.index(plan.tills)
            images[box] = boxes[box].disk
        }
        for (hazard, once) in Self.frequency
        where plan.hazards.contains(hazard) && dice.isOne(in: once) {
            befall(hazard, dice.index(boxes.count))
        }
        if hub.isBusy || hub.credits < Upload.recordLimit, dice.isOne(in: 15) {
            hub.isBusy = false
            hub.credits = Upload.recordLimit
        }
    }

    private mutating func befall(_ hazard: Hazard, _ box: Int) {
        report.hazards += 1
        report.note(UInt64(box) << 8)
        switch hazard {
        case .partition: boxes[box].cutOffUntil = now + dice.roll(1000...120_000)
        case .overload: overload()
        case .powerCut: start(box)
        case .hubCrash: hub.crash()
        case .hubRestore: restoreHub()
        case .deviceRestore: restoreBox(dice.index(plan.tills))
        case .clone: clone(box)
        case .upgrade:
            let form = HubShelf.laterForm
            if dice.isOne(in: 4) { hub.upgrade(to: form) } else { boxes[box].schema = form }
        case .clockStep: boxes[box].clockOffset += dice.roll(-7_200_000...7_200_000)
        case .diskFull: boxes[box].fullUntil = now + dice.roll(1000...60_000)
        case .loss, .lostAnswers, .doubling, .delay, .rogueHub, .poison: break
        }
    }

    private mutating func overload() {
        if dice.isOne(in: 2) {
            hub.isBusy = true
        } else {
            hub.credits = Int(dice.roll(1...8))
        }
    }

    private mutating func restoreHub() {
        guard !hub.backups.isEmpty else { return }
        lives += 1
        let before = hub.restore(
            dice.index(hub.backups.count),
            life: lives,
            numbers: 1..<nextDevice
        )
        // What only the hub still had is gone with it.
        for place in fragile where before.contains(place) && !hub.shelf.held.contains(place) {
            lose(place)
        }
    }

    private mutating func restoreBox(_ box: Int) {
        guard let image = images[box] else { return }
        report.splits += 1
        for record in boxes[box].disk.journal {
            let place = ChainPlace(record)
            guard image.index(of: place) == nil else { continue }
            fragile.insert(place)
            names[place] = record.operation
            if !hub.shelf.held.contains(place) { lose(place) }
        }
        boxes[box].disk = image
        beginLife(box)
    }

    private mutating func lose(_ place: ChainPlace) {
        if let name = names[place] { destroyed.insert(name) }
    }

    private mutating func clone(_ box: Int) {
        guard boxes.count < plan.tills + 3 else { return }
        report.splits += 1
        boxes.append(boxes[box])
        boxes[boxes.count - 1].question = nil
        beginLife(boxes.count - 1)
    }
}
