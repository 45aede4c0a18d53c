import Foundation
import HAL
import Hub
import Journal
import Records
import Retail
import Sync
import SyncProtocol
import Synchronization
import TestSupport
import Testing
import Till

/// Hubs lose their power, their disk and their tail; the tills sell on and send it again.
struct HubLossTests {
    @Test func `a hub that comes back from an old backup gets the sales after it again`()
        async throws
    {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        try await box.sell(3)
        #expect(try await box.drain())
        let backup = try await hub.backUp()
        try await box.sell(5)
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 8) == [])
        let life = box.journal.memory.incarnation
        try await hub.restore(backup)
        #expect(try await hub.core.census().sales == 3)
        try await box.sell(1)
        #expect(try await box.drain())
        #expect(box.journal.memory.incarnation != life)
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 9) == [])
        #expect(box.journal.chain == 1, "nobody was fenced for it")
    }

    @Test func `a till that has nothing to sell brings a restored hub up to date, too`()
        async throws
    {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        try await box.sell(2)
        #expect(try await box.drain())
        let backup = try await hub.backUp()
        try await box.sell(2)
        #expect(try await box.drain())
        try await hub.restore(backup)
        try await box.restart()
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 4) == [])
    }

    @Test func `a hub restored to before a fence is told of both boxes again`() async throws {
        let hub = try await TestHub()
        let first = try await TestBox(hub.link)
        try await first.sell(3)
        #expect(try await first.drain())
        let backup = try await hub.backUp()
        let image = try await first.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        let second = try await TestBox(hub.link, image: image)
        try await first.sell(2)
        #expect(try await first.drain())
        try await second.sell(4)
        #expect(try await second.drain(), "granted epoch 2")
        try await first.sell(1)
        #expect(try await !first.drain(60), "waits for a person")

        try await hub.restore(backup)
        try await second.sell(1)
        for _ in 0..<4 {
            for box in [first, second] { try await box.drain(60) }
        }
        // Nothing that either sold is missing or doubled.
        #expect(try await hub.faults(sales: 3 + 2 + 4 + 1 + 1) == [])
        for box in [first, second] {
            try await box.sell(1)
            try await box.drain(60)
        }
        #expect(try await hub.faults(sales: 13) == [])
        let waiting = [first, second].filter { $0.journal.memory.apart != nil }
        #expect(waiting.count == 1)
    }

    typealias Cut = (answers: Bool, why: String)

    // swift-format-ignore
    static let cuts: [Cut] = [
        (true,  "the hub has committed, and its answer is lost with it"),
        (false, "the upload never came in"),
    ]

    @Test(arguments: TestHub.Kind.allCases, cuts.indices)
    func `a hub that is restarted in the middle of an upload loses and doubles nothing`(
        _ kind: TestHub.Kind,
        _ index: Int
    ) async throws {
        let row = Self.cuts[index]
        let hub = try await TestHub(kind)
        let uploads = Mutex(0)
        let line = LoopbackLink { path, body in
            let isThird =
                path == HubPath.journal
                && uploads.withLock { count in
                    count += 1
                    return count == 3
                }
            guard isThird else {
                return (try? await hub.link.post(path, body)) ?? LinkAnswer(status: 502, body: [])
            }
            if row.answers { _ = try? await hub.link.post(path, body) }
            hub.stop()
            try? hub.start()
            return LinkAnswer(status: 502, body: [])
        }
        let box = try await TestBox(line)
        try await box.sell(120)
        #expect(try await box.drain())
        #expect(uploads.withLock { $0 } > 3, "\(row.why)")
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 120) == [])
    }

    @Test
    func `a till forgets what the hub has backed up, and a hub from that backup needs no more`()
        async throws
    {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        for day in 1...9 {
            _ = await box.till.perform(.openDay(TestBox.day.advanced(by: day)))
            try await box.sell(2)
        }
        #expect(try await box.drain())
        let backup = try await hub.backUp()
        try await box.sell(1)
        #expect(try await box.drain())
        // The box has no printer: a person has written the receipts by hand.
        for job in try await box.journal.receipts(limit: 99) {
            try await box.journal.setPrint(job.original.id, .cut)
        }
        while try await box.journal.prune() {}
        try await box.journal.settle()
        let report = try await box.journal.verify()
        #expect(report.fault == nil)
        #expect(report.pruned > 10)
        try await hub.restore(backup)
        try await box.sell(1)
        #expect(try await box.drain())
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 20) == [])
    }
}
