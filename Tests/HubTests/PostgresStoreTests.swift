import DurablePostgres
import DurableSQLite
import Hub
import HubPostgres
import Records
import Retail
import SyncProtocol
import TestSupport
import Testing

/// What only a store on a server has to do: be trusted, be shared, and be lost and found again.
@Suite(.enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.absence)))
struct PostgresStoreTests {
    private func refusal(_ address: String) throws -> StorageError? {
        let address = try PostgresAddress(address)
        do throws(StorageError) {
            try PostgresHubStore(address).close()
            return nil
        } catch {
            return error
        }
    }

    typealias Level = (level: String, isTrusted: Bool, why: String)

    // swift-format-ignore
    static let levels: [Level] = [
        ("on",           true,  "the flush is waited for"),
        ("remote_apply", true,  "a standby's as well"),
        ("off",          false, "it answers before the flush"),
        ("local",        false, "standbys that were asked for are not waited for"),
        ("remote_write", false, "a standby may not have flushed"),
    ]

    @Test(arguments: levels)
    func `a session that would lose sales is refused with the reason`(_ row: Level) throws {
        let server = try PrivatePostgres.shared.get()
        let schema = server.newName()
        try server.psql("CREATE SCHEMA \(schema)")
        let options = ["-c synchronous_commit=\(row.level)"]
        let refusal = try refusal(server.address(schema: schema, options: options))
        #expect((refusal == nil) == row.isTrusted)
        guard let refusal else { return }
        guard case .notDurable(_, let detail) = refusal else {
            Issue.record("\(refusal)")
            return
        }
        #expect(detail.hasPrefix("synchronous_commit is \(row.level), it has to be on"))
    }

    @Test func `a server without fsync is refused with the reason`() throws {
        let server = try PrivatePostgres("-c fsync=off")
        guard case .notDurable(_, let detail)? = try refusal(server.address()) else {
            Issue.record("it was trusted")
            return
        }
        #expect(detail.hasPrefix("fsync is off"))
    }

    @Test func `a server that is not there is unreachable, and no word names the password`() throws
    {
        let address = "postgresql://till:geheim@/x?host=/nowhere&password=geheim"
        let refusal = try refusal(address)
        guard case .unreachable? = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(!"\(refusal.map(String.init(describing:)) ?? "")".contains("geheim"))
        #expect(try PostgresAddress(address).description == "postgresql://till@/nowhere/x")
    }

