import Foundation
import Hub
import Loyalty
import Records
import Retail
import Simulator
import Sync
import SyncProtocol
import TestSupport
import Testing
import Till

/// Points, codes and gift cards that other systems gave twice, or never took.
///
/// Where a till's program has no leases yet, purse and books are driven by the simulation.
/// `FailuresOfOthersTests` lists all that was reported, and where its test is.
struct PointsOfOthersTests {
    @Test func `a sync that is tried again doubles no points (OCA/pos 185)`() async throws {
        for seed in Dice.seeds(6) {
            let hub = try await TestHub()
            let line = HostileLink(hub.link, seed: seed, faultsPerThousand: 300)
            let box = try await TestBox(line, seed: seed)
            for _ in 0..<4 {
                try await box.sell(3)
                try await box.drain(30)
            }
            #expect(try await box.drain(4000), "SUANPAN_SEED=\(seed)")
            #expect(try await hub.core.census().points == 120, "ten for each sale of 10.00")
        }
        let twin = BadTwin(without: [.appliesEachNameOnce], under: BadTwin.split)
        #expect(twin.isCaught(saying: "is booked"))
    }

    @Test func `points that are spent offline are gone (POS-Awesome 3059)`() {
        let twin = BadTwin([.spendsOnlyWhatItHolds], under: [.partition])
        #expect(twin.goodFaults() == [])
        #expect(twin.isCaught(saying: "were granted to"))
    }

    @Test func `a code is spent once, however many tills are shown it (odoo 79235)`() {
        let twin = BadTwin([.grantsOnlyWhatIsAvailable], under: [.partition])
        #expect(twin.goodFaults() == [])
        #expect(twin.isCaught(saying: "stock/coupon: available has -"))
    }

    @Test func `points of many tills at once are all counted (macrozheng 299)`() {
        let twin = BadTwin([.postsBothSides], under: BadTwin.line, tills: 8)
        #expect(twin.goodFaults(seeds: 8) == [])
        #expect(twin.isCaught(saying: "does not sum to zero"))
    }

    @Test func `a line that was voided earns nothing (FloCafe 720)`() async throws {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        try await box.sell(1)
        let line = TestBox.rice
        let answers = await box.till.perform([
            .ring(line), .ring(line), .ring(line), .voidLine(1), .voidLine(2),
            .identify(MemberID(1)), .tenderExact(.cash, reference: nil),
        ])
        guard case .completed(let sale) = answers.last else {
            Issue.record("it was not sold: \(answers)")
            return
        }
        #expect(sale.due == Money(minorUnits: 1000))
        #expect(try await box.drain())
        #expect(try await hub.core.census().points == 20)
        #expect(try await hub.core.differences().isEmpty, "the hub counts the same")
    }

    @Test func `who buys, earns and gives back keeps no points (odoo 257854, erpnext 32951)`()
        async throws
    {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        for round in 0..<3 {
            let receipt = try await box.sell(1)[0]
            let answer = try await box.giveBack(receipt)
            #expect(answer == "Receipt \(2 * round + 2). Give back 10.00 in cash.")
        }
        let kept = try await box.sell(1)
        #expect(try await box.drain())
        let census = try await hub.core.census()
        #expect(census.sales == 4 && census.returns == 3)
        #expect(census.points == 10 && census.due == Money(minorUnits: 1000), "of \(kept) alone")
        #expect(try await hub.core.differences().isEmpty, "the hub counts the same")
        let twin = BadReturns(.leavesThePoints)
        #expect(try await twin.isCaught(saying: "had earned 20 points, and 0 went back"))
    }

    @Test func `an order is given back once, without a line as well (pos-addons 864)`()
        async throws
    {
        let hub = try await TestHub()
        let box = try await TestBox(hub.link)
        hub.stop()
        let receipt = try await box.sell(1)[0]
        let image = try await box.image()
        defer { try? FileManager.default.removeItem(atPath: image) }
        let line = [ReturnRequest.Item(line: 1)]
        #expect(try await box.giveBack(receipt).contains("Give back 10.00"))
        #expect(try await box.giveBack(receipt).contains("is back already"))
        #expect(try await box.giveBack(receipt, line).contains("is back already"))
        try await box.restart()
        #expect(try await box.giveBack(receipt, line).contains("is back already"))
        #expect(try await box.giveBack(receipt + 1).contains("is of a return"))
        #expect(try await box.giveBack(receipt + 2).contains("where they were sold"))
        try hub.start()
        #expect(try await box.drain())
        #expect(try await hub.core.waiting().isEmpty)

        // A copy of the box knows nothing of it, and gives the order back once more.
        let copy = try await TestBox(hub.link, image: image, seed: 99)
        #expect(try await copy.giveBack(receipt).contains("Give back 10.00"))
        #expect(try await copy.drain())
        let census = try await hub.core.census()
        #expect(census.returns == 1 && census.setAside == 1)
        #expect(census.due == .zero && census.points == .zero)
        for vice in [BadReturns.Vice.forgetsWhatIsBack, .givesTheLinesBackAsWell] {
            let twin = BadReturns(vice)
            #expect(try await twin.isCaught(saying: "is back already"))
        }
    }
}
