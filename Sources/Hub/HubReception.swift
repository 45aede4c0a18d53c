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
            for index in start..<upload.records.count {
                try keep(upload.records[index], facts[index], of: device, transaction)
            }
            if start < upload.records.count {
                device.last = upload.records[upload.records.count - 1].position
                try transaction.put(device)
            }
            return .success(try acknowledgement(of: upload, device.last, transaction))
        }
    }

    private func keep(
        _ record: Record,
        _ fact: Result<Fact, FactFault>,
        of device: DeviceEntry,
        _ transaction: any HubTransaction
    ) throws {
        let entry = JournalEntry(record, isNameTaken: false, standing: .applied)
        guard try transaction.append(entry) else {
            return try keepNameless(record, transaction)
        }
        let standing = try apply(fact, statedBy: entry.key, at: device.place, transaction)
        if standing != .applied { try transaction.restate(entry.key, standing) }
    }

    /// Keeps a record whose name is taken: its bytes say it, and it has no effect.
    private func keepNameless(_ record: Record, _ transaction: any HubTransaction) throws {
        let namesake = try transaction.record(named: record.operation)
        let reason =
            (namesake?.description ?? "another record")
            + " bears the name \(record.operation) already"
        try transaction.append(
            JournalEntry(record, isNameTaken: true, standing: .setAside(reason))
        )
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
