internal import Records
internal import SyncProtocol

/// Where the records of branches stand beside the chains: what is held already, and where the next
/// one goes.
struct BranchShelf {
    private let transaction: any HubTransaction
    private let bearer: DeviceID
    private let now: Int64
    private var known: [DeviceID: [ChainRun]] = [:]
    /// The runs that have grown.
    private var changed: Set<JournalKey> = []

    /// The shelf in `transaction`, for what `bearer` brings at `now`.
    init(_ transaction: any HubTransaction, bearer: DeviceID, at now: Int64) {
        self.transaction = transaction
        self.bearer = bearer
        self.now = now
    }

    /// The key under which the hub holds this very record, on a chain or on a branch; nil when it
    /// does not.
    mutating func key(of place: ChainPlace) throws -> JournalKey? {
        let chained = JournalKey(device: place.device, place.head)
        if try transaction.hash(of: chained) == place.head.hash { return chained }
        for run in try runs(of: place.device) where run.branch > 0 && run.reaches(place.head) {
            let key = run.key.at(place.head.sequence)
            if try transaction.hash(of: key) == place.head.hash { return key }
        }
        return nil
    }

    /// Gives every record that the hub does not hold its place beside the chain.
    ///
    /// - Parameters:
    ///   - facts: What the upload's records state.
    ///   - witness: The signature over the upload.
    /// - Returns: Those, each with what it states.
    mutating func place(
        _ upload: Upload,
        _ facts: [Result<Fact, FactFault>],
        _ witness: Witness?
    ) throws -> [(JournalEntry, Statement)] {
        var entries: [(JournalEntry, Statement)] = []
        for (index, record) in upload.records.enumerated() {
            guard try key(of: ChainPlace(record)) == nil else { continue }
            let entry = JournalEntry(
                record,
                branch: try branch(for: record),
                isNameTaken: false,
                standing: .applied
            )
            entries.append((entry, Statement(record, at: entry.key, facts[index])))
        }
        try keepChanged(of: upload, witness)
        return entries
    }

    /// Keeps the runs that have grown by `upload`, those that end with it with its signature.
    private mutating func keepChanged(of upload: Upload, _ witness: Witness?) throws {
        let end = upload.records[upload.records.count - 1].position
        var runs = try runs(of: upload.device)
        for index in runs.indices where changed.contains(runs[index].key.at(0)) {
            // What fills a gap before records that are held is not what the signature ends with.
            runs[index].witness = runs[index].last == end ? witness : nil
            try transaction.put(runs[index])
        }
        known[upload.device] = runs
        changed = []
    }

    private mutating func runs(of device: DeviceID) throws -> [ChainRun] {
        if let runs = known[device] { return runs }
        let runs = try transaction.runs(of: device)
        known[device] = runs
        return runs
    }

    /// The branch that `record` goes on; a new one when it goes on none at its end.
    private mutating func branch(for record: Record) throws -> UInt32 {
        var runs = try runs(of: record.device)
        let index: Int
        if let found = runs.firstIndex(where: { $0.branch > 0 && record.follows($0.last) }) {
            index = found
        } else {
            index = runs.count
            let start = ChainHead(
                epoch: record.position.epoch,
                sequence: record.sequence - 1,
                hash: record.previous
            )
            let run = ChainRun(
                device: record.device,
                branch: (runs.map(\.branch).max() ?? 0) + 1,
                start: start,
                last: start,
                bearer: bearer,
                since: now
            )
            runs.append(run)
        }
        runs[index].last = record.position
        known[record.device] = runs
        changed.insert(runs[index].key.at(0))
        return runs[index].branch
    }
}

extension ChainRun {
    /// Whether a record with this epoch and number may stand in it.
    fileprivate func reaches(_ head: ChainHead) -> Bool {
        start.epoch == head.epoch && head.sequence > start.sequence
            && head.sequence <= last.sequence
    }
}
