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
        let isPoison = plan.hazards.contains(.poison) && dice.isOne(in: 40)
        sell(at: box, isPoison: isPoison)
    }

    private mutating func sell(at box: Int, isPoison: Bool) {
        boxes[box].numbered += 1
        let begun = boxes[box].staged.last { $0.receipt != nil }?.receipt
        let inTransaction = (begun ?? boxes[box].disk.lastReceipt) + 1
        let sale = Sale(
            name: OperationID(milliseconds: now, chance: dice.pair()),
            member: dice.index(plan.members + 1),
            points: dice.roll(1...50),
            receipt: rules.keeps(.numbersInTheTransaction) ? inTransaction : boxes[box].numbered,
            isPoison: isPoison
        )
        state(sale, at: box, isCorrection: false)
        if !rules.keeps(.showsOnlyWhatIsDurable), let draft = boxes[box].staged.last {
            acknowledged.append(draft.record.operation)
        }
    }

    /// Begins the commit of a record that states `sale`.
    mutating func state(_ sale: Sale, at box: Int, isCorrection: Bool) {
        let isReadable = !sale.isPoison || isCorrection
        let body = isReadable ? fact(sale, at: box).body() : Array("{}".utf8)
        let record = record(.saleCompleted, body, boxes[box].schema, at: box)
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
                receipt: ReceiptNumber(day: BusinessDay(number: 20_000), number: sale.receipt),
                at: SaleTime(unixSeconds: 1_700_000_000 + now / 1000, offsetMinutes: 480),
                member: sale.member == 0 ? nil : MemberID(Int64(sale.member)),
                lines: [],
                tenders: [Tender(.cash, Money(minorUnits: 1000))],
                change: .zero,
                accrual: PinnedAccrual(
                    programme: ProgrammeVersion(id: "r1", version: 1),
                    accrual: accrual
                )
            )
        )
    }

    private mutating func record(
        _ kind: RecordKind,
        _ body: [UInt8],
        _ schema: UInt16,
        at box: Int
    ) -> Record {
        let wall = 1_700_000_000_000 + now + boxes[box].clockOffset
        let last = boxes[box].staged.last?.record.stamp.hybrid ?? boxes[box].disk.hybrid
        let hybrid =
            rules.keeps(.neverTurnsItsClockBack)
            ? last.advanced(to: wall) : HybridTime.start.advanced(to: wall)
        return Record(
            device: boxes[box].disk.device,
            after: boxes[box].stagedHead,
            kind: kind,
            schema: schema,
            stamp: Stamp(
                hybrid: hybrid,
                wallMilliseconds: wall,
                monotonicNanoseconds: UInt64(now) * 1_000_000,
                quality: .local
            ),
            operation: OperationID(milliseconds: now, chance: dice.pair()),
            body: body
        )
    }

    /// Switches a box on: its memory is what its disk has.
    mutating func start(_ box: Int) {
        let old = boxes[box]
        boxes[box] = Box(old.disk, omissions: rules)
        boxes[box].clockOffset = old.clockOffset
        boxes[box].cutOffUntil = old.cutOffUntil
        boxes[box].fullUntil = old.fullUntil
        boxes[box].schema = old.schema
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
            boxes[box].disk.append(draft.record, receipt: draft.receipt)
            report.note(UInt64(draft.record.stamp.hybrid.reading))
            if draft.sale != nil, rules.keeps(.showsOnlyWhatIsDurable) {
                acknowledged.append(draft.record.operation)
            }
        }
        boxes[box].staged.removeAll(keepingCapacity: true)
    }
}
