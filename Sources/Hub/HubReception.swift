internal import DurableSQLite
internal import Records
internal import Retail
public import SyncProtocol

/// How the hub takes records.
extension HubCore {
    /// Takes an upload and answers only after it is durable.
    ///
    /// - Parameter sender: Who sent it.
    public func receive(
        _ upload: Upload,
        from sender: Sender = .unsigned
    ) async -> Result<Acknowledgement, Refusal> {
        let now = now
        // Reading the facts costs the most; tills wait for each other only behind this.
        let facts = upload.facts
        do throws(StorageError) {
            return try await commit { transaction in
                try self.take(upload, sender, facts, at: now, transaction)
            }
        } catch {
            return .failure(.unavailable(error))
        }
    }

    private func take(
        _ upload: Upload,
        _ sender: Sender,
        _ facts: [Result<Fact, FactFault>],
        at now: Int64,
        _ transaction: any HubTransaction
    ) throws -> Result<Acknowledgement, Refusal> {
        try transaction.claim(.device(upload.device))
        let epoch = upload.records[0].position.epoch
        let admittance = try admittance(of: sender, as: upload.device, in: epoch, transaction)
        if admittance == .revoked { return .failure(.revoked(upload.device)) }
        let isAdmitted = admittance == .admitted
        guard var device = try transaction.device(upload.device) else {
            // A gap sends the device back to its greeting, which enrols it.
            let gap = Refusal(.gap, "device \(upload.device) has not said hello yet")
            return .failure(isAdmitted ? gap : .unverified(upload.device))
        }
        let life = HubEnd.Life(incarnation: try transaction.incarnation(), time: now)
        var end = HubEnd(device.row, life: life)
        let intake = try end.receive(upload, isVerified: isAdmitted) { head in
            try transaction.hash(of: JournalKey(device: upload.device, head)) == head.hash
        }
        let isNew = end.row != device.row
        device.row = end.row
        switch intake {
        case .refuse(let refusal):
            return .failure(refusal)
        case .fork(let refusal):
            var shelf = BranchShelf(transaction, bearer: upload.device, at: now)
            try keep(try shelf.place(upload), facts, at: device.place, transaction)
            try transaction.put(device)
            return .failure(refusal)
        case .take(let start):
            if isNew {
                let entries = upload.records.enumerated().dropFirst(start).map { index, record in
                    (index, JournalEntry(record, isNameTaken: false, standing: .applied))
                }
                try keep(entries, facts, at: device.place, transaction)
                try transaction.put(device)
            }
            let records = upload.records
            let run = (first: JournalKey(records[0]), last: records[records.count - 1].sequence)
            return .success(
                end.acknowledgement(setAside: try transaction.setAside(in: run))
            )
        }
    }

    /// Keeps records and books what they state.
    ///
    /// - Parameters:
    ///   - entries: The records, each with the index of its fact.
    ///   - place: Where their device stands; nil when the hub does not know.
    func keep(
        _ entries: [(fact: Int, entry: JournalEntry)],
        _ facts: [Result<Fact, FactFault>],
        at place: Place?,
        _ transaction: any HubTransaction
    ) throws {
        guard !entries.isEmpty else { return }
        let nameless = try transaction.append(entries.map(\.entry))
        if !nameless.isEmpty {
            try keepNameless(
                entries.map(\.entry).filter { nameless.contains($0.key) },
                transaction
            )
        }
        let statements = entries.lazy.filter { !nameless.contains($0.entry.key) }
            .map { Statement(key: $0.entry.key, fact: facts[$0.fact]) }
        let standings = try apply(Array(statements), at: place, transaction)
        if !standings.isEmpty { try transaction.restate(standings) }
    }

    /// Keeps records whose name is taken: their bytes say it, and they have no effect.
    private func keepNameless(
        _ entries: [JournalEntry],
        _ transaction: any HubTransaction
    ) throws {
        let kept = try entries.map { entry in
            let name = entry.operation
            let namesake = try name.flatMap { try transaction.record(named: $0) }
            // The very same record, on a branch and on the chain: nobody has to look at that.
            let isSame = try namesake.flatMap { try transaction.hash(of: $0) } == entry.hash
            let who = namesake?.description ?? "another record"
            let reason = "\(who) bears the name \(name?.description ?? "") already"
            return JournalEntry(
                key: entry.key,
                kind: entry.kind,
                schema: entry.schema,
                operation: nil,
                hash: entry.hash,
                bytes: entry.bytes,
                standing: isSame ? .applied : .setAside(reason)
            )
        }
        _ = try transaction.append(kept)
    }
}

extension Upload {
    /// What the records state, read.
    var facts: [Result<Fact, FactFault>] {
        records.map { record in
            Result { () throws(FactFault) in try Fact(record) }
        }
    }
}

extension JournalKey {
    /// The key of the record at `head` on the granted chain of `device`.
    init(device: DeviceID, _ head: ChainHead) {
        self.init(device: device, epoch: head.epoch, sequence: head.sequence)
    }
}

extension HubReading {
    /// The records of one run that wait for a person, as a device is told of them.
    func setAside(
        in run: (first: JournalKey, last: UInt64)
    ) throws -> [Acknowledgement.SetAside] {
        try waiting(in: run).compactMap { record in
            guard case .setAside(let reason) = record.standing else { return nil }
            return Acknowledgement.SetAside(sequence: record.key.sequence, reason: reason)
        }
    }
}
