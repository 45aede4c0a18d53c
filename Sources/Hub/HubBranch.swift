internal import DurableSQLite
internal import Records
internal import Retail
public import SyncProtocol

/// How the hub takes what a box brings that stands apart.
extension HubCore {
    /// Takes a piece of a branch and answers only after it is durable.
    ///
    /// - Parameter sender: Who sent it.
    public func take(
        _ branch: Branch,
        from sender: Sender = .unsigned
    ) async -> Result<BranchReceipt, Refusal> {
        let (now, fresh, facts) = (now, chance(), branch.upload.facts)
        do throws(StorageError) {
            let (receipt, awaited) = try await commit { transaction in
                var awaited: [JournalKey] = []
                let receipt = try self.take(
                    branch,
                    sender,
                    facts,
                    at: now,
                    fresh,
                    transaction,
                    &awaited
                )
                return (receipt, awaited)
            }
            await applyAgain(awaited)
            return receipt
        } catch {
            return .failure(.unavailable(error))
        }
    }

    private func take(
        _ branch: Branch,
        _ sender: Sender,
        _ facts: [Result<Fact, FactFault>],
        at now: Int64,
        _ fresh: (UInt64, UInt64),
        _ transaction: any HubTransaction,
        _ awaited: inout [JournalKey]
    ) throws -> Result<BranchReceipt, Refusal> {
        let devices = [branch.bearer, branch.upload.device, branch.after?.device].compactMap(\.self)
        for device in Set(devices).sorted() {
            try transaction.claim(.device(device))
        }
        let (bearer, epoch) = (branch.bearer, branch.epoch)
        let admittance = try admittance(of: sender, as: bearer, in: epoch, transaction)
        if admittance == .revoked { return .failure(.revoked(bearer)) }
        let isAdmitted = admittance == .admitted
        let entry = try transaction.device(bearer)
        guard let place = entry?.place ?? facts.place else {
            // Whoever begins at its first record brings its start along, which says where it is.
            let detail = "the hub does not know device \(branch.bearer): bring all there is"
            return .failure(isAdmitted ? Refusal(.gap, detail) : .unverified(bearer))
        }
        let row = entry?.row ?? DeviceRow(enrolling: branch.bearer).restored()
        let life = HubEnd.Life(incarnation: try transaction.incarnation(), time: now)
        var end = HubEnd(row, life: life)
        var shelf = BranchShelf(transaction, bearer: branch.bearer, at: now)
        let floor = try Self.floor(at: place, facts, transaction)
        let result = try end.take(branch, isVerified: isAdmitted, floor: floor, fresh: fresh) {
            place in
            try shelf.key(of: place) != nil
        }
        let grant: Grant?
        switch result {
        case .success(let granted): grant = granted
        case .failure(let refusal): return .failure(refusal)
        }
        var device = entry ?? DeviceEntry(row: row, place: place, lastSeen: now)
        device.row = end.row
        try transaction.put(device)
        let isOwn = branch.upload.device == branch.bearer
        let home = try isOwn ? place : transaction.device(branch.upload.device)?.place
        let witness = Witness(branch.upload, by: .branch(after: branch.after), from: sender)
        let entries = try shelf.place(branch.upload, facts, witness)
        awaited = try keep(entries, at: home, transaction)
        let setAside = try Self.setAside(of: branch.upload, &shelf, transaction)
        return .success(end.receipt(of: branch, grant, setAside: setAside))
    }

    /// The highest receipt that the hub knows of the till at `place`, those of a branch included.
    private static func floor(
        at place: Place,
        _ facts: [Result<Fact, FactFault>],
        _ reading: any HubReading
    ) throws -> Grant.ReceiptFloor? {
        let brought = facts.compactMap { fact -> ReceiptNumber? in
            switch fact {
            case .success(.saleCompleted(let sale)) where sale.place == place: sale.receipt
            case .success(.goodsReturned(let goods)) where goods.place == place: goods.receipt
            case .success, .failure: nil
            }
        }
        let known = try reading.lastReceipt(at: place)
        let highest = (brought + [known].compactMap(\.self))
            .max { ($0.day, $0.number) < ($1.day, $1.number) }
        return highest.map { Grant.ReceiptFloor(day: $0.day.number, number: $0.number) }
    }

    /// Those of an upload's records that wait for a person, wherever they stand.
    private static func setAside(
        of upload: Upload,
        _ shelf: inout BranchShelf,
        _ reading: any HubReading
    ) throws -> [Acknowledgement.SetAside] {
        var runs: [JournalKey: (first: JournalKey, last: UInt64)] = [:]
        for record in upload.records {
            guard let key = try shelf.key(of: ChainPlace(record)) else { continue }
            runs[key.at(0), default: (key, key.sequence)].last = key.sequence
        }
        return try runs.sorted { $0.key < $1.key }.flatMap { try reading.setAside(in: $0.value) }
    }
}

extension [Result<Fact, FactFault>] {
    /// Where the till stands that states these facts; nil when none of them says it.
    fileprivate var place: Place? {
        for fact in reversed() {
            switch fact {
            case .success(.boot(let boot)): return boot.place
            case .success(.saleCompleted(let sale)): return sale.place
            case .success(.goodsReturned(let goods)): return goods.place
            case .success, .failure: continue
            }
        }
        return nil
    }
}
