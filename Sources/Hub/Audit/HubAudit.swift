public import DurableSQLite
internal import Identity
internal import Records
internal import SyncProtocol

extension HubStore {
    /// Holds every chain against what its device has signed, and the books against the chains.
    ///
    /// Hashes show that nobody has changed a record by itself; whoever owns the store can make them
    /// again, to the end. The signature at the end is what he cannot make.
    ///
    /// It reads in small steps and writes nothing, so a hub may serve the store meanwhile.
    ///
    /// - Parameters:
    ///   - keys: Whose key is whose.
    ///   - progress: Told from time to time how many records were read, and of how many.
    public func audit(
        by keys: DeviceKeys,
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws(StorageError) -> AuditReport {
        let (devices, runs) = try await read { (try $0.devices(), try $0.runs(of: nil)) }
        let trails =
            devices.map { Trail(walk: ChainWalk($0), witness: $0.witness) }
            + runs.map { Trail(walk: ChainWalk($0), witness: $0.witness) }
        let audit = HubAudit(
            store: self,
            keys: keys,
            trails: trails.sorted { $0.walk.chain < $1.walk.chain }
        )
        return try await audit.run(progress)
    }
}

/// One chain, and what is kept of its device's signature.
private struct Trail: Sendable {
    let walk: ChainWalk
    let witness: Witness?

    /// How many records it says it has; a damaged store may say anything.
    var count: Int {
        let (start, end) = (walk.start.sequence, walk.end.sequence)
        return Int(UInt32(clamping: end - min(start, end)))
    }
}

/// An audit under way.
private struct HubAudit<Store: HubStore> {
    let store: Store
    let keys: DeviceKeys
    /// In order of chain.
    let trails: [Trail]

    func run(
        _ progress: @Sendable (Int, Int) -> Void
    ) async throws(StorageError) -> AuditReport {
        let total = trails.reduce(0) { $0 + $1.count }
        var report = AuditReport()
        var books = BookAudit(store)
        var done = 0
        for trail in trails {
            var chain = AuditReport.Chain(key: trail.walk.chain)
            try await read(trail.walk, &chain, &books) { progress(done + $0, total) }
            if chain.faults.isEmpty, let witness = trail.witness {
                try await hold(witness, of: trail.walk, &chain)
            }
            done += chain.records
            report.chains.append(chain)
        }
        try await books.close(&report)
        let heard = Set(trails.map(\.walk.chain.device))
        report.silent = keys.devices.filter { !heard.contains($0) }
        return report
    }

    /// Hashes one chain anew, and holds what is booked of it against its records.
    private func read(
        _ walk: ChainWalk,
        _ chain: inout AuditReport.Chain,
        _ books: inout BookAudit<Store>,
        _ progress: (Int) -> Void
    ) async throws(StorageError) {
        var walk = walk
        if walk.chain.branch == 0, walk.start.sequence > 0 {
            let detail = "what came before it is left out"
            let first = walk.chain.at(walk.start.sequence + 1)
            chain.faults.append(ChainReport.Fault(key: first, detail: detail))
        }
        reading: while walk.head.sequence < walk.end.sequence {
            let start = walk.chain.at(walk.head.sequence)
            let entries = try await store.read { try $0.records(after: start, limit: 256) }
            for entry in entries where entry.key.sequence <= walk.end.sequence {
                chain.records += 1
                guard walk.take(entry, &chain.faults) else { break reading }
                try await books.take(entry)
            }
            progress(chain.records)
            if entries.count < 256 { break }
        }
        if chain.faults.isEmpty { walk.close(&chain.faults) }
        try await books.leave(walk.chain, through: walk.end.sequence, isWhole: chain.faults.isEmpty)
    }

    /// Holds the signature at the end of a chain against its records.
    private func hold(
        _ witness: Witness,
        of walk: ChainWalk,
        _ chain: inout AuditReport.Chain
    ) async throws(StorageError) {
        let end = walk.end.sequence
        func fault(_ sequence: UInt64, _ detail: String) {
            chain.faults.append(ChainReport.Fault(key: walk.chain.at(sequence), detail: detail))
        }
        let span = "records \(witness.first) to \(witness.last)"
        if let problem = witness.problem(on: walk, keys) {
            return fault(min(witness.last, end), "the signature over \(span) \(problem)")
        }
        if walk.start.sequence > 0, try await parent(of: walk) == nil {
            return fault(walk.start.sequence + 1, "what it branched off from is not here")
        }
        guard let records = try await records(of: witness, walk), witness.holds(over: records)
        else { return fault(witness.last, "the signature over \(span) fails") }
        chain.signedThrough = witness.last
        if witness.last < end {
            fault(witness.last + 1, "it is signed by nobody; the newest signature is over \(span)")
        }
    }

    /// The records that were signed: those of `walk`, and what it branched off from before them.
    ///
    /// - Returns: nil when one of them is not here, or is no record.
    private func records(
        of witness: Witness,
        _ walk: ChainWalk
    ) async throws(StorageError) -> [Record]? {
        var records: [Record] = []
        var (part, last) = (walk, witness.last)
        while true {
            let first = max(witness.first, part.start.sequence + 1)
            let (before, count) = (part.chain.at(first - 1), Int(last - first) + 1)
            let entries = try await store.read { try $0.records(after: before, limit: count) }
            let read = entries.compactMap { try? Record($0.bytes) }
            guard read.count == count else { return nil }
            records = read + records
            guard first > witness.first else { return records }
            last = part.start.sequence
            guard let parent = try await parent(of: part) else { return nil }
            part = parent
        }
    }

    /// The chain or branch that has the record that `walk` begins after.
    private func parent(of walk: ChainWalk) async throws(StorageError) -> ChainWalk? {
        for other in trails.map(\.walk)
        where other.chain.device == walk.chain.device && other.chain.epoch == walk.chain.epoch
            && other.start.sequence < walk.start.sequence
            && other.end.sequence >= walk.start.sequence
        {
            let key = other.chain.at(walk.start.sequence)
            if try await store.read({ try $0.hash(of: key) }) == walk.start.hash { return other }
        }
        return nil
    }
}

extension Witness {
    /// What is wrong with it before any record is read; nil when nothing is.
    fileprivate func problem(on walk: ChainWalk, _ keys: DeviceKeys) -> String? {
        guard first >= 1, first <= last, last - first < UInt64(Upload.recordLimit) else {
            return "is over no upload"
        }
        guard last <= walk.end.sequence else {
            return "is over more than there is: the chain ends with \(walk.end.sequence)"
        }
        guard last > walk.start.sequence else { return "is over none of its records" }
        switch way {
        case .journal
        where seal.device != walk.chain.device || seal.epoch != walk.chain.epoch:
            return "is one of device \(seal.device) in epoch \(seal.epoch)"
        case .branch where walk.chain.branch == 0:
            return "is one over a branch, and this is none"
        case .journal, .branch: break
        }
        guard !keys.has(seal.key, of: seal.device) else { return nil }
        guard let owner = keys.devices(with: seal.key).first else {
            return "is nobody's: \(seal.key) is no key of device \(seal.device)"
        }
        return "is by the key of device \(owner): if that box goes as \(seal.device) now, the keys "
            + "need the line \(seal.device) \(seal.key)"
    }
}
