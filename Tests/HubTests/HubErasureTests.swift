import DurableSQLite
import Foundation
import Hub
import Identity
import Loyalty
import Records
import Retail
import SyncProtocol
import TestSupport
import Testing

/// Whoever was erased is found by nobody, and no sum and no chain has changed.
struct HubErasureTests {
    static let key = HubMemberTests.key
    /// Whoever is erased here has this card.
    static let card = MemberMark.card("2100000010011")
    static let rows = "318,2100000010011\n6,2100000010028\n"

    private static func tags(_ hub: HubCore) async throws -> [String] {
        try await HubMemberTests.entries(hub).map(\.tag)
    }

    @Test(arguments: TestStore.allCases)
    func `an erased member is in no version, and the books are what they were`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        var till = TestTill()
        let buyer = MemberID(1)
        till.sell(receipt: 1)
        _ = try await hub.welcome(till.hello).get()
        _ = try await hub.receive(till.upload).get()
        let rows = "\(buyer.number),2100000010011\n6,2100000010028\n"
        _ = try await HubMemberTests.publish(rows, hub)
        let (_, words) = try await HubMemberTests.publish(rows + "7,2100000010035\n", hub)
        #expect(words.contains("1 new"), "\(words)")
        let before = try await (hub.census(), hub.exportSales(), hub.store.read { try $0.feeds() })
        #expect(before.2.count == 2)

        let outcome = try await hub.erase(buyer, by: "Mei")
        #expect(outcome.marks == 1 && !outcome.isRepeated)
        #expect(try await HubMemberTests.member(Self.card, hub) == nil)
        #expect(try await Self.tags(hub).count == 2)
        let feeds = try await hub.store.read { try $0.feeds() }
        #expect(feeds.count == 1, "every version before is gone")
        #expect(try #require(feeds.first).number > before.2[1].number, "tills are told")
        let told = try await hub.store.read { reading in
            try reading.changes(of: feeds[0], since: before.2[1].number, after: "", limit: 99)
        }
        let tag = Self.card.tag(by: Self.key)
        #expect(!told.contains { $0.key == tag }, "nobody is told what is gone by its name")

        #expect(try await hub.census() == before.0)
        #expect(try await hub.exportSales() == before.1)
        let report = try await hub.store.verifyChains()
        #expect(report.isWhole && report.ledgerSum == 0)
        // What a till sold before it heard of it comes later, and counts.
        till.sell(receipt: 2)
        #expect(try await hub.receive(till.upload).get().setAside == [])
        #expect(try await hub.census().sales == 2)
        let erasure = Erasure(member: buyer, at: 1_493_611_200_000, by: "Mei")
        #expect(try await hub.erasures() == [erasure])
    }

    @Test(arguments: TestStore.allCases)
    func `a list that names somebody who was erased is taken without that line`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        _ = try await hub.erase(MemberID(318), by: "Mei")
        let (isDone, words) = try await HubMemberTests.publish(Self.rows, hub)
        #expect(isDone)
        #expect(words.contains("1 new") && words.contains("erased: member 318"), "\(words)")
        #expect(try await HubMemberTests.member(Self.card, hub) == nil)
        let again = try await HubMemberTests.publish(Self.rows, hub)
        #expect(again.1.contains("is so already") && again.1.contains("318"), "\(again.1)")
        let leftOut = try await hub.importMembers([MemberID(6), MemberID(318)])
        #expect(leftOut == [MemberID(318)])
        #expect(try await hub.store.read { try $0.members() } == [MemberID(6)])
    }

    @Test(arguments: TestStore.allCases)
    func `an erasure that is repeated keeps its first date, and rids the feed again`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        _ = try await HubMemberTests.publish(Self.rows, hub)
        let first = try await hub.erase(MemberID(318), by: "Mei")
        // The hub came back from a backup that knew the erasure and still had the version before.
        let entry = MemberEntry(Self.card, of: MemberID(318), by: Self.key).entry
        let newest = try #require(try await hub.store.read { try $0.newestFeed("members") })
        let old = FeedVersion(feed: "members", number: newest.number + 1, digest: .zero)
        try await hub.store.commit { try $0.publish(old, [FeedChange(entry)]) }
        let second = try await hub.erase(MemberID(318), by: "Kai")
        #expect(second.isRepeated && second.marks == 1)
        #expect(second.erasure == first.erasure)
        #expect(try await Self.tags(hub).count == 1)
        let third = try await hub.erase(MemberID(318), by: "Kai")
        #expect(third.marks == 0)
        let kept = try await hub.store.read { try $0.newestFeed("members") }
        #expect(kept?.number == newest.number + 2, "nothing new for tills")
    }

    @Test func `no file of a hub holds the hash of whoever was erased`() async throws {
        let folder = try TestFolder()
        let store = try SQLiteHubStore(path: folder.file)
        defer { store.close() }
        let hub = HubCore(store: store, admission: .anyone, clock: { 1_493_611_200_000 })
        let many = (0..<3000).map { "\($0 + 1),21000000\(10_000 + $0)\n" }.joined()
        _ = try await HubMemberTests.publish(many, hub)
        _ = try await HubMemberTests.publish(many + "9999,2900000000007\n", hub)
        let tag = MemberMark.card("2100000011499").tag(by: Self.key)
        // The bad twin: a store that has not erased anybody.
        #expect(try !FileSearch.files(in: folder.path, with: tag).isEmpty)
        #expect(try await hub.erase(MemberID(1500), by: "Mei").marks == 1)
        #expect(try FileSearch.files(in: folder.path, with: tag) == [])
        #expect(try await Self.tags(hub).count == 3000)
    }
}

/// The promise of a store that erased members stand on.
extension StoreRule {
    static func keepsErasures(_ store: any HubStore) async throws -> Bool {
        let first = Erasure(member: MemberID(Int64.max), at: 1 << 50, by: "梅\0\\")
        let other = Erasure(member: MemberID(2), at: 5, by: "Kai")
        for erasure in [first, other, Erasure(member: first.member, at: 1 << 51, by: "Kai")] {
            try await store.commit { try $0.put(erasure) }
        }
        return try await store.read { reading in
            try reading.erasures() == [other, first] && reading.erasure(of: first.member) == first
                && reading.erasure(of: MemberID(3)) == nil
        }
    }
}
