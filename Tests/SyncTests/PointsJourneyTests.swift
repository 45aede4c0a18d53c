import Foundation
import HAL
import Hub
import Journal
import Logging
import Loyalty
import Records
import Retail
import SampleTrade
import Sync
import SyncProtocol
import Synchronization
import Testing
import Till

/// From points that a member has earned to a sale that they pay for, with a line and without one.
struct PointsJourneyTests {
    private static let member = MemberID(1)

    /// A point is ten fen, in tens, for half of what is due.
    private static let rules: Programme = {
        var rules = Programme.r1
        rules.version = 2
        rules.redeem = RedeemRule(
            points: 1,
            worth: Money(minorUnits: 10),
            smallest: 10,
            step: 10,
            sharePercent: 50
        )
        return rules
    }()

    /// The clocks of a box in a shop whose time passes when somebody waits.
    private struct BoxClock: TillClock {
        let shop: ShopClock

        func read() -> ClockReading {
            ClockReading(
                time: SaleTime(unixSeconds: shop.wall() / 1000, offsetMinutes: 0),
                wallMilliseconds: shop.wall(),
                monotonicNanoseconds: UInt64(shop.now()) * 1_000_000,
                quality: .local
            )
        }
    }

    /// A till with all that its program gives it.
    private final class Counter {
        let till: Till
        let journal: TillJournal
        let uplink: Uplink
        let line: PulledLink
        private let folder = TestHub.newFolder()
        private var points: LeaseErrand<PointsWish>
        private var risk: LeaseErrand<RiskWish>

        init(_ hub: TestHub, _ clock: ShopClock) async throws {
            let line = PulledLink(hub.link)
            let journal = try TillJournal(
                path: folder + "/till.db",
                device: TestBox.device,
                place: TestBox.place
            )
            let till = try await Till(
                Till.Parts(
                    journal: journal,
                    programme: rules,
                    devices: TillDevices(),
                    clock: BoxClock(shop: clock),
                    shopName: "算盘",
                    leases: LeaseBox.terms,
                    version: "1",
                    log: Logger(label: "till", factory: { _ in SwiftLogNoOpLogHandler() })
                )
            )
            let uplink = Uplink(
                journal: journal,
                link: line,
                version: "1",
                bootNonce: till.bootNonce,
                clock: clock,
                chance: SeededChance(seed: 1),
                leases: LeaseDuty(
                    terms: LeaseBox.terms,
                    wall: { clock.wall() },
                    isSelling: { await till.basket != nil },
                    wanted: { await till.wantedPools }
                )
            )
            (self.line, self.journal, self.till, self.uplink) = (line, journal, till, uplink)
            let ask: LeaseQuestion = { amount, pool, unit in
                switch await uplink.wish(for: amount, of: pool, only: unit) {
                case .held(let lease): .held(lease.units)
                case .refused(let reason): .refused(reason)
                case .unanswered: .unanswered
                }
            }
            points = LeaseErrand(pointsOf: till, changes: Changes(), ask: ask)
            risk = LeaseErrand(riskOf: till, changes: Changes(), ask: ask)
            _ = await till.perform(.openDay(TestBox.day))
        }

        deinit {
            journal.abandon()
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// Lets the till ask for the points of whoever is being served, while the uplink works.
        func look() async throws { points = try await looking(points) }

        /// Lets it ask for the money that it may lose.
        func lookForRisk() async throws { risk = try await looking(risk) }

        /// Lets it ask for points over a line that is cut, which the uplink finds out first.
        func lookInVain() async throws {
            for _ in 0..<9 {
                guard case .connected = await uplink.status.state else { break }
                _ = try await uplink.drain(patience: 1)
            }
            var errand = points
            await errand.look()
            points = errand
        }

        private func looking<Wish>(
            _ errand: LeaseErrand<Wish>
        ) async throws -> LeaseErrand<Wish> {
            let isDone = Mutex(false)
            let asking = Task {
                var errand = errand
                await errand.look()
                isDone.withLock { $0 = true }
                return errand
            }
            while !isDone.withLock({ $0 }) {
                _ = try await uplink.drain(patience: 3)
                await Task.yield()
            }
            return await asking.value
        }

        /// A basket of one thing at `amount`, for the member.
        func ring(_ amount: Int64) async {
            let line = LineItem(
                article: Article(
                    product: 1,
                    name: "米",
                    department: "GROCERY",
                    pointsClass: "standard"
                ),
                quantity: .count(1),
                gross: Money(minorUnits: amount)
            )
            _ = await till.perform([.ring(line), .identify(member)])
        }

        var held: Int64 { journal.purse.held.values.reduce(0) { $0 + $1.left.total } }
    }