    @Test(arguments: ["hub.sqlite", "postgres://u:geheim%zz@h/x", "postgresql://u:geheim@h/x?a"])
    func `a bad address is refused without its text`(_ text: String) {
        #expect {
            _ = try PostgresAddress(text)
        } throws: { error in
            !"\(error)".contains("geheim")
        }
    }

    @Test func `any number of hubs may start at once, and they are one hub`() async throws {
        let server = try PrivatePostgres.shared.get()
        let schema = server.newName()
        try server.psql("CREATE SCHEMA \(schema)")
        let address = try PostgresAddress(server.address(schema: schema))
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 1...8 {
                group.addTask {
                    let store = try PostgresHubStore(address, connections: 1)
                    defer { store.close() }
                    return try await store.read { try $0.incarnation() }
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(names.count == 1)
        #expect(names.first?.utf8.count == 32)
    }

    @Test func `tables of a later program are left alone`() throws {
        let server = try PrivatePostgres.shared.get()
        let schema = server.newName()
        try server.psql("CREATE SCHEMA \(schema)")
        let address = server.address(schema: schema)
        #expect(try refusal(address) == nil)
        try server.psql("INSERT INTO \(schema).hub_migration (version) VALUES (99)")
        guard case .refused(_, let detail)? = try refusal(address) else {
            Issue.record("it was opened")
            return
        }
        #expect(detail.contains("version 99"))
    }

    @Test func `a standby gives reports, and takes nothing`() async throws {
        let server = try PrivatePostgres("--standby")
        let primary = HubCore(
            store: try PostgresHubStore(PostgresAddress(server.address()), connections: 1),
            admission: .anyone
        )
        try await primary.adopt(.r1, text: "id: r1")
        var till = TestTill()
        for receipt: Int32 in 1...5 { till.sell(receipt: receipt) }
        _ = try await primary.welcome(till.hello).get()
        _ = try await primary.receive(till.upload).get()
        // The standby follows a moment later: first the tables, then what is in them.
        let address = server.address(isStandby: true)
        while try refusal(address) != nil { await Task.yield() }
        let standby = HubCore(
            store: try PostgresHubStore(PostgresAddress(address), connections: 1),
            admission: .anyone
        )
        while try await standby.census().sales < 5 { await Task.yield() }
        #expect(try await standby.exportSales() == primary.exportSales())
        #expect(try await standby.store.digest() == primary.store.digest())
        #expect(await standby.welcome(till.hello).refusal == .unavailable)
    }

    @Test func `two hubs on one store keep every rule that one keeps`() async throws {
        for rule in StoreRule.allCases {
            let store = try ServerStore()
            let other = try store.again()
            defer { other.close() }
            #expect(try await rule.isKept(by: store, [other]), "\(rule.rawValue)")
        }
    }

    @Test func `two hubs that apply what waited do it once`() async throws {
        let store = try ServerStore()
        let other = try store.again()
        defer { other.close() }
        var till = TestTill()
        for receipt: Int32 in 1...30 { till.sell(receipt: receipt) }
        let device = DeviceEntry(meeting: till)
        let entries = till.records.map {
            JournalEntry($0, isNameTaken: false, standing: .deferred("later"))
        }
        try await store.commit { transaction in
            try transaction.put(device)
            _ = try transaction.append(entries)
        }
        let applied = try await withThrowingTaskGroup(of: Int.self) { group in
            for store in [store, other] as [any HubStore] {
                group.addTask {
                    try await HubCore(store: store, admission: .anyone).applyDeferred()
                }
            }
            return try await group.reduce(0, +)
        }
        let census = try await store.read { try $0.census() }
        #expect(applied == 30)
        #expect(census.sales == 30)
        #expect(census.setAside == 0)
    }

    @Test func `lines that break lose nothing and double nothing`() async throws {
        let store = try ServerStore()
        let server = try PrivatePostgres.shared.get()
        let till = TestTill()
        let device = DeviceEntry(meeting: till)
        try await store.commit { try $0.put(device) }
        let breaker = try PostgresConnection(PostgresAddress(server.address()))
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...4 {
                group.addTask { await Self.count(60, till.device, on: store) }
            }
            for _ in 1...25 {
                try breaker.run(
                    script: """
                        SELECT pg_sleep(0.01);
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE application_name = 'tillhub' AND pid <> pg_backend_pid()
                            AND random() < 0.5
                        """
                )
            }
            return try await group.reduce(0, +)
        }
        let counted = try await store.read { try $0.device(till.device)?.lastSeen }
        #expect(counted == Int64(done))
        #expect(done > 0)
    }

    /// Counts the meetings of `device`; returns how many commits said that they were kept.
    private static func count(
        _ times: Int,
        _ device: DeviceID,
        on store: any HubStore
    ) async -> Int {
        var kept = 0
        for _ in 1...times {
            do throws(StorageError) {
                try await store.commit { transaction in
                    try transaction.claim(.device(device))
                    guard var entry = try transaction.device(device) else { return }
                    entry.lastSeen += 1
                    try transaction.put(entry)
                }
                kept += 1
            } catch {
                continue
            }
        }
        return kept
    }

    @Test func `work that waits is given up when its caller gives up`() async throws {
        let store = try ServerStore()
        let holder = try PostgresConnection(store.address)
        try holder.run(script: "SELECT pg_advisory_lock(7)")
        let waiting = Task { try await store.commit { try $0.claim(.device(DeviceID(7))) } }
        try await Self.untilSomebodyWaits(holder)
        waiting.cancel()
        await #expect(throws: StorageError.self) { try await waiting.value }
        try holder.run(script: "SELECT pg_advisory_unlock(7)")
        try await store.commit { try $0.claim(.device(DeviceID(7))) }
    }

    private static let waiters = PostgresStatement(
        "waiters",
        "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )

    private static func untilSomebodyWaits(_ connection: PostgresConnection) async throws {
        while try connection.fetch(waiters).long(0, 0) == 0 { await Task.yield() }
    }
}
