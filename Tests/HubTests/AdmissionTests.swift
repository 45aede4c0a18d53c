import Hub
import Identity
import Loyalty
import Records
import Retail
import SyncProtocol
import Testing

/// Who may speak to a hub: what is not a paired device's leaves no trace in store and books.
struct AdmissionTests {
    /// A hub with device 7 paired by the key of `TestKeys.seed(1)`.
    private func hub(
        _ kind: TestStore,
        _ admission: HubAdmission = .paired
    ) async throws -> (hub: HubCore, endpoint: HubEndpoint) {
        let hub = HubCore(
            store: try kind.make(),
            admission: admission,
            clock: { 1_493_611_200_000 },
            chance: { (1, 2) }
        )
        try await hub.adopt(.r1, text: "id: r1")
        let key = TestKeys.seed(1).key(for: .deviceSync).publicKey
        let identity = DeviceIdentity(device: DeviceID(7), key: key, pairedAt: 1)
        try await hub.store.commit { try $0.put(identity) }
        return (hub, HubEndpoint(hub, identity: TestKeys.hub))
    }

    /// Points that somebody would like to spend.
    private static let wish = LeaseWish(
        id: LeaseID(OperationID(milliseconds: 1, chance: (1, 2))),
        pool: .points(MemberID(1)),
        amount: 5
    )

    /// What a till posts, for each path that has an effect.
    private static func messages(of till: TestTill) -> [(path: String, message: [UInt8])] {
        [
            (HubPath.hello, Message.encode(till.hello)),
            (HubPath.journal, till.upload.encoded()),
            (HubPath.branch, till.branch().encoded()),
            (
                HubPath.leases,
                Message.encode(
                    LeaseRequest(device: till.device, epoch: 1, wishes: [wish], asksForAll: true)
                )
            ),
        ]
    }

    private static func sold(_ device: UInt32 = 7) -> TestTill {
        var till = TestTill(device)
        till.sell(receipt: 1)
        till.sell(receipt: 2)
        return till
    }

    /// Ways of not being device 7, each of a message that would be taken otherwise.
    enum Forgery: String, CaseIterable {
        case unsigned, otherKey, flippedBit, cut, otherPath, otherHub, otherEpoch
        case ownNameOutside, unpairedDevice

        /// What is posted in place of what device 7 would post.
        func bytes(_ path: String, _ message: [UInt8]) -> [UInt8] {
            let till = TestKeys.till(self == .otherKey ? 2 : 1)
            let other = TillIdentity(
                TestKeys.seed(1),
                as: DeviceID(7),
                with: HubIdentity(TestKeys.seed(9)).keys
            )
            let sealed = (self == .otherHub ? other : till).seal(
                message,
                to: self == .otherPath ? "/v1/elsewhere" : path,
                from: DeviceID(self == .ownNameOutside || self == .unpairedDevice ? 8 : 7),
                in: self == .otherEpoch ? 2 : 1,
                nonce: (1, 2)
            ).bytes
            switch self {
            case .unsigned: return message
            case .flippedBit: return Array(sealed.dropLast()) + [sealed[sealed.count - 1] ^ 1]
            case .cut: return Array(sealed.dropLast())
            case .otherKey, .otherPath, .otherHub, .otherEpoch, .ownNameOutside, .unpairedDevice:
                return sealed
            }
        }
    }

    @Test(arguments: TestStore.allCases, Forgery.allCases)
    func `what device 7 has not signed leaves no trace`(
        _ kind: TestStore,
        _ forgery: Forgery
    ) async throws {
        let (hub, endpoint) = try await hub(kind)
        let till = Self.sold(forgery == .unpairedDevice ? 8 : 7)
        let before = try await hub.store.digest()
        for (path, message) in Self.messages(of: till) {
            let answer = await endpoint.handle(path: path, body: forgery.bytes(path, message))
            #expect(answer.status == 401, "\(forgery) at \(path)")
        }
        #expect(try await hub.store.digest() == before, "\(forgery)")
        #expect(try await hub.census().records == 0)
    }

