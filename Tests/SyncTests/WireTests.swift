import Foundation
import Hub
import Journal
import Records
import Retail
import Sync
import SyncProtocol
import Testing

/// The same over HTTP: a clone and its original, a real server, real sockets.
struct WireTests {
    @Test(.timeLimit(.minutes(1)))
    func `two copies of a till meet a hub over the network, and every sale is booked once`()
        async throws
    {
        let hub = try await TestHub()
        let server = try await TestHubServer(hub)
        let line = server.line(.anyone)

        let first = try await TestBox(line)
        try await first.sell(3)
        #expect(try await first.drain())
        let image = try await first.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        let second = try await TestBox(line, image: image)
        try await first.sell(2)
        try await second.sell(4)
        #expect(try await first.drain())
        #expect(try await second.drain())
        #expect(second.journal.queueDepth.head.epoch == 2)
        try await first.sell(1)
        #expect(try await !first.drain(40))
        #expect(await first.uplink.status.awaitsPerson)
        let tip = try #require(try first.journal.tip)
        let branches = try await hub.core.fenced().flatMap(\.branches)
        let branch = try #require(branches.first { $0.last == tip.head })
        try await hub.core.reenrol(
            DeviceID(7),
            branch: branch.branch,
            as: DeviceID(12),
            at: Place(store: 298, till: 9)
        )
        #expect(try await first.drain())
        #expect(first.journal.device == DeviceID(12))
        try await first.sell(1)
        try await second.sell(1)
        for box in [first, second] {
            #expect(try await box.drain())
            #expect(try await box.faults() == [])
        }
        #expect(try await hub.faults(sales: 12) == [])
    }
}
