internal import DurableSQLite
internal import Records
internal import Retail
public import SyncProtocol

/// How the hub takes records.
extension HubCore {
    /// Takes an upload and answers only after it is durable.
    public func receive(_ upload: Upload) async -> Result<Acknowledgement, Refusal> {
        // Reading the facts costs the most; tills wait for each other only behind this.
        let facts = upload.records.map { record in
            Result { () throws(FactFault) in try Fact(record) }
        }
        do throws(StorageError) {
            return try await commit { transaction in
                try self.take(upload, facts, transaction)
            }
        } catch {
            return .failure(.unavailable(error))
        }
    }

    private func take(
        _ upload: Upload,
        _ facts: [Result<Fact, FactFault>],
        _ transaction: any HubTransaction
    ) throws -> Result<Acknowledgement, Refusal> {
        try transaction.claim(.device(upload.device))
        guard var device = try transaction.device(upload.device) else {
            // A gap sends the device back to its greeting, which enrols it.
            return .failure(Refusal(.gap, "device \(upload.device) has not said hello yet"))
        }
        let last = device.last
        let reception = try Reception.decide(upload, last: last) { sequence in
            try transaction.hash(
                of: JournalKey(device: device.device, epoch: last.epoch, sequence: sequence)
            )
        }
        switch reception {
        case .refuse(let refusal):
            return .failure(refusal)
        case .take(let start):
            if start < upload.records.count {
                try keep(upload.records[start...], facts[start...], of: device, transaction)
                device.last = upload.records[upload.records.count - 1].position
                try transaction.put(device)
            }
            return .success(try acknowledgement(of: upload, device.last, transaction))
        }
    }

    private func keep(
        _ records: ArraySlice<Record>,
        _ facts: ArraySlice<Result<Fact, FactFault>>,
        of device: DeviceEntry,
        _ transaction: any HubTransaction
    ) throws {
        let entries = records.map { JournalEntry($0, isNameTaken: false, standing: .applied) }
        let nameless = try transaction.append(entries)
        if !nameless.isEmpty {
            let records = records.filter { nameless.contains(JournalKey($0)) }
            try keepNameless(records, transaction)
        }
        let statements = zip(entries, facts).lazy.map { Statement(key: $0.key, fact: $1) }
            .filter { !nameless.contains($0.key) }
        let standings = try apply(Array(statements), at: device.place, transaction)
        if !standings.isEmpty { try transaction.restate(standings) }
    }

    /// Keeps records whose name is taken: their bytes say it, and they have no effect.
    private func keepNameless(_ records: [Record], _ transaction: any HubTransaction) throws {
        let entries = try records.map { record in
            let namesake = try transaction.record(named: record.operation)
            let reason =
                (namesake?.description ?? "another record")
                + " bears the name \(record.operation) already"
            return JournalEntry(record, isNameTaken: true, standing: .setAside(reason))
        }
        _ = try transaction.append(entries)
    }

    private func acknowledgement(
        of upload: Upload,
        _ last: ChainHead,
        _ transaction: any HubTransaction
    ) throws -> Acknowledgement {
        let records = upload.records
        let waiting = try transaction.waiting(
            in: (
                device: upload.device, epoch: last.epoch,
                numbers: records[0].sequence...records[records.count - 1].sequence
            )
        )
        return Acknowledgement(
            incarnation: try transaction.incarnation(),
            last: last,
            setAside: waiting.compactMap { record in
                guard case .setAside(let reason) = record.standing else { return nil }
                return Acknowledgement.SetAside(sequence: record.key.sequence, reason: reason)
            },
            credits: Upload.recordLimit
        )
    }
}
