import DurableSQLite
import Hub
import HubPostgres
import Identity
import Records
import Retail
import SyncProtocol
import Testing

/// A hub cannot invent what its tills have not signed: who has their keys finds it.
struct AuditTests {
    @Test(arguments: OwnedHub.kinds)
    func `what the tills have signed is what is there`(_ kind: TestStore) async throws {
        let hub = try OwnedHub(kind)
        #expect(try await hub.open { try await SignedTrade().send(to: $0) })
        let report = try await hub.audit(by: SignedTrade.keys)
        #expect(report.isWhole && report.hasComparedPoints)
        #expect(report.chains.map(\.signedThrough) == [10, 3])
        #expect(report.chains.map(\.records) == [10, 3])
        #expect(report.chains.map(\.verdict) == [.signed, .signed])
        #expect(report.notSignedFor == 0)
    }

    @Test(arguments: OwnedHub.kinds, Tampering.allCases)
    func `what no till has signed is found, and the record named`(
        _ kind: TestStore,
        _ tampering: Tampering
    ) async throws {
        let hub = try await tampering.done(on: kind)
        let report = try await hub.audit(by: SignedTrade.keys)
        let found = report.chains.flatMap(\.faults) + report.bookFaults
        #expect(!report.isWhole)
        #expect(found.first?.key.device == DeviceID(7))
        #expect(found.first?.key.sequence == tampering.finding.record, "\(found)")
        #expect(found.first?.detail.contains(tampering.finding.words) == true, "\(found)")
        // Who looks at hashes alone is content with what was made anew: so there are signatures.
        let hashes = try await hub.open { try await $0.verifyChains() }
        #expect(hashes.isWhole != tampering.showsInHashes)
    }

    @Test(arguments: OwnedHub.kinds)
    func `a signature that is gone shows in the account`(_ kind: TestStore) async throws {
        let hub = try OwnedHub(kind)
        _ = try await hub.open { try await SignedTrade().send(to: $0) }
        try await hub.run("UPDATE device SET witness = NULL WHERE device = 7")
        let report = try await hub.audit(by: SignedTrade.keys)
        #expect(report.chains.map(\.verdict) == [.notSignedFor, .signed])
        #expect(report.notSignedFor == 10)
        #expect(report.isWhole, "nobody can say that it is wrong")
    }

    @Test(arguments: OwnedHub.kinds)
    func `points that no sale has brought are found`(_ kind: TestStore) async throws {
        let hub = try OwnedHub(kind)
        _ = try await hub.open { try await SignedTrade().send(to: $0) }
        try await hub.run("UPDATE posting SET points = points * 2 WHERE device = 7 AND seq = 6")
        #expect(try await hub.open { try await $0.verifyChains() }.isWhole, "it sums to zero")
        let report = try await hub.audit(by: SignedTrade.keys)
        #expect(report.pointFaults.count == 1 && !report.isWhole)
    }

    @Test(arguments: OwnedHub.kinds)
    func `a hub that changes its table of keys is found by the keys that somebody else has`(
        _ kind: TestStore
    ) async throws {
        let hub = try await Tampering.theSignatureOfAnotherKey.done(on: kind)
        let forged = SignedTrade.identity(9, 7)
        try await hub.open { store in try await store.commit { try $0.put(forged) } }
        let own = try await hub.open { DeviceKeys(try await $0.read { try $0.identities() }) }
        #expect(try await hub.audit(by: own).isWhole)
        #expect(try await !hub.audit(by: SignedTrade.keys).isWhole)
    }

    @Test(arguments: OwnedHub.kinds)
    func `an auditor changes nothing`(_ kind: TestStore) async throws {
        let hub = try OwnedHub(kind)
        _ = try await hub.open { try await SignedTrade().send(to: $0) }
        let before = try await hub.open { try await $0.digest() }
        _ = try await hub.audit(by: SignedTrade.keys)
        #expect(try await hub.open { try await $0.digest() } == before)
        guard kind == .sqlite else { return }
        await #expect(throws: StorageError.self) {
            try await hub.openToRead { store in
                try await store.commit { try $0.add([MemberID(99)]) }
            }
        }
        #expect(try await hub.open { try await $0.digest() } == before)
    }

    @Test func `a store of another version is not read`() async throws {
        let hub = try OwnedHub(.sqlite)
        #expect(try await hub.open { try await $0.read { try $0.census() } }.records == 0)
        try await hub.run("DELETE FROM grdb_migrations WHERE identifier <> '1 journal'")
        await #expect(throws: StorageError.self) { try await hub.audit(by: SignedTrade.keys) }
    }

    @Test(arguments: TestStore.allCases)
    func `whoever was erased has changed nothing that was signed`(_ kind: TestStore) async throws {
        let store = try kind.make()
        #expect(try await SignedTrade().send(to: store))
        _ = try await SignedTrade.hub(store).erase(MemberID(1), by: "Mei")
        let report = try await store.audit(by: SignedTrade.keys)
        #expect(report.isWhole && report.chains.map(\.signedThrough) == [10, 3])
    }

    @Test(arguments: TestStore.allCases)
    func `a hub for anyone has nothing signed, and says so`(_ kind: TestStore) async throws {
        let hub = try await kind.hub()
        let till = SignedTrade.sold(4)
        _ = try await hub.welcome(till.hello).get()
        _ = try await hub.receive(till.upload).get()
        let report = try await hub.store.audit(by: DeviceKeys([]))
        #expect(report.isWhole && report.notSignedFor == 4)
    }

    @Test(arguments: TestStore.allCases)
    func `what cannot be made again from its records is not signed for`(
        _ kind: TestStore
    ) async throws {
        let store = try kind.make()
        #expect(try await SignedTrade().send(to: store))
        var till = SignedTrade.sold(10)
        till.sell(receipt: 11)
        // The message has a place for a signature within, which no till of ours uses.
        var message = till.upload(11...11).encoded()
        message[25] = 1
        message.insert(0xFF, at: 26)
        let endpoint = HubEndpoint(SignedTrade.hub(store), identity: TestKeys.hub)
        let request = SignedTrade.sealed(message, to: HubPath.journal)
        #expect(await endpoint.handle(path: HubPath.journal, body: request.bytes).status == 200)
        let report = try await store.audit(by: SignedTrade.keys)
        #expect(report.chains.map(\.verdict) == [.notSignedFor, .signed])
        #expect(report.isWhole && report.notSignedFor == 11)
    }
}
