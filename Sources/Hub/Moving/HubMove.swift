internal import DurableSQLite
internal import Loyalty
public import Records
internal import Retail

/// Carries a hub from one store into another, and proves by digest that it is the same hub.
///
///     empty? ─▶ programmes, members, keys ─▶ devices, backups ─▶ records ─▶ sales ─▶ differences
///            ─▶ digests equal? ─▶ the target gets the hub's name: from here on it is the hub
///
/// The name comes last. A move that was broken off leaves a store without a name, which no hub
/// opens; the source is only read.
public struct HubMove: Sendable {
    /// How far a move has come.
    public struct Progress: Hashable, Sendable {
        /// Records carried over.
        public var records = 0
        /// Sales carried over.
        public var sales = 0
        /// Records there are.
        public let ofRecords: Int
        /// Sales there are.
        public let ofSales: Int
    }

    private let source: any HubStore
    private let target: any HubStore

    /// A move of everything in `source`, which no hub works on, into `target`.
    public init(from source: any HubStore, to target: any HubStore) {
        self.source = source
        self.target = target
    }

    /// Does it.
    ///
    /// - Parameter progress: Told after each page how far it has come.
    /// - Returns: The digest of both stores.
    public func run(
        progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws(HubMoveError) -> Digest {
        guard try await storing(isTargetEmpty) else { throw .targetIsNotEmpty }
        try await storing { () throws(StorageError) in try await carry(progress) }
        let (before, after) = try await storing { () throws(StorageError) in
            (try await source.digest(), try await target.digest())
        }
        guard before == after else { throw .digestsDiffer(source: before, target: after) }
        try await storing { () throws(StorageError) in
            let incarnation = try await source.read { try $0.incarnation() }
            try await target.commit { try $0.found(as: incarnation) }
        }
        return before
    }

    private func storing<Value: Sendable>(
        _ work: () async throws(StorageError) -> Value
    ) async throws(HubMoveError) -> Value {
        do throws(StorageError) {
            return try await work()
        } catch {
            throw .storage(error)
        }
    }

    private func isTargetEmpty() async throws(StorageError) -> Bool {
        try await target.read { reading in
            try reading.incarnation().isEmpty && reading.census() == HubCensus()
                && reading.programmes().isEmpty
        }
    }

    private func carry(_ progress: @Sendable (Progress) -> Void) async throws(StorageError) {
        let census = try await source.read { try $0.census() }
        var done = Progress(
            ofRecords: census.records,
            ofSales: census.sales + census.returns
        )
        let rest = try await source.read { try HubRest($0) }
        try await target.commit { transaction in
            // The one that is in force is adopted last.
            for entry in rest.programmes where entry.programme.pinned != rest.inForce {
                try transaction.adopt(entry)
            }
            for entry in rest.programmes where entry.programme.pinned == rest.inForce {
                try transaction.adopt(entry)
            }
            if !rest.members.isEmpty { try transaction.add(rest.members) }
            for identity in rest.identities { try transaction.put(identity) }
            if let keys = rest.hubKeys { try transaction.put(keys) }
            for erasure in rest.erasures { try transaction.put(erasure) }
        }
        let (devices, runs, backups) = try await source.read { reading in
            (try reading.devices(), try reading.runs(of: nil), try reading.backups())
        }
        try await target.commit { transaction in
            for device in devices { try transaction.put(device) }
            for run in runs { try transaction.put(run) }
            for backup in backups { try transaction.put(backup) }
        }
        for chain in HubRest.chains(devices, runs) {
            try await source.eachPage(of: chain) { page throws(StorageError) in
                try await target.commit { try $0.carry(page) }
                done.records += page.count
                progress(done)
            }
        }
        try await source.eachPageOfSales { page throws(StorageError) in
            try await target.commit { try $0.carry(page) }
            done.sales += page.count
            progress(done)
        }
        try await target.commit { transaction in
            if !rest.differences.isEmpty { try transaction.flag(rest.differences) }
        }
        try await source.carryLeases(to: target)
        try await source.carryFeeds(to: target)
    }
}

extension HubTransaction {
    /// Keeps records that another store held; what that one had room for, this one has.
    fileprivate func carry(_ page: [JournalEntry]) throws {
        guard let left = try append(page).min() else { return }
        throw StorageError.refused(path: "the target", detail: "it has the name of \(left) already")
    }

    /// Books sales that another store had booked.
    fileprivate func carry(_ page: [SaleEntry]) throws {
        guard let left = try book(page, sharesReceipts: true).first else { return }
        throw StorageError.refused(path: "the target", detail: "it does not book \(left.key)")
    }
}
