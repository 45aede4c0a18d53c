import Journal
import Records
import Sync
import SyncProtocol
import Testing

/// Hubs lose their tails, and boxes claim each other's numbers; the till sells on.
struct RecoveryTests {
    typealias Row = (lost: Int, restored: Bool, restarted: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (1,  true,  false, "a backup that lacks the last record"),
        (9,  true,  false, "a backup from the hour before"),
        (20, true,  false, "an empty hub"),
        (9,  true,  true,  "the till was started again in the meantime"),
        (9,  false, false, "a hub that lost its tail and says nothing of it"),
        (20, false, true,  "a hub that lost everything and says nothing of it"),
    ]

    @Test(arguments: rows)
    func `a hub that comes back without its tail is sent the rest again`(_ row: Row) async throws {
        let till = try await TestTill(20)
        let hub = TestHub()
        var uplink = try await till.uplink(hub.link)
        #expect(try await uplink.drain(patience: 50))
        #expect(try await till.mark() == 20)
        if row.restored { await hub.restore(losing: row.lost) } else { await hub.forget(row.lost) }
        if row.restarted { uplink = try await till.uplink(hub.link) }
        try await till.state(1)
        #expect(try await uplink.drain(patience: 50))
        #expect(try await till.faults(hub) == [])
        // A till that was started again greets first, so it never sends past the gap.
        #expect(await hub.gaps == (row.restarted ? 0 : 1))
    }

    @Test func `the mark follows a restored hub back before anything is sent`() async throws {
        let till = try await TestTill(20)
        let hub = TestHub()
        #expect(try await till.uplink(hub.link).drain(patience: 50))
        await hub.restore(losing: 12)
        let uplink = try await till.uplink(hub.link)
        #expect(try await !uplink.drain(patience: 1))
        #expect(try await till.mark() == 8)
        #expect(till.journal.queueDepth.waiting == 12)
    }

    @Test func `a till that stands apart goes on journalling, and waits for a person`()
        async throws
    {
        let stranger = try await TestTill(3, salt: 9)
        let till = try await TestTill(5)
        let hub = TestHub()
        await hub.hold(try await stranger.records())
        let uplink = try await till.uplink(hub.link)
        #expect(try await !uplink.drain(patience: 20))
        guard case .apart(.fork, _) = await uplink.status.state else {
            Issue.record("the hub's chain is another's, and the till did not notice")
            return
        }
        #expect(await uplink.status.fault?.contains("another chain") == true)
        try await till.state(4)
        #expect(try await till.mark() == 0)
        #expect(till.journal.queueDepth.waiting == 9)
        #expect(try await till.journal.verify().fault == nil)
        #expect(await hub.kept.count == 3)

        // A person has looked, and cleared the stranger away.
        await hub.hold([])
        #expect(try await uplink.drain(patience: 50))
        #expect(try await till.faults(hub) == [])
    }

    @Test func `a till that was set back stands apart`() async throws {
        let stranger = try await TestTill(5)
        let till = try await TestTill(3)
        let hub = TestHub()
        await hub.hold(try await stranger.records())
        let uplink = try await till.uplink(hub.link)
        #expect(try await !uplink.drain(patience: 20))
        guard case .apart(.rollback, _) = await uplink.status.state else {
            Issue.record("the hub has seen more of this till than it has itself")
            return
        }
        #expect(try await till.mark() == 0)
    }
}
