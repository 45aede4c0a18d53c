import Foundation
import Hub
import Journal
import Records
import Retail
import Sync
import SyncProtocol
import Synchronization
import TestSupport
import Testing

/// Boxes that are copied, set back, and replaced: every sale of every box is booked once.
struct SplitTests {
    /// The counters of one shop after its till was cloned: each copy has sold on.
    private func cloned(
        _ hub: TestHub,
        over link: any HubLink,
        seed: UInt64 = 1
    ) async throws -> (first: TestBox, second: TestBox) {
        let first = try await TestBox(link, seed: seed)
        try await first.sell(3)
        #expect(try await first.drain(2000))
        let image = try await first.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        let second = try await TestBox(link, image: image, seed: seed &+ 99)
        try await first.sell(2)
        try await second.sell(4)
        return (first, second)
    }

    /// Drains both until one is served; a person gives the other one a number.
    private func settle(
        _ boxes: [TestBox],
        _ hub: TestHub,
        patience: Int = 60
    ) async throws {
        for _ in 0..<6 {
            for box in boxes { try await box.drain(patience) }
        }
        let waiting = await boxes.asyncFilter { await $0.uplink.status.awaitsPerson }
        #expect(waiting.count == 1, "one goes on by itself, the other waits for a person")
        guard let box = waiting.first else { return }
        try await renumber(box, hub, as: 12, till: 9)
        #expect(try await box.drain(2000))
        #expect(box.journal.device == DeviceID(12))
    }

    /// A person gives a box whose branch is at the hub a number and a till of its own.
    private func renumber(
        _ box: TestBox,
        _ hub: TestHub,
        as number: UInt32,
        till: Int32
    ) async throws {
        // What it sold last is its branch's end.
        let tip = try #require(try box.journal.tip)
        let branch = try await hub.core.fenced().flatMap(\.branches).first { $0.last == tip.head }
        try await hub.core.reenrol(
            tip.device,
            branch: branch?.branch ?? 0,
            as: DeviceID(number),
            at: Place(store: 298, till: till)
        )
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `of two copies one goes on under the number and the other under a new one`(
        _ kind: TestHub.Kind
    ) async throws {
        let hub = try await TestHub(kind)
        let (first, second) = try await cloned(hub, over: hub.link)
        #expect(try await first.drain())
        #expect(try await second.drain(), "apart, brought, granted, and gone on")
        #expect(second.journal.queueDepth.head.epoch == 2)
        #expect(try await second.journal.verify().chains == 2)
        #expect(try await first.sell(1) == [6])
        #expect(try await !first.drain(60), "its epoch is over, and a person has to say")
        #expect(first.journal.memory.apart != nil)
        #expect(try await first.sell(1) == [7], "it sells on all the same")
        try await settle([first, second], hub)
        #expect(try await first.sell(2) == [1, 2], "at a till of its own")
        #expect(try await second.sell(1) == [8], "above what the hub knows of both")
        for box in [first, second] {
            #expect(try await box.drain())
            #expect(try await box.faults() == [])
        }
        #expect(try await hub.faults(sales: 3 + 2 + 4 + 2 + 2 + 1) == [])
    }

    @Test func `whatever the line does, both copies' sales are booked once`() async throws {
        for seed in Dice.seeds(12) {
            let hub = try await TestHub()
            let line = HostileLink(hub.link, seed: seed, faultsPerThousand: 250)
            let (first, second) = try await cloned(hub, over: line, seed: seed)
            var chance = SeededChance(seed: seed)
            var sold = 9
            for _ in 0..<8 {
                for box in [first, second] {
                    let count = Int.random(in: 0...2, using: &chance)
                    sold += try await box.sell(count).count
                    try await box.drain(Int.random(in: 1...40, using: &chance))
                }
            }
            try await settle([first, second], hub, patience: 400)
            for box in [first, second] {
                sold += try await box.sell(1).count
                #expect(try await box.drain(4000), "SUANPAN_SEED=\(seed)")
                #expect(try await box.faults() == [], "SUANPAN_SEED=\(seed)")
            }
            #expect(try await hub.faults(sales: sold) == [], "SUANPAN_SEED=\(seed)")
            let twice = try await hub.core.differences()
            #expect(twice.allSatisfy { $0.detail.contains("given twice") })
        }
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `a box that comes back from an old image goes on above all it has forgotten`(
        _ kind: TestHub.Kind
    ) async throws {
        let hub = try await TestHub(kind)
        var box = try await TestBox(hub.link)
        try await box.sell(3)
        #expect(try await box.drain())
        let image = try await box.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        #expect(try await box.sell(4) == [4, 5, 6, 7])
        #expect(try await box.drain())
        // The disk breaks, and the image takes its place; nobody tells the hub.
        box = try await TestBox(hub.link, image: image)
        #expect(try await box.sell(1) == [4], "it does not know better yet")
        #expect(try await box.drain())
        #expect(box.journal.queueDepth.head.epoch == 2)
        #expect(try await box.sell(2) == [8, 9])
        #expect(try await box.drain())
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 10) == [])
        #expect(try await hub.core.differences().map(\.detail).count == 1)
    }

