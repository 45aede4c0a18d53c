import DurableSQLite
import Feeds
import Hub
import Identity
import Journal
import Sync
import SyncProtocol
import Synchronization
import Testing
import Till

/// What is pushed to a till by somebody who is not its hub, or that it cannot read.
///
/// Rows 40 and 69 of the faults that a till has to survive, each with its bad twin.
struct PushedFaultTests {
    private static func settings(_ name: String) -> [FeedEntry] {
        ShopSettings(shopName: name).entries
    }

    @Test func `a rogue hub takes no record off a till and brings no setting to it (fault 40)`()
        async throws
    {
        let hub = try await TestHub(identity: PairedUplinkTests.hubIdentity)
        let line = PairedLine(to: hub)
        let disk = try FeedJourneyTests.Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(line.link, identity: till, feeds: disk.feeds)
        _ = try await hub.core.publish(Self.settings("万家"), as: .configuration)
        try await box.sell(2)
        #expect(try await box.drain())
        #expect(await box.till.layout.shopName == "万家")
        let before = box.journal.memory

        line.lie.withLock { $0 = .rogueHub }
        _ = try await hub.core.publish(Self.settings("春天"), as: .configuration)
        try await box.sell(3)
        await box.rest()
        #expect(try await !box.drain(8))
        try await box.journal.settle()
        let after = box.journal.memory
        #expect(after.mark == before.mark && after.archived == before.archived, "none is taken")
        #expect(await box.till.layout.shopName == "万家")
        #expect(await box.uplink.status.fault != nil)

        line.lie.withLock { $0 = nil }
        #expect(try await box.drain())
        try await box.wait()
        #expect(await box.till.layout.shopName == "春天", "now that the hub itself says so")
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 5) == [])
    }

    /// The bad twin: a till that knows no hub's key believes whoever answers.
    @Test func `a till that is not paired is led by a rogue hub`() async throws {
        let rogue = try await TestHub()
        let disk = try FeedJourneyTests.Disk()
        let box = try await TestBox(rogue.link, feeds: disk.feeds)
        _ = try await rogue.core.publish(Self.settings("Rogue"), as: .configuration)
        try await box.sell(2)
        #expect(try await box.drain())
        #expect(await box.till.layout.shopName == "Rogue")
        #expect(try await box.faults() == [], "its records are marked as taken")
    }

    /// What a till sells three goods for, and whether its status knows of what it could not read,
    /// when a list at 1.00 has come and one at 2.00 with an entry that is none is pushed.
    private static func pushed(
        to feeds: any FeedStore
    ) async throws -> (prices: Set<Int64?>, isTold: Bool) {
        let hub = try await TestHub(identity: FeedJourneyTests.hubIdentity)
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: feeds)
        _ = try await hub.core.publish(FeedJourneyTests.list(3, at: 100), as: .catalogue)
        #expect(try await box.drain())
        #expect(try await FeedJourneyTests.price(of: 3, feeds) == [100])
        let broken = FeedEntry(key: "9", value: "{\"name\":7}")
        _ = try await hub.core.publish(
            FeedJourneyTests.list(3, at: 200) + [broken],
            as: .catalogue
        )
        try await box.wait()
        let standing = try await feeds.standing(of: FeedKind.catalogue.rawValue)
        return (try await FeedJourneyTests.price(of: 3, feeds), standing.unread > 0)
    }

    @Test func `what a till cannot read leaves the last good in force, and it says so (fault 69)`()
        async throws
    {
        let disk = try FeedJourneyTests.Disk()
        let kept = try await Self.pushed(to: disk.feeds)
        #expect(kept.prices == [100])
        #expect(kept.isTold, "the status names the feed as unreadable")
        // The bad twin: what has come is sold by before anybody has read all of it.
        let twin = try await Self.pushed(to: MemoryFeedStore(fault: .appliesPages))
        #expect(twin.prices == [200])
    }
}
