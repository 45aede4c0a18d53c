internal import DurableSQLite
internal import Loyalty
internal import Records
internal import Retail

/// Whether the lease books hang together, and agree with what the sales brought.
extension HubStore {
    /// What is wrong with the lease books, in order of pool; empty, or there is a fault in the
    /// program.
    ///
    /// For each pool: every unit's accounts sum to zero, no account is below zero that must not be,
    /// what tills hold is a lease that is not over, and what came in is what the member earned.
    func leaseFaults() async throws(StorageError) -> [String] {
        var faults: [String] = []
        var last: LeasePool?
        while true {
            let start = last
            let page = try await read { reading in
                let pools = try reading.pools(after: start, limit: 64)
                return (pools, try Self.faults(of: pools, reading))
            }
            faults += page.1
            guard let end = page.0.last else { return faults }
            last = end
        }
    }

    private static func faults(
        of pools: [LeasePool],
        _ reading: any HubReading
    ) throws -> [String] {
        let ledgers = try reading.ledgers(of: pools)
        var faults: [String] = []
        for pool in pools {
            let lines = ledgers[pool] ?? []
            let ledger = LeaseLedger(lines)
            let held = lines.compactMap { line -> LeaseID? in
                if case .lease(let id) = line.account { id } else { nil }
            }
            let known = try reading.leases(named: Array(Set(held))).filter { $0.state != .over }
            faults += ledger.faults().map { "\(pool): \($0)" }
            for id in Set(held).subtracting(known.map(\.id)) {
                faults.append("\(pool): lease \(id), which is over, holds something")
            }
            guard case .points(let member) = pool else { continue }
            let earned = try reading.earnings(of: member).reduce(0) { $0 + $1.points.value }
            if ledger.earned.total != earned {
                let sum = ledger.earned.total
                faults.append("\(pool): \(sum) came in, and the sales brought \(earned)")
            }
        }
        return faults.sorted()
    }
}
