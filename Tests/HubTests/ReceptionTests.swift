import Hub
import Loyalty
import Records
import Retail
import SyncProtocol
import Testing

/// How the hub takes records that come late, twice, in the wrong order, or from the wrong box.
struct ReceptionTests {
    /// A hub that has met `till`.
    private func meeting(_ till: TestTill, _ kind: TestStore) async throws -> HubCore {
        let hub = try await kind.hub()
        _ = try await hub.welcome(till.hello).get()
        return hub
    }

    private func till(selling count: Int32) -> TestTill {
        var till = TestTill()
        for receipt in 1...count { till.sell(receipt: receipt) }
        return till
    }

    @Test(arguments: TestStore.allCases)
    func `an unknown device is enrolled at its first hello`(_ kind: TestStore) async throws {
        let hub = try await kind.hub()
        let welcome = try await hub.welcome(TestTill().hello).get()
        #expect(welcome.last == .root(of: DeviceID(7), epoch: 1))
        #expect(welcome.hubMilliseconds == 1_493_611_200_000)
        #expect(try await hub.census().devices == 1)
    }

    @Test(arguments: TestStore.allCases)
    func `a device that never said hello is sent back to its greeting`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        let refused = await hub.receive(till(selling: 1).upload)
        #expect(refused.refusal == .gap)
        #expect(try await hub.census().records == 0)
    }

    @Test(arguments: TestStore.allCases)
    func `an answer that was lost is given again and nothing is doubled`(
        _ kind: TestStore
    ) async throws {
        let till = till(selling: 3)
        let hub = try await meeting(till, kind)
        let lost = try await hub.receive(till.upload).get()
        let again = try await hub.receive(till.upload).get()
        #expect(again == lost)
        #expect(again.last == till.head)
        let census = try await hub.census()
        #expect(census.records == 3)
        #expect(census.sales == 3)
        #expect(census.points == 30)
    }

    @Test(arguments: TestStore.allCases)
    func `a duplicate that comes days later changes nothing`(_ kind: TestStore) async throws {
        let till = till(selling: 6)
        let hub = try await meeting(till, kind)
        _ = try await hub.receive(till.upload(1...2)).get()
        _ = try await hub.receive(till.upload(3...6)).get()
        let before = try await hub.exportSales()
        let late = try await hub.receive(till.upload(1...2)).get()
        let overlap = try await hub.receive(till.upload(2...5)).get()
        #expect(late.last == till.head)
        #expect(overlap.last == till.head)
        #expect(try await hub.exportSales() == before)
    }

    @Test(arguments: TestStore.allCases)
    func `an overlap brings only what is new`(_ kind: TestStore) async throws {
        let till = till(selling: 6)
        let hub = try await meeting(till, kind)
        _ = try await hub.receive(till.upload(1...4)).get()
        let answer = try await hub.receive(till.upload(3...6)).get()
        #expect(answer.last == till.head)
        #expect(try await hub.census().sales == 6)
    }

    @Test(arguments: TestStore.allCases)
    func `an upload that overtakes another is a gap`(_ kind: TestStore) async throws {
        let till = till(selling: 6)
        let hub = try await meeting(till, kind)
        _ = try await hub.receive(till.upload(1...2)).get()
        let refused = await hub.receive(till.upload(4...6))
        #expect(refused.refusal == .gap)
        #expect(refused.named == till.records[1].position)
        #expect(try await hub.census().records == 2)
    }

    @Test(arguments: TestStore.allCases)
    func `two boxes under one number are a fork, whichever came first`(
        _ kind: TestStore
    ) async throws {
        let till = till(selling: 3)
        var clone = TestTill()
        for receipt in 1...4 { clone.sell("?:5", receipt: Int32(receipt)) }
        let hub = try await meeting(till, kind)
        _ = try await hub.receive(till.upload).get()
        for numbers in [1...3, 1...4, 4...4] {
            #expect(await hub.receive(clone.upload(numbers)).refusal == .fork)
        }
        // What came with the fork may be all that is left of it, so it is kept beside the chain;
        // the clone gives the names of other records, and they have no effect.
        let census = try await hub.census()
        #expect(census.records == 6)
        #expect(census.setAside == 3)
        #expect(census.sales == 3)
        let report = try await hub.store.verifyChains()
        #expect(report.isWhole)
        #expect(report.runs == 1)
    }

    @Test(arguments: TestStore.allCases)
    func `a device that lost its tail is refused once it has answered`(
        _ kind: TestStore
    ) async throws {
        let whole = till(selling: 3)
        let hub = try await meeting(whole, kind)
        _ = try await hub.receive(whole.upload).get()
        let short = till(selling: 2)
        let challenge = await hub.welcome(short.hello)
        #expect(challenge.refusal == .challenged)
        #expect(try await hub.welcome(whole.hello).get().last == whole.head, "nothing has changed")
        #expect(await hub.welcome(short.hello).refusal == .challenged)
        let again = await hub.welcome(short.hello)
        #expect(await hub.welcome(short.answering(again)).refusal == .rollback)
        #expect(await hub.welcome(whole.hello).refusal == .rollback, "the epoch is fenced")
        #expect(try await hub.census().records == 3)
    }

    @Test(arguments: TestStore.allCases)
    func `a device with another last record is a fork at its greeting`(
        _ kind: TestStore
    ) async throws {
        let till = till(selling: 1)
        var clone = TestTill()
        clone.sell("?:5")
        let hub = try await meeting(till, kind)
        _ = try await hub.receive(till.upload).get()
        let challenge = await hub.welcome(clone.hello)
        #expect(challenge.refusal == .challenged)
        #expect(await hub.welcome(clone.answering(challenge)).refusal == .fork)
    }

    @Test(arguments: TestStore.allCases)
    func `a device that says it stands elsewhere is not greeted`(_ kind: TestStore) async throws {
        let hub = try await meeting(TestTill(), kind)
        #expect(await hub.welcome(TestTill(7, store: 1, till: 2).hello).refusal == .revoked)
        #expect(try await hub.fenced().isEmpty, "who has the number keeps it")
    }

    @Test(arguments: TestStore.allCases)
    func `an epoch that nobody granted is stale`(_ kind: TestStore) async throws {
        let hub = try await kind.hub()
        let till = TestTill()
        let hello = Hello(
            device: till.device,
            head: .root(of: till.device, epoch: 2),
            store: 1,
            till: 1,
            version: "1.0",
            bootNonce: "00"
        )
        #expect(await hub.welcome(hello).refusal == .staleEpoch)
        #expect(try await hub.census().devices == 0)
    }

    @Test(arguments: TestStore.allCases)
    func `every cut of an upload is malformed and stores nothing`(_ kind: TestStore) async throws {
        let till = till(selling: 2)
        let hub = try await meeting(till, kind)
        let endpoint = HubEndpoint(hub)
        let body = till.upload.encoded()
        for length in stride(from: 0, to: body.count, by: 7) {
            let answer = await endpoint.handle(
                path: HubPath.journal,
                body: Array(body.prefix(length))
            )
            #expect(answer.status == 400, "cut after \(length) bytes")
        }
        #expect(try await hub.census().records == 0)
        let whole = await endpoint.handle(path: HubPath.journal, body: body)
        #expect(whole.status == 200)
    }
}

extension Result where Failure == Refusal {
    /// Why it was refused; nil when it was not.
    var refusal: Refusal.Kind? {
        guard case .failure(let refusal) = self else { return nil }
        return refusal.kind
    }

    /// The record that the refusal names.
    var named: ChainHead? {
        guard case .failure(let refusal) = self else { return nil }
        return refusal.last
    }
}
