import Hub
import Identity
import Records
import SyncProtocol
import Synchronization
import Testing

/// How a till gets its number: with a code, once, within ten minutes, on every store.
struct PairingTests {
    /// A hub whose clock stands where the test puts it.
    private final class Shop: Sendable {
        let hub: HubCore
        let endpoint: HubEndpoint

        init(_ kind: TestStore) throws {
            let clock = Clock()
            hub = HubCore(store: try kind.make(), clock: { clock.time.withLock { $0 } })
            endpoint = HubEndpoint(hub, identity: TestKeys.hub)
            self.clock = clock
        }

        private let clock: Clock

        private final class Clock: Sendable {
            let time = Mutex<Int64>(1_700_000_000_000)
        }

        var now: Int64 { clock.time.withLock { $0 } }

        func wait(_ milliseconds: Int64) { clock.time.withLock { $0 += milliseconds } }

        /// What the hub says to somebody who knows `code`, with the key of `byte`.
        func ask(_ code: PairingCode, _ byte: UInt8) async -> PairingAnswer? {
            let key = TestKeys.seed(byte).key(for: .deviceSync).publicKey
            let request = PairingRequest(code, key: key, nonce: (UInt64(byte), 1))
            let body = Message.encode(request)
            let answer = await endpoint.handle(path: HubPath.pair, body: body)
            guard answer.status == 200,
                let pairing = Message.decode(PairingAnswer.self, answer.body),
                pairing.isProven(to: request, by: code)
            else { return nil }
            return pairing
        }

        func key(of device: UInt32) async throws -> DeviceIdentity? {
            try await hub.store.read { try $0.identity(of: DeviceID(device)) }
        }
    }

    static let code = PairingCode(chance: (0x0123_4567_89AB_CDEF, 0x7777))
    /// Another code of the same name.
    static let guess = PairingCode(chance: (0x0123_4567_89AB_CDEF ^ 1 << 20, 0x7777))

    private func offer(_ shop: Shop, _ code: PairingCode = code) -> PairingOffer {
        PairingOffer(of: DeviceID(7), to: code, at: shop.now)
    }

    @Test(arguments: TestStore.allCases)
    func `a till that knows the code gets the number, and the hub its key`(
        _ kind: TestStore
    ) async throws {
        let shop = try Shop(kind)
        #expect(try await shop.hub.keep(offer(shop)))
        let answer = try #require(await shop.ask(Self.code, 1))
        #expect(answer.device == DeviceID(7) && answer.hub == TestKeys.hub.keys)
        let key = TestKeys.seed(1).key(for: .deviceSync).publicKey
        let paired = DeviceIdentity(device: DeviceID(7), key: key, pairedAt: shop.now)
        #expect(try await shop.key(of: 7) == paired)
        shop.wait(1000)
        #expect(await shop.ask(Self.code, 1)?.device == DeviceID(7), "the answer was lost")
        #expect(try await shop.key(of: 7) == paired, "it was paired once")
        #expect(await shop.ask(Self.code, 2) == nil, "another box comes too late")
        #expect(try await shop.key(of: 7) == paired)
    }

    @Test(arguments: TestStore.allCases)
    func `the fifth wrong code makes the right one void`(_ kind: TestStore) async throws {
        for (wrong, isPaired) in [(4, true), (5, false)] {
            let shop = try Shop(kind)
            #expect(try await shop.hub.keep(offer(shop)))
            for _ in 0..<wrong { #expect(await shop.ask(Self.guess, 2) == nil) }
            #expect(await (shop.ask(Self.code, 1) != nil) == isPaired)
            #expect(try await (shop.key(of: 7) != nil) == isPaired)
        }
    }

    @Test(arguments: TestStore.allCases)
    func `after ten minutes a code is nothing, and its name is free`(
        _ kind: TestStore
    ) async throws {
        let shop = try Shop(kind)
        let first = offer(shop)
        #expect(try await shop.hub.keep(first))
        #expect(try await !shop.hub.keep(offer(shop, Self.guess)), "the name is in use")
        shop.wait(PairingOffer.lifetime)
        #expect(await shop.ask(Self.code, 1) == nil)
        #expect(try await !shop.hub.keep(first), "an old offer is not taken again")
        shop.wait(1)
        #expect(try await shop.hub.keep(offer(shop, Self.guess)))
        #expect(await shop.ask(Self.guess, 1) != nil)
    }

    @Test(arguments: TestStore.allCases)
    func `a box that is paired again has another key, and is heard again`(
        _ kind: TestStore
    ) async throws {
        let shop = try Shop(kind)
        #expect(try await !shop.hub.revoke(DeviceID(7)), "nobody is there to revoke")
        #expect(try await shop.hub.keep(offer(shop)))
        _ = await shop.ask(Self.code, 1)
        #expect(try await shop.hub.revoke(DeviceID(7)))
        #expect(try await shop.key(of: 7)?.isRevoked == true)
        let next = PairingCode(chance: (99, 99))
        #expect(try await shop.hub.keep(offer(shop, next)))
        #expect(await shop.ask(next, 2) != nil)
        let key = TestKeys.seed(2).key(for: .deviceSync).publicKey
        let identity = try #require(try await shop.key(of: 7))
        #expect(identity.key == key && !identity.isRevoked)
        let former = TestKeys.seed(1).key(for: .deviceSync).publicKey
        #expect(identity.formerKeys == [former], "it has signed what came before")
    }

    @Test(arguments: TestStore.allCases)
    func `a store belongs to the hub that showed its keys first`(_ kind: TestStore) async throws {
        let shop = try Shop(kind)
        #expect(try await shop.hub.show(TestKeys.hub.keys))
        #expect(try await shop.hub.show(TestKeys.hub.keys))
        #expect(try await !shop.hub.show(HubIdentity(TestKeys.seed(9)).keys))
    }

    @Test func `two tills with one code: one of them is paired`() async throws {
        for kind in TestStore.allCases {
            let shop = try Shop(kind)
            #expect(try await shop.hub.keep(offer(shop)))
            let answers = await withTaskGroup(of: Bool.self) { group in
                for byte in UInt8(1)...8 {
                    group.addTask { await shop.ask(Self.code, byte) != nil }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(answers.count(where: { $0 }) == 1, "\(kind)")
        }
    }

    typealias Row = (body: String, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("",                                                     "nothing"),
        ("{}",                                                   "nothing in it"),
        (#"{"key":"00","name":"01","nonce":"","proof":""}"#,     "a key that is too short"),
    ]

    @Test(arguments: rows)
    func `what asks for no pairing is refused`(_ row: Row) async throws {
        let shop = try Shop(.memory)
        let answer = await shop.endpoint.handle(path: HubPath.pair, body: Array(row.body.utf8))
        #expect(answer.status == 400, "\(row.why)")
    }

    @Test func `a hub without its key pairs nobody`() async throws {
        let shop = try Shop(.memory)
        #expect(try await shop.hub.keep(offer(shop)))
        let key = TestKeys.seed(1).key(for: .deviceSync).publicKey
        let body = Message.encode(PairingRequest(Self.code, key: key, nonce: (1, 2)))
        let answer = await HubEndpoint(shop.hub).handle(path: HubPath.pair, body: body)
        #expect(answer.status == 503)
    }
}
