internal import DurableSQLite
internal import Loyalty
internal import Records
internal import Retail
internal import SyncProtocol

/// Everything that a hub in memory holds.
struct MemoryHubState: Sendable {
    var incarnation: String
    var devices: [DeviceID: DeviceEntry] = [:]
    var journal: [JournalKey: JournalEntry] = [:]
    /// By where they begin, number 0.
    var runs: [JournalKey: ChainRun] = [:]
    var backups: [String: BackupEntry] = [:]
    var names: [OperationID: JournalKey] = [:]
    var sales: [JournalKey: SaleEntry] = [:]
    var saleNames: [OperationID: JournalKey] = [:]
    var receipts: [ReceiptKey: JournalKey] = [:]
    /// By the sale that they are of.
    var returns: [OperationID: Set<JournalKey>] = [:]
    var deferredReturns: Set<JournalKey> = []
    var postings: [Posting] = []
    var differences: [JournalKey: Difference] = [:]
    var members: Set<MemberID> = []
    var programmes: [ProgrammeVersion: ProgrammeEntry] = [:]
    var inForce: ProgrammeVersion?
    var identities = MemoryIdentities()
    var leases = MemoryLeases()
    var feeds = MemoryFeeds()
    var erasures: [MemberID: Erasure] = [:]

    init(incarnation: String) {
        self.incarnation = incarnation
    }
}

/// A transaction on a copy of the state.
final class MemoryHubTransaction: HubTransaction {
    var state: MemoryHubState
    let fault: MemoryHubFault?

    init(_ state: MemoryHubState, fault: MemoryHubFault?) {
        self.state = state
        self.fault = fault
    }

    /// Commits come one after the other: whoever is at work has everything.
    func claim(_ subject: HubSubject) throws {}

    func found(as incarnation: String) throws {
        guard state.incarnation.isEmpty else {
            throw StorageError.refused(path: "memory", detail: "the hub has a name already")
        }
        state.incarnation = incarnation
    }

    func begin(life incarnation: String) throws {
        state.incarnation = incarnation
    }

    func put(_ device: DeviceEntry) throws {
        var device = device
        if fault == .forgetsRows { device.row = device.row.restored() }
        if fault == .forgetsWitnesses { device.witness = nil }
        state.devices[device.device] = device
    }

    func put(_ run: ChainRun) throws {
        var run = run
        if fault == .forgetsWitnesses { run.witness = nil }
        state.runs[run.key.at(0)] = run
    }

    func put(_ backup: BackupEntry) throws {
        guard fault != .forgetsBackups else { return }
        state.backups[backup.name] = backup
    }

    func giveUp(backup name: String) throws {
        state.backups[name] = nil
    }

    func append(_ entries: [JournalEntry]) throws -> Set<JournalKey> {
        var nameless: Set<JournalKey> = []
        for entry in entries {
            // A store without branches takes the first record under a number for every other.
            let chained = JournalKey(
                device: entry.key.device,
                epoch: entry.key.epoch,
                sequence: entry.key.sequence
            )
            if fault == .mixesBranches, state.journal[chained] != nil { continue }
            if let operation = entry.operation, state.names[operation] != nil,
                fault != .forgetsNames
            {
                nameless.insert(entry.key)
                continue
            }
            try insert(entry.key, into: &state.journal, entry)
            noteDeferral(entry)
            if let operation = entry.operation { state.names[operation] = entry.key }
        }
        return nameless
    }

    func restate(_ standings: [JournalKey: Standing]) throws {
        for (key, standing) in standings {
            state.journal[key]?.standing = standing
            state.journal[key].map(noteDeferral)
        }
    }

    /// What a partial index does.
    private func noteDeferral(_ entry: JournalEntry) {
        guard entry.kind == .goodsReturned else { return }
        if case .deferred = entry.standing, fault != .forgetsDeferredReturns {
            state.deferredReturns.insert(entry.key)
        } else {
            state.deferredReturns.remove(entry.key)
        }
    }

    func book(_ sales: [SaleEntry], sharesReceipts: Bool) throws -> [Unbooked] {
        sales.filter { !book($0, sharesReceipts) }
            .map { Unbooked(key: $0.key, reason: .isTaken) }
    }

    private func book(_ sale: SaleEntry, _ sharesReceipt: Bool) -> Bool {
        let receipt = ReceiptKey(place: sale.place, receipt: sale.receipt)
        guard state.sales[sale.key] == nil, state.saleNames[sale.sale] == nil,
            state.receipts[receipt] == nil || sharesReceipt || fault == .forgetsReceipts
        else { return false }
        state.sales[sale.key] = sale
        state.saleNames[sale.sale] = sale.key
        if state.receipts[receipt] == nil { state.receipts[receipt] = sale.key }
        if let origin = sale.origin, fault != .forgetsReturns {
            state.returns[origin.sale, default: []].insert(sale.key)
        }
        state.postings += Posting.sides(of: sale)
        return true
    }

    func flag(_ differences: [Difference]) throws {
        for difference in differences {
            try insert(difference.key, into: &state.differences, difference)
        }
    }

    func add(_ members: [MemberID]) throws {
        state.members.formUnion(members)
    }

    func adopt(_ programme: ProgrammeEntry) throws {
        state.programmes[programme.programme.pinned] = programme
        state.inForce = programme.programme.pinned
    }

    /// What a unique index does.
    private func insert<Key: Hashable, Value>(
        _ key: Key,
        into table: inout [Key: Value],
        _ value: Value
    ) throws {
        guard table.updateValue(value, forKey: key) == nil else {
            throw StorageError.refused(path: "memory", detail: "\(key) is taken")
        }
    }
}
