import Foundation
import Hub
import Journal
import Records
import Retail
import Simulator
import Sync
import SyncProtocol
import Synchronization
import TestSupport
import Testing

/// Orders that other systems lost or doubled between the counter and the server.
///
/// `FailuresOfOthersTests` lists all that was reported, and where its test is.
struct OrdersOfOthersTests {
    /// The line into `hub` on which `change` sees each request, and may answer in its place.
    private func line(
        to hub: TestHub,
        _ change: @escaping @Sendable (String, [UInt8]) async -> LinkAnswer?
    ) -> LoopbackLink {
        LoopbackLink { path, body in
            if let answer = await change(path, body) { return answer }
            return (try? await hub.link.post(path, body)) ?? LinkAnswer(status: 502, body: [])
        }
    }

    @Test
    func `an order survives a pulled plug, and its number is not given again (odoo 125037)`()
        async throws
    {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        #expect(try await box.sell(3) == [1, 2, 3])
        try await box.restart()
        #expect(try await box.sell(1) == [4])
        #expect(try await box.drain())
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 4) == [])
        let twin = BadTwin(without: [.showsOnlyWhatIsDurable], under: [.powerCut])
        #expect(twin.isCaught(saying: "an acknowledged sale is missing"))
    }

    @Test func `an order whose answer was lost is sent again and booked once (odoo 40567)`()
        async throws
    {
        let hub = try await TestHub()
        let left = Mutex(1)
        let line = line(to: hub) { path, body in
            let isLost = left.withLock { left in
                guard path == HubPath.journal, left > 0 else { return false }
                left -= 1
                return true
            }
            guard isLost else { return nil }
            _ = try? await hub.link.post(path, body)
            return LinkAnswer(status: 504, body: [])
        }
        let box = try await TestBox(line)
        try await box.sell(5)
        #expect(try await box.drain(400))
        #expect(left.withLock { $0 } == 0)
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 5) == [])
        let twin = BadTwin(without: [.appliesEachNameOnce], under: BadTwin.split)
        #expect(twin.isCaught(saying: "is booked"))
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `orders that two windows send at once are booked once (odoo 152259, erpnext 12971)`(
        _ kind: TestHub.Kind
    ) async throws {
        let hub = try await TestHub(kind)
        let line = line(to: hub) { path, body in
            guard path == HubPath.journal else { return nil }
            return await withTaskGroup(of: LinkAnswer?.self) { group in
                for _ in 0..<6 { group.addTask { try? await hub.link.post(path, body) } }
                var last: LinkAnswer?
                for await answer in group { last = answer ?? last }
                return last
            }
        }
        let box = try await TestBox(line)
        for _ in 0..<5 {
            try await box.sell(4)
            #expect(try await box.drain())
        }
        #expect(try await hub.faults(sales: 20) == [])
        #expect(throws: (any Error).self, "a second window does not open") {
            try TillJournal(
                path: box.folder + "/till.db",
                device: TestBox.device,
                place: TestBox.place
            )
        }
        let twin = BadTwin(without: [.appliesEachNameOnce], under: BadTwin.split)
        #expect(twin.isCaught(saying: "is booked"))
    }

    @Test func `what another device sends changes no order that is paid (odoo 288974)`()
        async throws
    {
        let hub = try await TestHub()
        let first = try await TestBox(hub.link)
        try await first.sell(3)
        #expect(try await first.drain())
        let image = try await first.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        try await first.sell(2)
        #expect(try await first.drain())
        let digest = try await hub.core.census()
        let second = try await TestBox(hub.link, image: image, seed: 7)
        try await second.sell(4)
        #expect(try await second.drain())
        let after = try await hub.core.census()
        #expect(after.sales == digest.sales + 4, "five are as they were, and four are new")
        #expect(try await hub.faults(sales: 9) == [])
        let twin = BadTwin(without: BadTwin.identity, under: BadTwin.split)
        #expect(twin.isCaught(saying: "an acknowledged sale is missing"))
    }

    @Test func `an order whose sync failed is sent until it is taken (odoo 261096)`()
        async throws
    {
        let hub = try await TestHub()
        let left = Mutex(12)
        let line = line(to: hub) { path, _ in
            left.withLock { left in
                guard path == HubPath.journal, left > 0 else { return nil }
                left -= 1
                return LinkAnswer(status: 500, body: Array("Internal Server Error".utf8))
            }
        }
        let box = try await TestBox(line)
        try await box.sell(3)
        #expect(try await !box.drain(6))
        #expect(box.journal.queueDepth.mark.sequence == 0, "it is still to be sent")
        #expect(try await box.drain(400))
        #expect(try await hub.faults(sales: 3) == [])
    }

    @Test func `an order leaves the till only when a backup has it (odoo 284790)`() async throws {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        let backup = try await hub.backUp()
        try await box.sell(6)
        #expect(try await box.drain())
        try await box.wait()
        try await hub.restore(backup)
        #expect(try await hub.core.census().sales == 0)
        try await box.wait()
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 6) == [])
        let twin = BadTwin(without: [.prunesOnlyWhatIsArchived], under: [.hubRestore])
        #expect(twin.isCaught(saying: "has pruned record"))
    }

    @Test func `an order that the disk does not have was never sold (odoo 60939, FloCafe 788)`()
        async throws
    {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        try await box.sell(2)
        box.journal.abandon()
        await #expect(throws: NotSold.self, "the counter is told") { try await box.sell(1) }
        try await box.restart()
        #expect(try await box.sell(1) == [3], "and sells on when the disk is back")
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 3) == [])
        let twin = BadTwin(without: [.showsOnlyWhatIsDurable], under: [.powerCut])
        #expect(twin.isCaught(saying: "an acknowledged sale is missing"))
    }

    @Test func `orders outlive the window in which they were made (OCA/pos 172)`() async throws {
        let hub = try await TestHub()
        let isThere = Mutex(false)
        let line = line(to: hub) { _, _ in
            isThere.withLock { $0 } ? nil : LinkAnswer(status: 502, body: [])
        }
        let box = try await TestBox(line)
        for _ in 0..<4 {
            try await box.sell(2)
            try await box.drain(3)
            try await box.restart()
        }
        isThere.withLock { $0 = true }
        #expect(try await box.drain(400))
        #expect(try await hub.faults(sales: 8) == [])
        let twin = BadTwin(without: [.showsOnlyWhatIsDurable], under: [.powerCut])
        #expect(twin.isCaught(saying: "an acknowledged sale is missing"))
    }

    @Test func `one invoice that is synced again, days later, is one invoice (POSNext 50)`()
        async throws
    {
        let hub = try await TestHub()
        let sent = Mutex<[(path: String, body: [UInt8])]>([])
        let line = line(to: hub) { path, body in
            sent.withLock { $0.append((path, body)) }
            return nil
        }
        let box = try await TestBox(line)
        for _ in 0..<4 {
            try await box.sell(2)
            #expect(try await box.drain())
        }
        let before = try await hub.core.census()
        for (path, body) in sent.withLock({ $0 }) { _ = try? await hub.link.post(path, body) }
        #expect(try await hub.core.census() == before)
        #expect(try await hub.faults(sales: 8) == [])
        try await box.sell(1)
        #expect(try await box.drain(), "nobody is fenced by the past")
        #expect(box.journal.queueDepth.head.epoch == 1)
        let twin = BadTwin(without: [.appliesEachNameOnce], under: BadTwin.split)
        #expect(twin.isCaught(saying: "is booked"))
    }

    @Test func `one order that fails holds up no other (odoo 203431)`() {
        let twin = BadTwin(without: [.setsPoisonAside], under: [.poison])
        #expect(twin.goodFaults() == [])
    }

    @Test func `a field that the server cannot read blocks nothing (erpnext 11000)`() {
        let twin = BadTwin(without: [.keepsWhatItDoesNotKnow], under: [.upgrade])
        #expect(twin.goodFaults() == [])
    }

    @Test func `a clock that is wrong harms no order (odoo 271581)`() {
        let twin = BadTwin(without: [.neverTurnsItsClockBack], under: [.clockStep])
        #expect(twin.goodFaults() == [])
        #expect(twin.isCaught(saying: "went back"))
    }
}
