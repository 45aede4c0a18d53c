import DurableSQLite
import Feeds
import Foundation
import Hub
import Identity
import Loyalty
import Records
import Retail
import SampleTrade
import Sync
import SyncProtocol
import Testing
import Till

/// From a programme at the hub to the points on the next receipt.
struct ProgrammeJourneyTests {
    /// R1 with `points` for each full 1.00.
    static func r1(_ version: Int, points: Int64) -> Programme {
        var rules = Programme.r1
        rules.version = version
        rules.earn.points = Points(points)
        return rules
    }

    /// Publishes R1 in `version` from a file, as a shop does.
    static func publish(
        _ version: Int,
        points: Int64,
        by hub: TestHub,
        in folder: String
    ) async throws -> Bool {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Sources/Shop/Programmes/r1.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacing("version: 1 ", with: "version: \(version) ")
            .replacing("points: 1 ", with: "points: \(points) ")
        let path = "\(folder)/r1-\(version).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try await hub.core.publish(FeedFile(.programmes, path: path)).isSuccess
    }

    private func events(_ box: TestBox, _ events: [TillEvent]) async throws {
        for answer in await box.till.perform(events) {
            if case .refused = answer { throw NotSold(answers: [answer]) }
        }
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `the next basket earns by what the hub has published, and the hub counts alike`(
        _ kind: TestHub.Kind
    ) async throws {
        let hub = try await TestHub(kind, identity: FeedJourneyTests.hubIdentity)
        let disk = try FeedJourneyTests.Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        #expect(try await box.drain())
        #expect(try await box.till.status().programme == "r1@1", "the file on the box")
        try await events(box, [.ring(TestBox.rice), .identify(MemberID(1))])
        #expect(try await Self.publish(2, points: 2, by: hub, in: disk.path))
        try await box.wait()
        #expect(try await box.till.status().programme == "r1@2")
        #expect(try await box.till.status().pointsEarned == 10, "the basket began before")
        try await events(box, [.tenderExact(.cash, reference: nil)])
        try await box.sell(1)
        try await box.restart()
        #expect(try await box.till.status().programme == "r1@2", "after a power cut as well")
        try await box.sell(1)
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 3) == [])
        #expect(try await hub.core.differences() == [], "till and hub count alike")
        let lots = try await hub.core.store.read { try $0.lots(programme: "r1") }
        #expect(lots.map(\.points).reduce(0, +) == 50)
    }

    @Test func `a programme of a later program stops neither sales nor prices`() async throws {
        let hub = try await TestHub(identity: FeedJourneyTests.hubIdentity)
        let disk = try FeedJourneyTests.Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        #expect(try await Self.publish(2, points: 2, by: hub, in: disk.path))
        #expect(try await box.drain())
        let text = PublishedProgramme(Self.r1(3, points: 3)).entry.value
        let later = FeedEntry(
            key: PublishedProgramme.key,
            value: text.replacing("\"points\":3", with: "\"points\":3,\"birthday\":2")
        )
        _ = try await hub.core.publish([later], as: .programmes)
        _ = try await hub.core.publish(FeedJourneyTests.list(3, at: 100), as: .catalogue)
        try await box.wait()
        #expect(try await FeedJourneyTests.price(of: 3, disk.feeds) == [100], "prices come")
        #expect(try await box.till.status().programme == "r1@2")
        let standing = try await disk.feeds.standing(of: "programmes")
        #expect(standing.unread > standing.current?.number ?? 0, "and its status says so")
        try await box.sell(1)
        // Every start tries again, and nothing is lost by it.
        try await box.restart()
        try await box.wait()
        #expect(try await disk.feeds.standing(of: "programmes").unread > 0)
        #expect(try await box.till.status().programme == "r1@2")

        #expect(try await Self.publish(4, points: 4, by: hub, in: disk.path))
        try await box.wait()
        #expect(try await box.till.status().programme == "r1@4")
        #expect(try await disk.feeds.standing(of: "programmes").unread == 0)
        try await box.sell(1)
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 2) == [])
    }

    @Test func `what another program left and this one cannot read is sold without`() async throws {
        let disk = try FeedJourneyTests.Disk()
        let feeds = disk.feeds
        let text = PublishedProgramme(Self.r1(3, points: 3)).entry.value
        let entry = FeedEntry(
            key: PublishedProgramme.key,
            value: text.replacing("\"points\":3", with: "\"points\":3,\"birthday\":2")
        )
        let version = FeedVersion(feed: "programmes", number: 9, digest: FeedDigest.of([entry]))
        var standing = FeedStanding(feed: "programmes")
        standing.filling = FeedFilling(
            version: version,
            base: 0,
            after: entry.key,
            isWhole: true,
            seal: ""
        )
        try await feeds.stage([FeedChange(entry)], as: standing, begins: true)
        try await feeds.adopt(FeedStanding(feed: "programmes", current: version))
        let rules = try await FedProgramme(feeds, before: .r1).rules()
        #expect(rules == .r1, "the file on the box is better than nothing")
        let keeper = FeedKeeper(feeds, kinds: [.programmes]) { _, _ in true }
        #expect(try await keeper.resume() == [.refused(feed: "programmes", .unreadable)])
        #expect(try await feeds.standing(of: "programmes").unread == 9)
    }
}
