import Feeds
import Hub
import SyncProtocol
import Testing
import Till

/// From a shop's settings at the hub to the next receipt.
struct SettingsJourneyTests {
    @Test(arguments: TestHub.Kind.allCases)
    func `settings come down whole, stay over a start, and a later hub's are passed over`(
        _ kind: TestHub.Kind
    ) async throws {
        let hub = try await TestHub(kind, identity: FeedJourneyTests.hubIdentity)
        let disk = try FeedJourneyTests.Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        let later = FeedEntry(key: "lottery", value: "{\"is\":7}")
        let first = ShopSettings(shopName: "万家", receiptFooter: ["再见"])
        _ = try await hub.core.publish(first.entries + [later], as: .configuration)
        #expect(try await box.drain())
        #expect(await box.till.layout.shopName == "万家")
        #expect(await box.till.layout.footer == ["再见"])
        #expect(try await FedSettings(disk.feeds).unknown() == ["lottery"])
        try await box.restart()
        #expect(await box.till.layout.shopName == "万家", "after a power cut as well")

        // A known setting in a form that only a later program knows: nothing of it counts.
        let odd = FeedEntry(key: "shop-name", value: "{\"is\":{\"zh\":\"万家\"}}")
        _ = try await hub.core.publish([odd], as: .configuration)
        _ = try await hub.core.publish(FeedJourneyTests.list(3, at: 100), as: .catalogue)
        try await box.wait()
        #expect(await box.till.layout.shopName == "万家")
        #expect(try await disk.feeds.standing(of: "configuration").unread > 0)
        #expect(try await FeedJourneyTests.price(of: 3, disk.feeds) == [100], "prices come")

        _ = try await hub.core.publish([], as: .configuration)
        try await box.wait()
        #expect(await box.till.layout.shopName == "算盘", "what the till was started with")
        #expect(await box.till.layout.footer == ReceiptLayout.thanks)
        try await box.sell(1)
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 1) == [])
    }
}
