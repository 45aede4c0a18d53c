import DurablePostgres
import DurableSQLite
import Foundation
import GRDB
import Hub
import HubPostgres
import Records
import Retail
import SyncProtocol
import TestSupport
import Testing

/// A hub that was upgraded opens what the version before left, and its tills go on where they were.
struct HubMigrationTests {
    /// A till with one sale, and that sale's row in the old tables but for its key.
    private static func sold() -> (till: TestTill, first: Records.Record) {
        var till = TestTill()
        let first = till.sell(receipt: 1)
        return (till, first)
    }

    /// Goes on with an upgraded hub that holds the first sale of `till`.
    private func goOn(_ store: any HubStore, _ till: TestTill) async throws {
        var till = till
        let hub = HubCore(store: store, admission: .anyone, clock: { 1_493_611_200_000 })
        try await hub.adopt(.r1, text: "id: r1")
        let first = till.head
        let device = till.device
        let row = try #require(try await store.read { try $0.device(device)?.row })
        #expect(row.last == first)
        #expect(row.isRecovering, "no device of that version was ever given a token")
        let key = JournalKey(device: device, epoch: 1, sequence: 1)
        let receipt = ReceiptKey(
            place: till.place,
            receipt: ReceiptNumber(day: BusinessDay(number: 17_287), number: 1)
        )
        #expect(try await store.read { try $0.booking(of: receipt) } == key)
        let welcome = try await hub.welcome(till.hello).get()
        #expect(welcome.last == first)
        till.token = welcome.token
        till.sell(receipt: 2)
        till.sell(receipt: 1)
        let answer = try await hub.receive(till.upload).get()
        #expect(answer.last == till.head)
        #expect(answer.setAside.map(\.sequence) == [3], "a receipt is still booked once")
        #expect(try await hub.census().sales == 2)
        let report = try await store.verifyChains()
        #expect(report.isWhole, "\(report.faults)")
        let audit = try await store.audit(by: DeviceKeys([]))
        #expect(audit.chains.map(\.verdict) == [.notSignedFor] && audit.notSignedFor == 3)
    }

    @Test func `a SQLite hub of the version before opens and goes on`() async throws {
        let (till, first) = Self.sold()
        let folder = try TestFolder()
        let queue = try DatabaseQueue(path: folder.file)
        let name = try #require(Self.name(of: first))
        try await queue.write { db in
            try db.execute(sql: OldHubTables.sqlite)
            for name in OldHubTables.sqliteMigrations {
                try db.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [name])
            }
            try db.execute(sql: "INSERT INTO hub VALUES (1, 'life')")
            let hash = Data(first.hash.bytes)
            try db.execute(
                sql: "INSERT INTO device VALUES (7, 1, 1, zeroblob(32), 1, 1, ?, '1.0', '00', 5)",
                arguments: [hash]
            )
            try db.execute(
                sql: "INSERT INTO journal VALUES (7, 1, 1, 32, 1, ?, ?, ?, 0, NULL)",
                arguments: [Data(first.operation.bytes), hash, Data(first.bytes)]
            )
            try db.execute(
                sql: """
                    INSERT INTO sale VALUES (7, 1, 1, ?, NULL, 1, 1, 17287, 1, 1493654400, -240,
                        NULL, 1, 1000, 0, 0, 1000, 0, NULL, NULL, NULL)
                    """,
                arguments: [Data(name.bytes)]
            )
        }
        try queue.close()
        let store = try SQLiteHubStore(path: folder.file)
        #expect(try await store.read { try $0.incarnation() } == "life")
        try await goOn(store, till)
        store.close()
    }

    @Test(.enabled(if: PrivatePostgres.isInstalled))
    func `a PostgreSQL hub of the version before opens and goes on`() async throws {
        let (till, first) = Self.sold()
        let server = try PrivatePostgres.shared.get()
        let schema = server.newName()
        let connection = try PostgresConnection(PostgresAddress(server.address()))
        try connection.run(script: "CREATE SCHEMA \(schema)")
        let address = try PostgresAddress(server.address(schema: schema))
        let name = try #require(Self.name(of: first))
        func hex(_ bytes: [UInt8]) -> String { "decode('\(bytes.hexadecimal)', 'hex')" }
        try PostgresConnection(address).run(
            script: """
                \(OldHubTables.postgres)
                INSERT INTO hub VALUES (1, 'life');
                INSERT INTO device VALUES (7, 1, 1, \(hex(Array(repeating: 0, count: 32))), 1, 1,
                    \(hex(first.hash.bytes)), '1.0', '00', 5);
                INSERT INTO journal VALUES (7, 1, 1, 32, 1, '\(first.operation)',
                    \(hex(first.hash.bytes)), \(hex(first.bytes)), 0, NULL);
                INSERT INTO operation VALUES ('\(first.operation)', 7, 1, 1);
                INSERT INTO sale VALUES (7, 1, 1, '\(name)', NULL, 1, 1, 17287, 1, 1493654400, -240,
                    NULL, 1, 1000, 0, 0, 1000, 0, NULL, NULL, NULL);
                INSERT INTO sale_name VALUES ('\(name)', 7, 1, 1);
                INSERT INTO receipt VALUES (1, 1, 17287, 1, 7, 1, 1);
                """
        )
        let store = try PostgresHubStore(address, connections: 2)
        #expect(try await store.read { try $0.incarnation() } == "life")
        try await goOn(store, till)
        store.close()
    }

    /// The permanent name of the sale that `record` states.
    private static func name(of record: Records.Record) -> OperationID? {
        guard case .success(.saleCompleted(let sale)) = Result(catching: { try Fact(record) })
        else {
            return nil
        }
        return sale.sale
    }
}
