internal import DurableSQLite
internal import Loyalty
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
            let (answer, awaited) = try await commit { transaction in
                var awaited: [JournalKey] = []
                let answer = try self.take(upload, sender, facts, at: now, transaction, &awaited)
                return (answer, awaited)
            }
            await applyAgain(awaited)
            return answer
        } catch {
            return .failure(.unavailable(error))
        }
    }

    private func take(
        _ upload: Upload,
        _ sender: Sender,
        _ facts: [Result<Fact, FactFault>],
        at now: Int64,
        _ transaction: any HubTransaction,
        _ awaited: inout [JournalKey]
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
        case .fork(let refusal, let follows):
            if follows {
                var shelf = BranchShelf(transaction, bearer: upload.device, at: now)
                let witness = Witness(upload, by: .journal, from: sender)
                let entries = try shelf.place(upload, facts, witness)
                awaited = try keep(entries, at: device.place, transaction)
            }
            try transaction.put(device)
            return .failure(refusal)
        case .take(let start):
            if isNew {
                let entries = upload.records.enumerated().dropFirst(start).map { index, record in
                    let entry = JournalEntry(record, isNameTaken: false, standing: .applied)
                    return (entry, Statement(record, at: entry.key, facts[index]))
                }
                awaited = try keep(entries, at: device.place, reaching: device.last, transaction)
                device.witness = Witness(upload, by: .journal, from: sender)
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
    ///   - statements: The records, each with what it states.
    ///   - place: Where their device stands; nil when the hub does not know.
    ///   - last: The last record of their device's chain that the hub has then; nil when they do
    ///     not stand on it.
    /// - Returns: The returns that had waited for sales that are booked now.
    func keep(
        _ statements: [(entry: JournalEntry, statement: Statement)],
        at place: Place?,
        reaching last: ChainHead? = nil,
        _ transaction: any HubTransaction
    ) throws -> [JournalKey] {
        guard let device = statements.first?.entry.key.device else { return [] }
        let nameless = try transaction.append(statements.map(\.entry))
        let named = statements.map(\.statement).filter { !nameless.contains($0.key) }
        if named.contains(where: \.isReturn) { try transaction.claim(.returns) }
        var desk = try desk(LeaseSubjects(of: device, named), transaction)
        if !nameless.isEmpty {
            let entries = statements.map(\.entry).filter { nameless.contains($0.key) }
            for key in try keepNameless(entries, transaction) { try desk.hold(key) }
        }
        let standings = try apply(named, at: place, &desk, transaction)
        if !standings.isEmpty { try transaction.restate(standings) }
        if let last {
            desk.book.drains(device.number, epoch: last.epoch, last: last.sequence)
        }
        try desk.close()
        return try returns(awaiting: named, transaction)
    }

    /// Keeps records whose name is taken: their bytes say it, and they have no effect.
    ///
    /// - Returns: Those that a person has to look at.
    private func keepNameless(
        _ entries: [JournalEntry],
        _ transaction: any HubTransaction
    ) throws -> [JournalKey] {
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
        return kept.filter { $0.standing != .applied }.map(\.key)
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
