import Feeds
import Hub
import Loyalty
import Retail
import SyncProtocol
import Testing
import Till

/// From the coupons of a shop at the hub to what the next basket costs.
struct CouponJourneyTests {
    /// A coupon that takes `off` off in the month in which the boxes trade.
    private static func coupon(_ id: String, off: Int64) -> Coupon {
        Coupon(
            id: id,
            name: "券 \(id)",
            amountOff: Money(minorUnits: off),
            firstDay: TestBox.day,
            lastDay: TestBox.day.advanced(by: 30)
        )
    }

    private static func publish(_ coupons: [Coupon], by hub: TestHub) async throws {
        _ = try await hub.core.publish(coupons.map { CouponEntry($0).entry }, as: .coupons)
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `the next basket takes what the hub has published, and the hub books what was paid`(
        _ kind: TestHub.Kind
    ) async throws {
        let hub = try await TestHub(kind, identity: FeedJourneyTests.hubIdentity)
        let disk = try FeedJourneyTests.Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        try await Self.publish([Self.coupon("SAVE3", off: 300)], by: hub)
        #expect(try await box.drain())
        let unknown = TillAnswer.refused(.coupon(.unknown))
        #expect(await box.till.perform(.ring(TestBox.rice)) == .done)
        try await Self.publish([Self.coupon("SAVE4", off: 400)], by: hub)
        try await box.wait()
        #expect(await box.till.perform(.coupon("SAVE4")) == unknown, "the basket began before")
        #expect(await box.till.perform(.coupon("SAVE3")) == .done)
        #expect(await box.till.perform(.identify(MemberID(1))) == .done)
        try await box.restart()
        #expect(try await box.till.status().due.minorUnits == 700, "over a power cut as well")
        _ = await box.till.perform(.tenderExact(.cash))
        _ = await box.till.perform(.ring(TestBox.rice))
        #expect(await box.till.perform(.coupon("SAVE3")) == unknown)
        #expect(await box.till.perform(.coupon("SAVE4")) == .done)
        _ = await box.till.perform(.identify(MemberID(1)))
        _ = await box.till.perform(.tenderExact(.cash))
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 2) == [])
        #expect(try await hub.core.differences() == [], "till and hub count alike")
        let lots = try await hub.core.store.read { try $0.lots(programme: "r1") }
        #expect(lots.map(\.points).reduce(0, +) == 13, "7.00 and 6.00")
    }

    @Test func `a coupon of a later program stops neither sales nor prices`() async throws {
        let hub = try await TestHub(identity: FeedJourneyTests.hubIdentity)
        let disk = try FeedJourneyTests.Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        try await Self.publish([Self.coupon("SAVE3", off: 300)], by: hub)
        #expect(try await box.drain())
        let text = CouponEntry(Self.coupon("LATER", off: 100)).entry.value
        let later = FeedEntry(
            key: "LATER",
            value: text.replacing("\"id\"", with: "\"hours\":[9,12],\"id\"")
        )
        #expect(later.value != text)
        _ = try await hub.core.publish([later], as: .coupons)
        _ = try await hub.core.publish(FeedJourneyTests.list(3, at: 100), as: .catalogue)
        try await box.wait()
        #expect(try await FeedJourneyTests.price(of: 3, disk.feeds) == [100], "prices come")
        let standing = try await disk.feeds.standing(of: "coupons")
        #expect(standing.unread > standing.current?.number ?? 0, "and its status says so")
        #expect(await box.till.perform(.ring(TestBox.rice)) == .done)
        #expect(await box.till.perform(.coupon("SAVE3")) == .done, "what it has is in force")
        _ = await box.till.perform(.tenderExact(.cash))

        try await Self.publish([], by: hub)
        try await box.wait()
        #expect(try await disk.feeds.standing(of: "coupons").unread == 0)
        #expect(await box.till.perform(.ring(TestBox.rice)) == .done)
        #expect(await box.till.perform(.coupon("SAVE3")) == .refused(.coupon(.unknown)))
    }
}
