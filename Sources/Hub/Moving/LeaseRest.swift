internal import DurableSQLite
internal import Loyalty
internal import Records

/// A store's lease books read from their beginning to their end, in pages that fit into any memory.
extension HubStore {
    /// Hands over the balances of a few pools at a time, in the order of the pools' notation.
    func eachPageOfBalances(
        _ take: ([(pool: LeasePool, lines: [LeaseLine])]) async throws(StorageError) -> Void
    ) async throws(StorageError) {
        var last: LeasePool?
        while true {
            let start = last
            let page = try await read { reading in
                let pools = try reading.pools(after: start, limit: HubRest.page)
                let ledgers = try reading.ledgers(of: pools)
                return pools.map { (pool: $0, lines: ledgers[$0] ?? []) }
            }
            guard let end = page.last?.pool else { return }
            try await take(page)
            last = end
        }
    }

    /// Hands over the leases, over or not, in order of name.
    func eachPageOfLeases(
        _ take: ([LeaseEntry]) async throws(StorageError) -> Void
    ) async throws(StorageError) {
        var last: LeaseID?
        while true {
            let start = last
            let page = try await read { try $0.leases(after: start, limit: HubRest.page) }
            guard let end = page.last?.id else { return }
            try await take(page)
            last = end
        }
    }

    /// Writes the lease books of this store into `target`, whose books are empty.
    func carryLeases(to target: any HubStore) async throws(StorageError) {
        try await eachPageOfBalances { page throws(StorageError) in
            var changes = LeaseChanges()
            for (pool, lines) in page { changes.lines[pool] = lines }
            let put = changes
            try await target.commit { try $0.put(put) }
        }
        try await eachPageOfLeases { page throws(StorageError) in
            var changes = LeaseChanges()
            changes.leases = page
            let put = changes
            try await target.commit { try $0.put(put) }
        }
        let rest = try await read { reading in
            (
                devices: try reading.leaseDevices(), unread: try reading.unreadRecords(),
                excesses: try reading.excesses()
            )
        }
        try await target.commit { transaction in
            var changes = LeaseChanges()
            changes.devices = rest.devices
            if !changes.isEmpty { try transaction.put(changes) }
            for key in rest.unread { _ = try transaction.hold(key) }
            if !rest.excesses.isEmpty { try transaction.put(rest.excesses) }
        }
    }

    /// Takes the lease books into `digest`.
    func takeLeases(_ digest: inout HubDigest) async throws(StorageError) {
        digest.mark("K")
        try await eachPageOfBalances { page in
            for (pool, lines) in page {
                for line in lines { digest.row { $0.take(line, of: pool) } }
            }
        }
        digest.end()
        digest.mark("O")
        try await eachPageOfLeases { page in
            for entry in page { digest.row { $0.take(entry) } }
        }
        digest.end()
        let (devices, unread, excesses) = try await read { reading in
            (try reading.leaseDevices(), try reading.unreadRecords(), try reading.excesses())
        }
        digest.mark("W")
        for device in devices { digest.row { $0.take(device) } }
        digest.end()
        digest.mark("U")
        for key in unread { digest.row { $0.take(key) } }
        digest.end()
        digest.mark("X")
        for entry in excesses { digest.row { $0.take(entry) } }
        digest.end()
    }
}

/// How leases stand in a digest.
extension HubDigest {
    fileprivate mutating func take(_ line: LeaseLine, of pool: LeasePool) {
        text(pool.description)
        text(line.account.description)
        text(line.unit.description)
        number(line.count)
    }

    fileprivate mutating func take(_ entry: LeaseEntry) {
        text(entry.id.description)
        number(entry.holder.device)
        number(entry.holder.epoch)
        number(entry.state.rawValue)
        optional(entry.words) { $0.text($1) }
    }

    fileprivate mutating func take(_ device: LeaseDevice) {
        let (kind, epoch, sequence) = device.columns
        number(device.device)
        number(device.begun)
        number(kind)
        number(epoch)
        number(sequence)
    }

    fileprivate mutating func take(_ entry: ExcessEntry) {
        take(entry.key)
        number(entry.part)
        text(ExcessForm.encode(entry.excess))
    }
}