    @Test(arguments: TestStore.allCases)
    func `what device 7 has signed is taken, and the answer is signed`(
        _ kind: TestStore
    ) async throws {
        let (hub, endpoint) = try await hub(kind)
        let till = Self.sold()
        let identity = TestKeys.till(1)
        for (index, (path, message)) in Self.messages(of: till).prefix(2).enumerated() {
            let request = identity.seal(
                message,
                to: path,
                from: DeviceID(7),
                in: 1,
                nonce: (UInt64(index), 2)
            )
            let answer = await endpoint.handle(path: path, body: request.bytes)
            #expect(answer.status == 200 && answer.isSealed)
            let opened = identity.open(answer.body, status: 200, to: request)
            #expect(opened.isGenuine)
            // Whoever repeats it later, changes nothing.
            let digest = try await hub.store.digest()
            let again = await endpoint.handle(path: path, body: request.bytes)
            #expect(again.status == 200)
            #expect(try await hub.store.digest() == digest)
        }
        #expect(try await hub.census().sales == 2)
    }

    @Test(arguments: TestStore.allCases)
    func `a refusal of what was signed is signed as well`(_ kind: TestStore) async throws {
        let (hub, endpoint) = try await hub(kind)
        let identity = TestKeys.till(1)
        let bodies: [(path: String, message: [UInt8], status: Int)] = [
            (HubPath.journal, Self.sold().upload.encoded(), 409),
            (HubPath.hello, Array("{}".utf8), 400),
        ]
        for (path, message, status) in bodies {
            let request = identity.seal(message, to: path, from: DeviceID(7), in: 1, nonce: (1, 2))
            let answer = await endpoint.handle(path: path, body: request.bytes)
            #expect(answer.status == status)
            let opened = identity.open(answer.body, status: status, to: request)
            #expect(opened.isGenuine && Message.decode(Refusal.self, opened.message) != nil)
        }
        #expect(try await hub.census().records == 0)
    }

    @Test(arguments: TestStore.allCases)
    func `a device that was revoked is told so, and heard no more`(_ kind: TestStore) async throws {
        let (hub, endpoint) = try await hub(kind)
        #expect(try await hub.revoke(DeviceID(7)))
        let before = try await hub.store.digest()
        let identity = TestKeys.till(1)
        for (path, message) in Self.messages(of: Self.sold()) {
            let request = identity.seal(message, to: path, from: DeviceID(7), in: 1, nonce: (1, 2))
            let answer = await endpoint.handle(path: path, body: request.bytes)
            let opened = identity.open(answer.body, status: answer.status, to: request)
            #expect(opened.isGenuine)
            #expect(Message.decode(Refusal.self, opened.message)?.kind == .revoked)
        }
        #expect(try await hub.store.digest() == before)
    }

    @Test(arguments: TestStore.allCases)
    func `a hub for anyone takes who was never paired, and of the paired only what they signed`(
        _ kind: TestStore
    ) async throws {
        let (hub, endpoint) = try await hub(kind, .anyone)
        let stranger = Self.sold(8)
        for (path, message) in Self.messages(of: stranger).prefix(2) {
            #expect(await endpoint.handle(path: path, body: message).status == 200)
        }
        for (path, message) in Self.messages(of: Self.sold()) {
            #expect(await endpoint.handle(path: path, body: message).status == 401)
        }
        #expect(try await hub.census().sales == 2)
    }

    @Test(arguments: TestStore.allCases)
    func `a box that gets another number keeps its key`(_ kind: TestStore) async throws {
        let (hub, endpoint) = try await hub(kind)
        var first = Self.sold()
        let identity = TestKeys.till(1)
        func post(_ path: String, _ message: [UInt8], _ device: UInt32 = 7) async -> Int {
            let request = identity.seal(
                message,
                to: path,
                from: DeviceID(device),
                in: 1,
                nonce: (1, 2)
            )
            return await endpoint.handle(path: path, body: request.bytes).status
        }
        #expect(await post(HubPath.hello, Message.encode(first.hello)) == 200)
        #expect(await post(HubPath.journal, first.upload.encoded()) == 200)
        var second = first
        second.salt = 1
        first.sell(receipt: 3)
        second.sell(receipt: 3)
        #expect(await post(HubPath.journal, first.upload.encoded()) == 200)
        #expect(await post(HubPath.journal, second.upload.encoded()) == 423)
        try await hub.reenrol(
            DeviceID(7),
            branch: 1,
            as: DeviceID(12),
            at: .init(store: 1, till: 9)
        )
        let known = try await hub.store.read { try $0.identity(of: DeviceID(12)) }
        #expect(known?.key == TestKeys.seed(1).key(for: .deviceSync).publicKey)
    }
}
