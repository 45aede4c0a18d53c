internal import DurableSQLite
internal import Loyalty
internal import Records
internal import Retail

/// Everything that a hub in memory holds.
struct MemoryHubState: Sendable {
    let incarnation: String
    var devices: [DeviceID: DeviceEntry] = [:]
    var journal: [JournalKey: JournalEntry] = [:]
    var names: [OperationID: JournalKey] = [:]
    var sales: [JournalKey: SaleEntry] = [:]
    var saleNames: [OperationID: JournalKey] = [:]
    var receipts: [ReceiptKey: JournalKey] = [:]
    var postings: [Posting] = []
    var differences: [JournalKey: Difference] = [:]
    var members: Set<MemberID> = []
    var programmes: [ProgrammeVersion: ProgrammeEntry] = [:]
    var inForce: ProgrammeVersion?

    init(incarnation: String) {
        self.incarnation = incarnation
    }
}

/// A transaction on a copy of the state.
final class MemoryHubTransaction: HubTransaction {
    var state: MemoryHubState

    init(_ state: MemoryHubState) {
        self.state = state
    }

    func put(_ device: DeviceEntry) throws {
        state.devices[device.device] = device
    }

    func append(_ entry: JournalEntry) throws -> Bool {
        if let operation = entry.operation, state.names[operation] != nil { return false }
        try claim(entry.key, of: &state.journal, for: entry)
        if let operation = entry.operation { state.names[operation] = entry.key }
        return true
    }

    func restate(_ key: JournalKey, _ standing: Standing) throws {
        state.journal[key]?.standing = standing
    }

    func book(_ sale: SaleEntry) throws {
        try claim(sale.key, of: &state.sales, for: sale)
        try claim(sale.sale, of: &state.saleNames, for: sale.key)
        let receipt = ReceiptKey(place: sale.place, receipt: sale.receipt)
        try claim(receipt, of: &state.receipts, for: sale.key)
        state.postings += Posting.sides(of: sale)
    }

    func flag(_ difference: Difference) throws {
        try claim(difference.key, of: &state.differences, for: difference)
    }

    func add(_ members: [MemberID]) throws {
        state.members.formUnion(members)
    }

    func adopt(_ programme: ProgrammeEntry) throws {
        state.programmes[programme.programme.pinned] = programme
        state.inForce = programme.programme.pinned
    }

    /// What a unique index does.
    private func claim<Key: Hashable, Value>(
        _ key: Key,
        of table: inout [Key: Value],
        for value: Value
    ) throws {
        guard table.updateValue(value, forKey: key) == nil else {
            throw StorageError.refused(path: "memory", detail: "\(key) is taken")
        }
    }
}