    @Test func `a copy that starts behind a grant does not share it`() async throws {
        let hub = try await TestHub()
        let first = try await TestBox(hub.link)
        try await first.sell(3)
        #expect(try await first.drain())
        let image = try await first.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        try await first.sell(2)
        #expect(try await first.drain())
        // The line of the second box goes down when the grant has come: it has gone over, and
        // nobody knows. Its disk was copied just before.
        let folder = Mutex("")
        let copy = Mutex<String?>(nil)
        let isCut = Mutex(false)
        let line = LoopbackLink { path, body in
            guard !isCut.withLock({ $0 }), let answer = try? await hub.link.post(path, body) else {
                return LinkAnswer(status: 502, body: [])
            }
            let isFirst = copy.withLock { $0 == nil }
            if isFirst, Message.decode(BranchReceipt.self, answer.body)?.grant != nil {
                copy.withLock { $0 = TestBox.snapshot(of: folder.withLock { $0 }) }
                isCut.withLock { $0 = true }
            }
            return answer
        }
        let second = try await TestBox(line, image: image, seed: 5)
        folder.withLock { $0 = second.folder }
        try await second.sell(2)
        #expect(try await !second.drain(100))
        #expect(second.journal.queueDepth.head.epoch == 2)

        let third = try await TestBox(
            hub.link,
            image: copy.withLock { $0 },
            seed: 9
        )
        #expect(try await third.drain())
        #expect(third.journal.queueDepth.head.epoch == 3, "a grant of its own")
        isCut.withLock { $0 = false }
        #expect(try await second.sell(1).count == 1, "on a chain that the hub never granted")
        #expect(try await !second.drain(200), "the grant that it took is over")
        #expect(await second.uplink.status.awaitsPerson)
        try await third.sell(2)
        #expect(try await third.drain(), "and nobody fences who goes on")
        try await renumber(second, hub, as: 12, till: 9)
        #expect(try await second.drain(2000))
        for box in [second, third] { #expect(try await box.faults() == []) }
        #expect(try await hub.faults(sales: 3 + 2 + 2 + 1 + 2) == [])
    }

    /// Cuts the box's power when the grant is on the wire, or when it has just become durable.
    enum Moment: CaseIterable {
        case beforeTheCommit
        case afterTheCommit
    }

    @Test(arguments: Moment.allCases)
    func `a till killed in the middle of a grant goes over to it once`(
        _ moment: Moment
    ) async throws {
        let hub = try await TestHub()
        let kills = Mutex(2)
        let victim = Mutex<TillJournal?>(nil)
        @Sendable func kill() -> Bool {
            kills.withLock { left in
                guard left > 0 else { return false }
                left -= 1
                return true
            }
        }
        let line = LoopbackLink { path, body in
            guard let answer = try? await hub.link.post(path, body) else {
                return LinkAnswer(status: 502, body: [])
            }
            let receipt = Message.decode(BranchReceipt.self, answer.body)
            if moment == .beforeTheCommit, receipt?.grant != nil,
                let journal = victim.withLock({ $0 }), kill()
            {
                journal.abandon()
            }
            return answer
        }
        let first = try await TestBox(hub.link)
        try await first.sell(3)
        #expect(try await first.drain())
        let image = try await first.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        try await first.sell(2)
        #expect(try await first.drain())
        let box = try await TestBox(line, image: image) { journal in
            if moment == .afterTheCommit, kill() { journal.abandon() }
        }
        try await box.sell(4)
        var cuts = 0
        for _ in 0..<6 {
            let journal = box.journal
            victim.withLock { $0 = journal }
            do {
                if try await box.drain(400) { break }
            } catch {
                cuts += 1
                try await box.restart()
                try await box.sell(1)
            }
        }
        #expect(cuts > 0, "nothing was killed")
        #expect(try await box.drain())
        // A start behind a grant ends it, since the box might be a copy of the one that took it.
        let ended = moment == .beforeTheCommit ? UInt32(cuts) : 0
        #expect(box.journal.queueDepth.head.epoch == 2 + ended, "one grant, however often it came")
        #expect(try await box.faults() == [])
        #expect(try await hub.faults(sales: 9 + cuts) == [])
    }
}

extension Sequence {
    fileprivate func asyncFilter(
        _ isIncluded: (Element) async throws -> Bool
    ) async rethrows -> [Element] {
        var found: [Element] = []
        for element in self where try await isIncluded(element) { found.append(element) }
        return found
    }
}
