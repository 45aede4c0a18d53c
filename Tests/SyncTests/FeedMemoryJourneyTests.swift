import Feeds
import Hub
import SyncProtocol
import Synchronization
import Testing
import Till

/// A till that goes by what its hub has forgotten, or is half way from it to what comes next.
struct FeedMemoryJourneyTests {
    /// What the hub's calendar shows.
    final class Days: Sendable {
        private let count = Mutex<Int64>(17_000)
        var milliseconds: Int64 { count.withLock { $0 } * 86_400_000 }
        func pass(_ days: Int64) { count.withLock { $0 += days } }
    }

    private func hub(_ kind: TestHub.Kind, _ days: Days) async throws -> TestHub {
        try await TestHub(
            kind,
            identity: FeedJourneyTests.hubIdentity,
            clock: { days.milliseconds }
        )
    }

    /// Lists of 900 products and fewer, each at a price of its own.
    private func publish(_ hub: TestHub, _ count: Int64, at price: Int64) async throws {
        _ = try await hub.core.publish(
            FeedJourneyTests.list(count, at: price),
            as: .catalogue
        )
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `a till that was off for a season is told all of the newest list`(
        _ kind: TestHub.Kind
    ) async throws {
        let days = Days()
        let hub = try await hub(kind, days)
        let disk = try FeedJourneyTests.Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        try await publish(hub, 900, at: 1)
        #expect(try await box.drain())
        #expect(try await FeedJourneyTests.price(of: 900, disk.feeds) == [1])
        days.pass(1)
        try await publish(hub, 899, at: 2)
        days.pass(100)
        try await publish(hub, 898, at: 3)
        #expect(try await hub.core.forgetFeeds() == 900)
        #expect(try await hub.core.store.read { try $0.feeds() }.count == 2)
        try await box.wait()
        #expect(try await FeedJourneyTests.price(of: 898, disk.feeds) == [3])
        #expect(try await FeedJourneyTests.price(of: 899, disk.feeds) == [3, nil], "one is gone")
        #expect(try await disk.feeds.standing(of: "catalogue").isDoubted == false)
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `a till whose base is forgotten half way begins anew, and never by a damaged list`(
        _ kind: TestHub.Kind
    ) async throws {
        let days = Days()
        let hub = try await hub(kind, days)
        let disk = try FeedJourneyTests.Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        try await publish(hub, 999, at: 1)
        #expect(try await box.drain())
        days.pass(1)
        // Its last key in order, 999, is gone: whoever is not told of that has a list of neither.
        try await publish(hub, 998, at: 2)
        await box.rest()
        for _ in 0..<20 {
            if try await disk.feeds.standing(of: "catalogue").filling != nil { break }
            try await box.drain(1)
        }
        let filling = try #require(try await disk.feeds.standing(of: "catalogue").filling)
        #expect(filling.base > 0 && !filling.isWhole, "half way")
        days.pass(100)
        try await publish(hub, 997, at: 3)
        #expect(try await hub.core.forgetFeeds() == 999)
        for _ in 0..<20 {
            try await box.drain(1)
            #expect(try await disk.feeds.standing(of: "catalogue").isDoubted == false)
        }
        #expect(try await FeedJourneyTests.price(of: 997, disk.feeds) == [3])
    }
}
