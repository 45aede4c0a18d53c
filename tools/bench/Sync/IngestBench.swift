internal import DurablePostgres
internal import FoundationEssentials
internal import Hub
internal import HubPostgres
internal import SyncProtocol

/// How fast a hub takes records in, on either store, beside PostgreSQL's own rate for the same
/// rows.
///
/// The hub gets bytes as from the network and answers after its durable commit. The rows that it
/// made of them, in all tables and under all indexes, are then loaded by `psql` into empty tables:
/// by statements of 256 rows, each a transaction, and by COPY. The contenders take turns. Rates are
/// by the clock; a core's rate counts the work of all processors, the server's too.
struct IngestBench {
    /// How many tills upload at a time.
    private static let tills = [1, 50, 500]
    /// The crowd of which the rows are loaded by PostgreSQL alone.
    private static let peerTills = 50
    /// Records in all, whatever the tills.
    private static let records = 50_000

    let folder: String
    let setting: Setting

    private enum Contender: Hashable {
        case sqlite(Int)
        case postgres(Int)
        case multiRow
        case copy
    }

    func run() async throws -> [BenchRow] {
        let server = try PostgresServer(root: setting.root)
        var rates: [Contender: [IngestRate]] = [:]
        do {
            for tills in Self.tills {
                let crowd = (1...tills).map { number in
                    TillChain(
                        number: UInt32(number),
                        records: Self.records / tills,
                        programme: setting.programme.rules
                    )
                }
                for round in 1...setting.rounds {
                    Progress.say("\(tills) tills, round \(round) of \(setting.rounds)")
                    for (contender, rate) in try await take(crowd, round, server) {
                        rates[contender, default: []].append(rate)
                    }
                }
            }
        } catch {
            try server.stop()
            throw error
        }
        try server.stop()
        return rows(rates)
    }

    /// One round: the crowd into each store, and the rows that it left into bare tables.
    private func take(
        _ crowd: [TillChain],
        _ round: Int,
        _ server: PostgresServer
    ) async throws -> [(Contender, IngestRate)] {
        let name = "hub_\(crowd.count)_\(round)"
        let path = "\(folder)/\(name).db"
        let sqlite = try HubCore(store: SQLiteHubStore(path: path), admission: .anyone)
        try server.execute("CREATE DATABASE \(name)")
        let store = try PostgresHubStore(PostgresAddress(server.address(name)))
        var rates = [
            (Contender.sqlite(crowd.count), try await take(crowd, sqlite)),
            (
                .postgres(crowd.count),
                try await take(crowd, HubCore(store: store, admission: .anyone))
            ),
        ]
        store.close()
        if crowd.count == Self.peerTills { rates += try await load(name, crowd, server) }
        try server.execute("DROP DATABASE \(name)")
        return rates
    }

    private func take(_ crowd: [TillChain], _ hub: HubCore) async throws -> IngestRate {
        try await hub.adopt(setting.programme.rules, text: setting.programme.text)
        let endpoint = HubEndpoint(hub)
        for till in crowd {
            try Self.check(await endpoint.handle(path: HubPath.hello, body: till.hello))
        }
        return try await IngestRate.measure(crowd.reduce(0) { $0 + $1.records }) {
            try await withThrowingTaskGroup { group in
                for till in crowd {
                    group.addTask {
                        for upload in till.uploads {
                            try Self.check(
                                await endpoint.handle(path: HubPath.journal, body: upload)
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func check(_ answer: HubEndpoint.Answer) throws {
        guard answer.status == 200 else {
            throw BenchFault("the hub refused: \(String(decoding: answer.body, as: UTF8.self))")
        }
    }

    /// Loads the rows of `name` into tables like its own.
    private func load(
        _ name: String,
        _ crowd: [TillChain],
        _ server: PostgresServer
    ) async throws -> [(Contender, IngestRate)] {
        let records = crowd.reduce(0) { $0 + $1.records }
        let schema = "\(folder)/schema.sql"
        try server.dump(name, to: schema, ["--schema-only"])
        let forms: [(Contender, [String])] = [
            (.multiRow, ["--data-only", "--rows-per-insert=256"]),
            (.copy, ["--data-only"]),
        ]
        var rates: [(Contender, IngestRate)] = []
        for (contender, options) in forms {
            let (peer, file) = ("peer_\(contender)".lowercased(), "\(folder)/rows.sql")
            try server.dump(name, to: file, options)
            try server.execute("CREATE DATABASE \(peer)")
            try server.run(file: schema, on: peer)
            let rate = try await IngestRate.measure(records) {
                try server.run(file: file, on: peer)
            }
            rates.append((contender, rate))
            try server.execute("DROP DATABASE \(peer)")
        }
        return rates
    }

    private func rows(_ rates: [Contender: [IngestRate]]) -> [BenchRow] {
        func middle(_ contender: Contender, _ part: (IngestRate) -> Double) -> Double {
            let values = (rates[contender] ?? []).map(part).sorted()
            return values.isEmpty ? .nan : values[values.count / 2]
        }
        func row(_ name: String, _ contender: Contender) -> BenchRow {
            BenchRow(
                name,
                middle(contender, \.perSecond),
                "rec/s",
                samples: rates[contender]?.count ?? 0,
                note: "\(middle(contender, \.perCoreSecond).short) a core"
            )
        }
        let peer = middle(.multiRow, \.perCoreSecond)
        return Self.tills.flatMap { tills in
            [
                row("hub on SQLite, \(tills) tills", .sqlite(tills)),
                row("hub on PostgreSQL, \(tills) tills", .postgres(tills)),
            ]
        } + [
            row("PostgreSQL alone, same rows, 256 a statement", .multiRow),
            row("PostgreSQL alone, same rows, COPY", .copy),
            BenchRow(
                "hub on PostgreSQL / multi-row, a core",
                middle(.postgres(Self.peerTills), \.perCoreSecond) / peer,
                "x",
                samples: rates[.multiRow]?.count ?? 0,
                aim: .atLeast(0.5),
                note: "\(Self.peerTills) tills; the hub also reads, checks and books each record"
            ),
        ]
    }
}
