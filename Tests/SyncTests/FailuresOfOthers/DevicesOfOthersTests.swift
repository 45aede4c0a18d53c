import Foundation
import Hub
import Journal
import Records
import Retail
import Simulator
import Sync
import SyncProtocol
import Testing

/// Devices that other systems mistook for each other, and servers that forgot what they had.
///
/// `FailuresOfOthersTests` lists all that was reported, and where its test is.
struct DevicesOfOthersTests {
    /// A box and a copy of it from before its last two sales; both have sold.
    private func copied(_ hub: TestHub) async throws -> (first: TestBox, second: TestBox) {
        let first = try await TestBox(hub.link)
        try await first.sell(3)
        #expect(try await first.drain())
        let image = try await first.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        let second = try await TestBox(hub.link, image: image, seed: 99)
        #expect(try await first.sell(2) == [4, 5])
        #expect(try await second.sell(2) == [4, 5])
        return (first, second)
    }

    @Test func `two boxes that give the same receipts lose no order (odoo 16781)`() async throws {
        let hub = try await TestHub()
        let (first, second) = try await copied(hub)
        #expect(try await first.drain())
        #expect(try await second.drain())
        #expect(try await hub.faults(sales: 7) == [])
        let told = try await hub.core.differences().map(\.detail)
        #expect(told.count == 2 && told.allSatisfy { $0.contains("given twice") })
        let twin = BadTwin(without: BadTwin.identity, under: BadTwin.split)
        #expect(twin.isCaught(saying: "an acknowledged sale is missing"))
    }

    @Test
    func `a box that went on gives no number again (l10n-spain 4921)`()
        async throws
    {
        let hub = try await TestHub()
        let (first, second) = try await copied(hub)
        #expect(try await first.drain())
        #expect(try await second.drain())
        #expect(try await second.sell(2) == [6, 7], "above all that the hub knows of both")
        let twin = BadTwin(without: [.numbersAboveTheFloor], under: BadTwin.split)
        #expect(twin.isCaught(saying: "is given twice"))
    }

    @Test func `a copied disk takes nothing over in silence (tailscale 506, fleet 50612)`()
        async throws
    {
        let hub = try await TestHub()
        let (first, second) = try await copied(hub)
        #expect(try await first.drain())
        #expect(try await second.drain())
        #expect(second.journal.queueDepth.head.epoch == 2)
        #expect(try await first.sell(1) == [6], "who was overtaken sells on")
        #expect(try await !first.drain(60))
        #expect(await first.uplink.status.awaitsPerson, "and people are told")
        let rules: [Rule] = [.rotatesTokens, .linksNewRecords, .comparesWelcomedHash]
        #expect(
            BadTwin(without: rules, under: BadTwin.split).isCaught(saying: "the hub lacks record")
        )
    }

    @Test func `a server that begins anew gets everything again (nats-server 6206)`() async throws {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        let backup = try await hub.backUp()
        try await box.sell(5)
        #expect(try await box.drain())
        try await hub.restore(backup)
        try await box.sell(1)
        #expect(try await box.drain(), "it waits for no number that never comes")
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 6) == [])
    }
}