    /// A hub, and a till at which the member has bought for 30.00: the hub knows of 30 points.
    private static func opened(_ clock: ShopClock) async throws -> (TestHub, Counter) {
        let hub = try await TestHub(clock: { clock.wall() }, leaseTerms: LeaseBox.terms)
        try await hub.core.adopt(rules, text: "id: r1")
        let counter = try await Counter(hub, clock)
        await counter.ring(3000)
        #expect(await counter.till.perform(.tenderExact(.cash)).isCompleted)
        #expect(try await counter.uplink.drain(patience: 200))
        return (hub, counter)
    }

    /// The same, when the member has come again with a basket of 10.00, and the till holds the
    /// points.
    private static func held(_ clock: ShopClock) async throws -> (TestHub, Counter) {
        let (hub, counter) = try await opened(clock)
        await counter.ring(1000)
        for _ in 0..<20 where counter.held == 0 { try await counter.look() }
        #expect(counter.held == 30, "what the member has, and no more")
        return (hub, counter)
    }

    @Test func `points earned are leased when the card is shown, pay without a line, and are gone`()
        async throws
    {
        let (hub, counter) = try await Self.held(ShopClock())
        counter.line.cut(true)
        let promised = await counter.till.perform(.payWithPoints(nil))
        guard case .promised(let points) = promised else {
            Issue.record("\(promised)")
            return
        }
        #expect(points.points == 30 && points.outstanding == Money(minorUnits: 700))
        #expect(await counter.till.perform(.tenderExact(.cash)).isCompleted)
        #expect(counter.held == 0)

        await counter.ring(1000)
        let short = await counter.till.perform(.payWithPoints(nil))
        #expect(short == .refused(.points(.terms(.notHeld(most: 0)))), "nothing is spent twice")
        #expect(await counter.till.perform(.tenderExact(.cash)).isCompleted)

        counter.line.cut(false)
        #expect(try await counter.uplink.drain(patience: 4000))
        #expect(try await hub.faults(sales: 3) == [])
        #expect(try await hub.core.differences() == [], "till and hub count alike")
        #expect(try await hub.core.excesses().isEmpty)
        // 30 earned and spent, 7 on what the points left to pay, 10 on the last sale.
        #expect(try await hub.core.balance(of: Self.member) == 17)
    }

    @Test func `what nobody pays with goes back to the hub for another till`() async throws {
        let (hub, counter) = try await Self.held(ShopClock())
        _ = await counter.till.perform(.void)
        #expect(try await counter.uplink.drain(patience: 200))
        #expect(counter.held == 0)
        #expect(try await hub.core.openLeases().isEmpty)
        #expect(try await hub.core.balance(of: Self.member) == 30)
    }

    @Test func `a card first shown without a line pays on the shop's risk, and is told of`()
        async throws
    {
        let (hub, counter) = try await Self.opened(ShopClock())
        let limit = Money(minorUnits: 500)
        #expect(try await hub.core.setRisk(limit).isSuccess)
        for _ in 0..<20 where counter.held == 0 { try await counter.lookForRisk() }
        #expect(counter.held == 500, "all the money that may be lost")
        counter.line.cut(true)

        await counter.ring(1000)
        try await counter.lookInVain()
        let promised = await counter.till.perform(.payWithPoints(50))
        guard case .promised(let points) = promised else {
            Issue.record("\(promised)")
            return
        }
        #expect(points.points == 50 && points.outstanding == limit)
        #expect(await counter.till.perform(.tenderExact(.cash)).isCompleted)
        #expect(counter.held == 0)

        counter.line.cut(false)
        #expect(try await counter.uplink.drain(patience: 4000))
        #expect(try await hub.faults(sales: 2) == [])
        #expect(try await hub.core.differences() == [], "till and hub count alike")
        // Of 50 points the member had 30; what the sale has earned comes after them.
        let standing = try await hub.core.riskStanding()
        #expect(standing.uses.map(\.points) == [50] && standing.uses.map(\.worth) == [limit])
        #expect(standing.lost == Money(minorUnits: 200))
        #expect(standing.limit == Money(minorUnits: 300))
        #expect(try await hub.core.balance(of: Self.member) == 5)
    }
}

extension TillAnswer {
    fileprivate var isCompleted: Bool {
        if case .completed = self { true } else { false }
    }
}
