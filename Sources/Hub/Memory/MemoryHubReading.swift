internal import Loyalty
internal import Records
internal import Retail

extension MemoryHubTransaction {
    func incarnation() throws -> String { state.incarnation }

    func device(_ device: DeviceID) throws -> DeviceEntry? { state.devices[device] }

    func devices() throws -> [DeviceEntry] {
        state.devices.values.sorted { $0.device < $1.device }
    }

    func hash(of key: JournalKey) throws -> Digest? { state.journal[key]?.hash }

    func record(named operation: OperationID) throws -> JournalKey? { state.names[operation] }

    func records(after key: JournalKey, limit: Int) throws -> [JournalEntry] {
        let run = state.journal.values.filter {
            $0.key.at(0) == key.at(0) && $0.key.sequence > key.sequence
        }
        return Array(run.sorted { $0.key < $1.key }.prefix(limit))
    }

    func runs(of device: DeviceID?) throws -> [ChainRun] {
        state.runs.values.filter { run in device.map { run.device == $0 } ?? true }
            .sorted { $0.key.at(0) < $1.key.at(0) }
    }

    func backups() throws -> [BackupEntry] {
        state.backups.values.sorted { ($0.takenAt, $0.name) < ($1.takenAt, $1.name) }
    }

    func waiting(in run: (first: JournalKey, last: UInt64)?) throws -> [WaitingRecord] {
        let waiting = state.journal.values.filter { entry in
            guard entry.standing != .applied else { return false }
            guard let run else { return true }
            return entry.key >= run.first && entry.key <= run.first.at(run.last)
        }
        return waiting.sorted { $0.key < $1.key }
            .map { WaitingRecord(key: $0.key, kind: $0.kind, standing: $0.standing) }
    }

    func booking(of sale: OperationID) throws -> JournalKey? { state.saleNames[sale] }

    func returns(of sale: OperationID) throws -> [JournalKey] {
        (state.returns[sale] ?? []).sorted()
    }

    func deferredReturns() throws -> [JournalKey] { state.deferredReturns.sorted() }

    func booking(of receipt: ReceiptKey) throws -> JournalKey? { state.receipts[receipt] }

    func lastReceipt(at place: Place) throws -> ReceiptNumber? {
        state.receipts.keys.filter { $0.place == place }.map(\.receipt)
            .max { ($0.day, $0.number) < ($1.day, $1.number) }
    }

    func sales(before end: BusinessDay?, _ visit: (SaleEntry) throws -> Void) throws {
        for sale in state.sales.values.sorted(by: { $0.key < $1.key })
        where end.map({ sale.receipt.day < $0 }) ?? true {
            try visit(sale)
        }
    }

    func sales(after key: JournalKey?, limit: Int) throws -> [SaleEntry] {
        let sales = state.sales.values.filter { sale in key.map { sale.key > $0 } ?? true }
        return Array(sales.sorted { $0.key < $1.key }.prefix(limit))
    }

    func lots(programme id: String) throws -> [EarnedLot] {
        struct Key: Hashable {
            var member: MemberID
            var day: BusinessDay
        }
        var sums: [Key: Points] = [:]
        for posting in state.postings where posting.programme.id == id {
            guard case .member(let member) = posting.account else { continue }
            sums[Key(member: member, day: posting.day), default: .zero] += posting.points
        }
        return sums.map { EarnedLot(member: $0.member, day: $0.day, points: $1) }
    }

    func pointSpends() throws -> [MemberID: [PointSpend]] {
        state.sales.keys.reduce(into: [:]) { spends, key in
            if let entry = state.journal[key] { SpentPoints.add(entry.bytes, to: &spends) }
        }
    }

    func ledgerSum() throws -> Points { state.postings.reduce(.zero) { $0 + $1.points } }

    func differences() throws -> [Difference] {
        state.differences.values.sorted { $0.key < $1.key }
    }

    func members() throws -> [MemberID] { state.members.sorted() }

    func programme() throws -> ProgrammeEntry? { state.inForce.flatMap { state.programmes[$0] } }

    func programme(_ version: ProgrammeVersion) throws -> ProgrammeEntry? {
        state.programmes[version]
    }

    func programmes() throws -> [ProgrammeEntry] {
        state.programmes.values.sorted {
            ($0.programme.id, $0.programme.version) < ($1.programme.id, $1.programme.version)
        }
    }

    func census() throws -> HubCensus {
        var census = HubCensus()
        census.devices = state.devices.count
        census.records = state.journal.count
        for entry in state.journal.values {
            switch entry.standing {
            case .applied: break
            case .setAside: census.setAside += 1
            case .deferred: census.deferred += 1
            }
        }
        census.differences = state.differences.count
        census.members = state.members.count
        for sale in state.sales.values {
            census.sales += sale.sales
            census.returns += 1 - sale.sales
            census.lines += sale.lines
            census.due += sale.due
            census.points += sale.points
        }
        return census
    }
}
