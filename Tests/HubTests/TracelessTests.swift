import Hub
import Records
import SyncProtocol
import TestSupport
import Testing

/// What is no message of the protocol leaves the whole store as it was.
struct TracelessTests {
    typealias Sent = (path: String, body: [UInt8])

    private static let stores: [TestStore] = [.memory, .sqlite]

    /// A hub that holds what a till has sold, and the messages that brought it there.
    private func lived(
        _ kind: TestStore
    ) async throws -> (endpoint: HubEndpoint, hub: HubCore, till: TestTill, sent: [Sent]) {
        let hub = try await kind.hub()
        var till = TestTill()
        for receipt in 1...3 { till.sell(receipt: Int32(receipt)) }
        let greeting = (HubPath.hello, Message.encode(till.hello))
        till.token = try await hub.welcome(till.hello).get().token
        _ = try await hub.receive(till.upload).get()
        let again = (HubPath.hello, Message.encode(till.hello))
        let sent: [Sent] = [
            greeting, again, (HubPath.journal, till.upload.encoded()),
            (HubPath.branch, till.branch().encoded()),
        ]
        return (HubEndpoint(hub), hub, till, sent)
    }

    @Test(arguments: stores)
    func `a message that is cut anywhere, or goes on behind its end, leaves no trace`(
        _ kind: TestStore
    ) async throws {
        let (endpoint, hub, _, sent) = try await lived(kind)
        let before = try await hub.store.digest()
        for (path, body) in sent {
            for length in stride(from: 0, to: body.count, by: 13) {
                let answer = await endpoint.handle(path: path, body: Array(body.prefix(length)))
                #expect(answer.status == 400, "\(path) after \(length) bytes")
            }
            let longer = await endpoint.handle(path: path, body: body + Array("{".utf8))
            #expect(longer.status == 400, "\(path)")
        }
        #expect(try await hub.store.digest() == before)
    }

    @Test(arguments: stores)
    func `a message beyond its limit, or to nowhere, leaves no trace`(
        _ kind: TestStore
    ) async throws {
        let (endpoint, hub, _, sent) = try await lived(kind)
        let before = try await hub.store.digest()
        for (path, body) in sent {
            let limit = try #require(HubEndpoint.bodyLimit(of: path))
            let padding = [UInt8](repeating: 32, count: limit + 1 - body.count)
            #expect(await endpoint.handle(path: path, body: body + padding).status == 413)
            #expect(await endpoint.handle(path: path + "/", body: body).status == 404)
        }
        #expect(try await hub.store.digest() == before)
    }

    @Test(arguments: stores)
    func `records that come again leave no trace, however often and late`(
        _ kind: TestStore
    ) async throws {
        let (endpoint, hub, till, _) = try await lived(kind)
        let before = try await hub.store.digest()
        for first in 1...3 {
            for last in first...3 {
                let body = till.upload(first...last).encoded()
                #expect(await endpoint.handle(path: HubPath.journal, body: body).status == 200)
            }
        }
        #expect(try await hub.store.digest() == before)
    }

    @Test(arguments: stores)
    func `a greeting of the past books nothing and fences nobody`(_ kind: TestStore) async throws {
        let (endpoint, hub, till, sent) = try await lived(kind)
        let before = try await hub.census()
        for _ in 0..<3 {
            _ = await endpoint.handle(path: sent[0].path, body: sent[0].body)
            _ = await endpoint.handle(path: sent[1].path, body: sent[1].body)
        }
        #expect(try await hub.census() == before)
        #expect(try await hub.fenced().isEmpty)
        #expect(try await hub.welcome(till.hello).get().last == till.head)
    }

    @Test(arguments: stores)
    func `bytes that are spoilt and refused leave no trace`(_ kind: TestStore) async throws {
        for seed in Dice.seeds(4) {
            var dice = Dice(seed: seed)
            let (endpoint, hub, _, sent) = try await lived(kind)
            let before = try await hub.store.digest()
            var refused = 0
            for _ in 0..<400 {
                let (path, body) = sent[Int.random(in: 0..<sent.count, using: &dice)]
                let spoilt = Self.spoilt(body, &dice)
                // Records are text to the hub until they are signed: what it can read is a fact.
                guard !Self.isWhole(path, spoilt) else { continue }
                let answer = await endpoint.handle(path: path, body: spoilt)
                #expect([400, 413].contains(answer.status), "SUANPAN_SEED=\(seed)")
                refused += 1
            }
            #expect(refused > 100)
            #expect(try await hub.store.digest() == before, "SUANPAN_SEED=\(seed)")
        }
    }

    private static func isWhole(_ path: String, _ body: [UInt8]) -> Bool {
        switch path {
        case HubPath.hello: Message.decode(Hello.self, body) != nil
        case HubPath.journal: (try? Upload(body)) != nil
        default: (try? Branch(body)) != nil
        }
    }

    private static func spoilt(_ body: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var bytes = body
        for _ in 0..<Int.random(in: 1...6, using: &dice) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &dice)
            switch Int.random(in: 0..<4, using: &dice) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &dice)
            case 1: bytes.insert(0x7B, at: index)
            case 2: bytes.removeSubrange(index..<min(bytes.count, index + 9))
            default: bytes.insert(contentsOf: bytes[index...].prefix(40), at: index)
            }
        }
        return bytes
    }
}
