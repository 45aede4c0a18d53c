import DurableSQLite
import Hub
import Loyalty
import Records
import Retail
import SyncProtocol
import Synchronization
import TestSupport
import Testing

/// The lease books of a hub are those of one value in memory, on every store, and whatever happens
/// to the hub between two steps.
struct HubLeaseTests {
    /// What `store` holds otherwise than `model`.
    private func faults(_ store: any HubStore, _ model: LeaseBook) async throws -> [String] {
        try await store.read { reading in
            var faults: [String] = []
            let pools = try reading.pools(after: nil, limit: .max)
            for (pool, lines) in try reading.ledgers(of: pools) {
                let ledger = LeaseLedger(lines)
                faults += ledger.faults().map { "\(pool): \($0)" }
                if ledger.balances != model.ledger(of: pool).balances {
                    faults.append("\(pool): \(ledger.balances)")
                }
            }
            let entries = try reading.leases(after: nil, limit: .max)
            let open = entries.compactMap(\.lease)
            if open != model.leases.values.sorted(by: { $0.id < $1.id }) {
                faults.append("\(open.count) leases are open, not \(model.leases.count)")
            }
            if try reading.excesses().count != model.excesses.count {
                faults.append("not \(model.excesses.count) excesses")
            }
            return faults
        }
    }

    @Test(arguments: TestStore.allCases)
    func `a store's books are those of one value`(_ kind: TestStore) async throws {
        for seed in Dice.seeds(3) {
            let store = try kind.make()
            let now = Mutex<Int64>(0)
            let hub = HubCore(
                store: store,
                admission: .anyone,
                leaseTerms: LeaseTrade.terms,
                clock: { now.withLock { $0 } }
            )
            try await hub.adopt(.r1, text: "id: r1")
            var trade = LeaseTrade(seed: seed)
            for step in 0..<150 {
                let fault = try await trade.step(hub) { time in now.withLock { $0 = time } }
                #expect(fault == nil, "seed \(seed), step \(step)")
            }
            #expect(try await faults(store, trade.model) == [], "seed \(seed)")
            let spends = try await store.read { try $0.pointSpends() }
            for member in LeaseTrade.members {
                let balance = try await hub.balance(of: member)
                #expect(balance == trade.balance(of: member), "seed \(seed)")
                let spent = (spends[member] ?? []).reduce(into: Holding.empty) { sum, spend in
                    sum.add(.lot(spend.lastDay), spend.points.value)
                }
                let redeemed = trade.model.ledger(of: .points(member))[.redeemed]
                #expect(spent == redeemed, "what the sales say is what the ledger has")
            }
            let report = try await store.verifyChains()
            #expect(report.isWhole, "seed \(seed): \(report.faults)")
        }
    }

    @Test func `a hub that loses its power between any two steps goes on as if nothing was`()
        async throws
    {
        let folder = try TestFolder()
        var trade = LeaseTrade(seed: 77)
        for step in 0..<120 {
            let store = try SQLiteHubStore(path: folder.file)
            defer { store.close() }
            let now = Mutex<Int64>(0)
            let hub = HubCore(
                store: store,
                admission: .anyone,
                leaseTerms: LeaseTrade.terms,
                clock: { now.withLock { $0 } }
            )
            if step == 0 { try await hub.adopt(.r1, text: "id: r1") }
            let fault = try await trade.step(hub) { time in now.withLock { $0 = time } }
            #expect(fault == nil, "step \(step)")
        }
        let store = try SQLiteHubStore(path: folder.file)
        #expect(try await faults(store, trade.model) == [])
        store.close()
    }
}
