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
    }

    mutating func apply(_ record: Record, schema: UInt16) {
        switch Self.read(record, schema: schema) {
        case .success(.saleCompleted(let sale)):
            receipts[record.device] = max(receipts[record.device] ?? 0, sale.receipt.number)
            book(
                sale.sale,
                member: sale.member.map { Int($0.number) } ?? 0,
                points: sale.accrual?.accrual.points.value ?? 0
            )
        case .success:
            break
        case .failure(.unknown):
            deferred.append(record)
        case .failure(.malformed):
            setAside[ChainPlace(record)] = record.operation
        }
    }

    mutating func book(_ sale: OperationID, member: Int, points earned: Int64) {
        booked[sale, default: 0] += 1
        points[member, default: 0] += earned
        issued -= earned
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
