internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// How the simulated hub keeps records and gives them their effect.
extension HubShelf {
    /// Adds `record` to its device's granted chain.
    mutating func chain(_ record: Record) {
        let key = ChainKey(device: record.device, epoch: record.position.epoch)
        chains[key, default: []].append(record)
    }

    /// Keeps `record`, and gives it its effect when its name has had none yet.
    mutating func keep(_ record: Record, schema: UInt16, _ rules: Omissions) {
        let isNew = held.insert(ChainPlace(record)).inserted
        if rules.keeps(.appliesEachNameOnce) {
            guard isNew, names.insert(record.operation).inserted else { return }
        } else {
            guard !recentNames.contains(record.operation) else { return }
            recentNames.append(record.operation)
            if recentNames.count > 8 { recentNames.removeFirst() }
        }
        apply(record, schema: schema)
        book.witness(record.holder, clock: record.stamp.hybrid.milliseconds)
    }

    mutating func apply(_ record: Record, schema: UInt16) {
        if let fact = try? LeaseFact(record) { return apply(fact, record.holder) }
        switch Self.read(record, schema: schema) {
        case .success(.saleCompleted(let sale)):
            receipts[record.device] = max(receipts[record.device] ?? 0, sale.receipt.number)
            booked[sale.sale, default: 0] += 1
            enter(sale, from: record.holder)
        case .success:
            break
        case .failure(.unknown):
            deferred.append(record)
            book.hold(record.holder)
        case .failure(.malformed):
            setAside[ChainPlace(record)] = record.operation
            book.hold(record.holder)
        }
    }

    private mutating func apply(_ fact: LeaseFact, _ holder: LeaseHolder) {
        switch fact {
        case .accepted(let grant): if let lease = grant.lease { book.accept(lease) }
        case .givenBack(let lease): book.giveBack(lease, by: holder)
        }
    }

    /// What was spent comes before what was earned: no sale pays for itself.
    private mutating func enter(_ sale: CompletedSale, from holder: LeaseHolder) {
        for spend in sale.leases?.spent ?? [] { book.use(spend) }
        guard let member = sale.member, let pinned = sale.accrual else { return }
        let lot = Self.lot(of: pinned.programme, earnedOn: sale.receipt.day)
        // Whoever states the sale of another till again leases nothing to it.
        let own = sale.leases?.earned.flatMap { $0.holder == holder ? $0 : nil }
        book.earn(
            Holding(lot, pinned.accrual.points.value),
            in: .points(member),
            leasedAs: own
        )
    }

    /// The lot that points go into: those of the second programme never go.
    static func lot(of programme: ProgrammeVersion, earnedOn day: BusinessDay) -> LeaseUnit {
        .lot(LotRule(validDays: programme.id == "r1" ? 3 : nil).lastDay(earnedOn: day))
    }

    /// The form of a program that is newer than this one.
    static let laterForm = Fact.schema + 1

    /// What `record` states to a program that reads forms up to `schema`.
    ///
    /// The later form of a simulation has the body of the first, so its reader is the real one.
    static func read(_ record: Record, schema: UInt16) -> Result<Fact, FactFault> {
        guard record.schema == Self.laterForm, schema >= Self.laterForm else {
            return Result { () throws(FactFault) in try Fact(record) }
        }
        let first = Record(
            device: record.device,
            after: ChainHead(
                epoch: record.position.epoch,
                sequence: record.sequence - 1,
                hash: record.previous
            ),
            kind: record.kind,
            schema: 1,
            stamp: record.stamp,
            operation: record.operation,
            body: Array(record.body)
        )
        return Result { () throws(FactFault) in try Fact(first) }
    }

    /// Those of an upload's records that wait for a person.
    func setAside(of upload: Upload) -> [Acknowledgement.SetAside] {
        guard !setAside.isEmpty else { return [] }
        return upload.records.filter { setAside[ChainPlace($0)] != nil }.map {
            Acknowledgement.SetAside(sequence: $0.sequence, reason: "its body is not readable")
        }
    }

    /// The highest receipt that the hub knows of `device`, that of `records` included.
    func floor(of device: DeviceID, with records: [Record]) -> Grant.ReceiptFloor? {
        var number = receipts[device] ?? 0
        for record in records where record.device == device && record.kind == .saleCompleted {
            if case .success(.saleCompleted(let sale)) = Self.read(record, schema: Self.laterForm) {
                number = max(number, sale.receipt.number)
            }
        }
        return number > 0 ? Grant.ReceiptFloor(day: 0, number: number) : nil
    }
}

extension Record {
    /// Whether it says that a lease was accepted or given back.
    var isAboutALease: Bool { kind == .leaseAccepted || kind == .leaseGivenBack }

    /// Who may spend the leases that this record's chain has accepted.
    var holder: LeaseHolder {
        LeaseHolder(device: device.number, epoch: position.epoch)
    }
}
