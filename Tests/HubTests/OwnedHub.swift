import DurablePostgres
import Foundation
import GRDB
import Hub
import HubPostgres
import Identity
import Records
import SyncProtocol
import TestSupport

/// A hub's database as whoever owns the machine has it: every row can be changed.
final class OwnedHub: Sendable {
    private enum Ground: Sendable {
        case file(TestFolder)
        case server(ServerStore)
    }

    /// The stores whose rows can be changed from outside.
    static let kinds = TestStore.allCases.filter { $0 == .sqlite || $0 == .postgres }

    private let ground: Ground

    init(_ kind: TestStore) throws {
        ground = kind == .sqlite ? .file(try TestFolder()) : .server(try ServerStore())
    }

    /// Opens the store as a hub does, and closes it.
    func open<Value: Sendable>(
        _ work: (any HubStore) async throws -> Value
    ) async throws -> Value {
        switch ground {
        case .server(let server): return try await work(server)
        case .file(let folder):
            let store = try SQLiteHubStore(path: folder.file)
            defer { store.close() }
            return try await work(store)
        }
    }

    /// Opens the store as an auditor does, and closes it.
    func openToRead<Value: Sendable>(
        _ work: (any HubStore) async throws -> Value
    ) async throws -> Value {
        switch ground {
        case .server(let server):
            let store = try PostgresHubStore(server.address, connections: 2, founding: .never)
            defer { store.close() }
            return try await work(store)
        case .file(let folder):
            let store = try SQLiteHubStore(reading: folder.file)
            defer { store.close() }
            return try await work(store)
        }
    }

    /// What an auditor finds who believes these keys.
    func audit(by keys: DeviceKeys) async throws -> AuditReport {
        try await openToRead { try await $0.audit(by: keys) }
    }

    /// Runs SQL behind the hub's back.
    func run(_ sql: String) async throws {
        switch ground {
        case .server(let server): try PostgresConnection(server.address).run(script: sql)
        case .file(let folder):
            let queue = try DatabaseQueue(path: folder.file)
            try await queue.write { try $0.execute(sql: sql) }
            try queue.close()
        }
    }

    /// These bytes as SQL writes them.
    func literal(_ bytes: [UInt8]) -> String {
        switch ground {
        case .server: "decode('\(bytes.hexadecimal)', 'hex')"
        case .file: "x'\(bytes.hexadecimal)'"
        }
    }
}

/// Two tills that are paired and have sold, and their hub.
///
/// Device 7 has sent its ten sales in three uploads, the last of records 8 to 10; device 8 has sent
/// its three in one.
struct SignedTrade {
    let first = Self.sold(10)
    let second = Self.sold(3, by: 8)

    /// A till that has sold `count` times.
    static func sold(_ count: Int32, by device: UInt32 = 7, otherwise sixth: String? = nil)
        -> TestTill
    {
        var till = TestTill(device, till: Int32(device))
        for receipt in 1...count {
            let goods = "GROCERY:standard:1000"
            till.sell(receipt == 6 ? sixth ?? goods : goods, receipt: receipt)
        }
        return till
    }

    /// The keys that both boxes have printed.
    static let keys = DeviceKeys([identity(1, 7), identity(2, 8)])

    static func identity(_ byte: UInt8, _ device: UInt32) -> DeviceIdentity {
        let key = TestKeys.seed(byte).key(for: .deviceSync).publicKey
        return DeviceIdentity(device: DeviceID(device), key: key, pairedAt: 1)
    }

    static func hub(_ store: any HubStore, _ admission: HubAdmission = .paired) -> HubCore {
        HubCore(store: store, admission: admission, clock: { 1_493_611_200_000 })
    }

    /// What the box with the key of `byte` posts, signed.
    static func sealed(
        _ message: [UInt8],
        to path: String,
        by byte: UInt8 = 1,
        as device: UInt32 = 7,
        in epoch: UInt32 = 1
    ) -> SealedRequest {
        TestKeys.till(byte, as: device).seal(
            message,
            to: path,
            from: DeviceID(device),
            in: epoch,
            nonce: (UInt64(message.count), UInt64(byte))
        )
    }

    /// Lets both tills send everything to a new hub on `store`.
    func send(to store: any HubStore) async throws -> Bool {
        let hub = Self.hub(store)
        try await hub.adopt(.r1, text: "id: r1")
        let identities = [Self.identity(1, 7), Self.identity(2, 8)]
        try await store.commit { transaction in
            for identity in identities { try transaction.put(identity) }
        }
        let endpoint = HubEndpoint(hub, identity: TestKeys.hub)
        func post(_ path: String, _ message: [UInt8], _ byte: UInt8, _ device: UInt32) async -> Bool
        {
            let request = Self.sealed(message, to: path, by: byte, as: device)
            return await endpoint.handle(path: path, body: request.bytes).status == 200
        }
        var isTaken = await post(HubPath.hello, Message.encode(first.hello), 1, 7)
        for numbers in [1...4, 5...7, 8...10] {
            let message = first.upload(numbers).encoded()
            isTaken = await post(HubPath.journal, message, 1, 7) && isTaken
        }
        isTaken = await post(HubPath.hello, Message.encode(second.hello), 2, 8) && isTaken
        return await post(HubPath.journal, second.upload.encoded(), 2, 8) && isTaken
    }

    /// The signature that the hub keeps of `device`.
    static func witness(of device: UInt32 = 7, _ store: any HubStore) async throws -> Witness? {
        try await store.read { try $0.device(DeviceID(device))?.witness }
    }

    /// Puts `witness` beside the chain of device 7.
    static func put(_ witness: Witness?, _ store: any HubStore) async throws {
        try await store.commit { transaction in
            guard var device = try transaction.device(DeviceID(7)) else { return }
            device.witness = witness
            try transaction.put(device)
        }
    }
}
