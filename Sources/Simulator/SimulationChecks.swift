internal import Records
internal import SyncProtocol

/// What has to be true at the end, whatever happened.
extension Simulation {
    mutating func check() {
        checkSales()
        checkBoxes()
        checkChains()
        checkReceipts()
        checkAdoptions()
        checkLeases()
        if !hub.shelf.setAside.isEmpty {
            report.violate("\(hub.shelf.setAside.count) records are still set aside")
        }
    }

    /// A split costs one epoch and one number; boxes that fence each other would take more.
    ///
    /// A box may go over once more than that: with a grant that it has taken and that is over,
    /// since a copy of the box was started before it could say so.
    private mutating func checkAdoptions() {
        // A hub that forgets what it granted may have to grant it again.
        guard !plan.hazards.contains(.hubRestore) else { return }
        let splits = report.splits
        let counts = [
            (hub.epochsBegun, 1, "epochs were begun"),
            (report.renumberings, 1, "boxes got numbers of their own"),
            (report.adoptions, 3, "boxes went over"),
        ]
        for (count, most, what) in counts where count > most * splits {
            report.violate("\(count) \(what), for \(splits) splits")
        }
    }

    /// Every acknowledged sale exactly once, and nothing twice.
    private mutating func checkSales() {
        for name in acknowledged {
            guard let sale = sales[name] else { continue }
            let count = hub.shelf.booked[sale.name] ?? 0
            if count == 0, !destroyed.contains(name) {
                report.violate("an acknowledged sale is missing: receipt \(sale.receipt)")
            }
        }
        var seen: Set<OperationID> = []
        for sale in sales.values.sorted(by: { $0.receipt < $1.receipt }) {
            guard let count = hub.shelf.booked[sale.name], seen.insert(sale.name).inserted else {
                continue
            }
            if count > 1 { report.violate("receipt \(sale.receipt) is booked \(count) times") }
        }
    }

    /// Whatever a box has, the hub has; and a box's clock never went back.
    private mutating func checkBoxes() {
        for (index, box) in boxes.enumerated() {
            var last = HybridTime.start
            for record in box.disk.journal {
                if !hub.shelf.held.contains(ChainPlace(record)),
                    !destroyed.contains(record.operation)
                {
                    report.violate("the hub lacks record \(record.sequence) of box \(index)")
                }
                if record.stamp.hybrid <= last {
                    report.violate("the clock of box \(index) went back at \(record.sequence)")
                }
                last = record.stamp.hybrid
            }
        }
    }

    /// The hub's chains hang together, and reach as far as its rows say.
    private mutating func checkChains() {
        for (device, row) in hub.shelf.rows.sorted(by: { $0.key < $1.key }) {
            var head = ChainHead.root(of: device, epoch: row.last.epoch, base: row.base)
            let key = HubShelf.ChainKey(device: device, epoch: row.last.epoch)
            for record in hub.shelf.chains[key] ?? [] {
                guard record.follows(head) else {
                    report.violate("device \(device): record \(record.sequence) does not follow")
                    return
                }
                head = record.position
            }
            if head != row.last { report.violate("device \(device): the chain ends elsewhere") }
        }
    }

    /// Numbers on the receipts of one box go up by one, and jump only under a grant.
    private mutating func checkReceipts() {
        for (index, box) in boxes.enumerated() {
            for (position, chain) in box.disk.chains.enumerated() {
                let end =
                    position + 1 < box.disk.chains.count
                    ? box.disk.chains[position + 1].start : box.disk.journal.count
                check(box.disk.journal[chain.start..<end], index, isFirst: position == 0)
            }
        }
        checkGrantedReceipts()
    }

    private mutating func check(_ run: ArraySlice<Record>, _ box: Int, isFirst: Bool) {
        var last: Int32? = isFirst ? 0 : nil
        for record in run {
            guard let sale = sales[record.operation], isNumbered(record) else { continue }
            if let last, sale.receipt != last + 1 {
                report.violate("box \(box): receipt \(sale.receipt) comes after \(last)")
            }
            last = sale.receipt
        }
    }

    /// No number stands twice on the chains that the hub granted, one after the other.
    ///
    /// A hub cannot know the numbers on records that it cannot read, so they do not count here.
    private mutating func checkGrantedReceipts() {
        for device in hub.shelf.rows.keys.sorted() {
            var last: Int32 = 0
            for epoch in hub.shelf.epochs(of: device) {
                let key = HubShelf.ChainKey(device: device, epoch: epoch)
                for record in hub.shelf.chains[key] ?? [] {
                    guard let sale = sales[record.operation], !sale.isPoison,
                        record.schema != HubShelf.laterForm
                    else { continue }
                    if sale.receipt <= last {
                        report.violate("device \(device): receipt \(sale.receipt) is given twice")
                    }
                    last = max(last, sale.receipt)
                }
            }
        }
    }

    /// A correction states a sale again, under its old number.
    private func isNumbered(_ record: Record) -> Bool {
        guard let sale = sales[record.operation] else { return false }
        return !sale.isPoison || String(decoding: record.body, as: UTF8.self) == "{}"
    }

    /// A device whose number nobody else has used has no reason to stand apart.
    mutating func checkFence(_ box: Int) {
        guard !plan.hazards.contains(where: \.splitsADevice) else { return }
        report.violate(
            "device \(boxes[box].disk.device) is fenced for no reason: "
                + (boxes[box].end.memory.apart?.rawValue ?? "")
        )
    }

    /// The hub holds no record without the one that its box wrote before.
    ///
    /// What breaks this does harm only to a hub that is restored just then, and again.
    mutating func checkPast(of request: Request) {
        let records =
            switch request {
            case .upload(let upload): upload.records
            case .branch(let branch): branch.upload.records
            case .hello, .leases: [Record]()
            }
        for place in records.map({ ChainPlace($0) }) where hub.shelf.held.contains(place) {
            guard let before = previous[place], !hub.shelf.held.contains(before) else { continue }
            report.violate(
                "device \(place.device): the hub holds record \(place.head.sequence) of epoch "
                    + "\(place.head.epoch), and not the one before"
            )
        }
    }

    /// Records that came with a fork are kept: nobody else may have them.
    mutating func noteFork(_ request: Request, _ reply: Reply) {
        guard case .upload(let upload) = request, case .refusal(let refusal) = reply,
            refusal.kind == .fork
        else { return }
        for record in upload.records { report.note(record.stamp.hybrid.reading) }
    }
}

extension HubShelf {
    /// The epochs of `device` of which the hub has a chain, in order.
    func epochs(of device: DeviceID) -> [UInt32] {
        chains.keys.filter { $0.device == device }.map(\.epoch).sorted()
    }
}
