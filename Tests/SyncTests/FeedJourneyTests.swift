import DurableSQLite
import Feeds
import Foundation
import Hub
import Identity
import Records
import Retail
import Sync
import SyncProtocol
import TestSupport
import Testing
import Till

/// From a price list at the hub to the next scan at a till, over every kind of line.
struct FeedJourneyTests {
    static let hubIdentity = HubIdentity(.made(of: 200))

    /// Products by number with prices; the barcode of a product is its number and 00.
    static func list(_ prices: [Int64: Int64]) -> [FeedEntry] {
        prices.map { product, price in
            CatalogueEntry(
                article: Article(
                    product: product,
                    name: "梨 \(product)",
                    department: "PRODUCE",
                    pointsClass: "standard"
                ),
                barcode: "\(product)00",
                unit: nil,
                price: Money(minorUnits: price)
            ).entry
        }
    }

    /// A list of `count` products, each at `price`.
    static func list(_ count: Int64, at price: Int64) -> [FeedEntry] {
        list(Dictionary(uniqueKeysWithValues: (1...count).map { ($0, price) }))
    }

    /// Nothing was sold here before there were feeds.
    struct NoCatalogue: Catalogue {
        func item(code: String) async throws(StorageError) -> CatalogueItem? { nil }
        func member(card: String) async throws(StorageError) -> MemberID? { nil }
    }

    static func counter(_ box: TestBox, _ feeds: any FeedStore) -> Counter {
        Counter(
            till: box.till,
            catalogue: FedCatalogue(feeds, before: NoCatalogue(), lookup: box.lookup),
            clock: SetTillClock(SaleTime(unixSeconds: 1_493_611_270, offsetMinutes: -240))
        )
    }

    /// What the catalogue says that each of `count` products costs: one price, or there are two
    /// lists in one.
    static func price(of count: Int64, _ feeds: any FeedStore) async throws -> Set<Int64?> {
        let catalogue = FedCatalogue(feeds, before: NoCatalogue())
        var prices: Set<Int64?> = []
        for product in 1...count {
            prices.insert(try await catalogue.item(code: "\(product)00")?.price?.minorUnits)
        }
        return prices
    }

    /// A store of feeds in a folder that goes with it.
    final class Disk {
        let path = TestHub.newFolder()
        private(set) var feeds: SQLiteFeedStore
        init() throws { feeds = try SQLiteFeedStore(path: path + "/feeds.db") }
        deinit {
            feeds.close()
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    @Test(arguments: TestHub.Kind.allCases)
    func `the next scan after a publication sees the new price`(_ kind: TestHub.Kind) async throws {
        let hub = try await TestHub(kind, identity: Self.hubIdentity)
        let disk = try Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        let counter = Self.counter(box, disk.feeds)
        _ = try await hub.core.publish(Self.list([21: 250, 22: 999]), as: .catalogue)
        _ = try await hub.core.publish(
            [MemberEntry(.card("2900"), of: MemberID(5), by: Self.hubIdentity.lookup).entry],
            as: .members
        )
        #expect(try await box.drain())
        #expect(try await counter.enter("2100").accepted)
        #expect(try await box.till.status().due == Money(minorUnits: 250))
        _ = try await hub.core.publish(Self.list([21: 200]), as: .catalogue)
        #expect(try await counter.enter("2100").accepted)
        #expect(try await box.till.status().due == Money(minorUnits: 500), "not asked yet")
        try await box.wait()
        #expect(try await counter.enter("2100").accepted)
        #expect(try await box.till.status().due == Money(minorUnits: 700), "the new price")
        let catalogue = FedCatalogue(disk.feeds, before: NoCatalogue(), lookup: box.lookup)
        #expect(try await catalogue.item(code: "2200") == nil, "it is not sold any more")
        #expect(try await catalogue.item(code: "21")?.price == Money(minorUnits: 200))
        #expect(try await catalogue.member(card: "2900") == MemberID(5))
        #expect(try await counter.enter("CA").accepted)
        #expect(try await box.drain())
        #expect(try await hub.faults(sales: 1) == [])
    }

    @Test func `whatever the line does, a till sells by one list, and by the newest at the end`()
        async throws
    {
        for seed in Dice.seeds(6) {
            let hub = try await TestHub(identity: Self.hubIdentity)
            let disk = try Disk()
            let till = try await hub.pair(1)
            let line = HostileLink(hub.link, seed: seed, faultsPerThousand: 300)
            let box = try await TestBox(line, identity: till, feeds: disk.feeds, seed: seed)
            var chance = SeededChance(seed: seed)
            for price: Int64 in 1...4 {
                let count = Int64.random(in: 1200...1500, using: &chance)
                _ = try await hub.core.publish(Self.list(count, at: price), as: .catalogue)
                try await box.sell(1)
                for _ in 0..<3 {
                    try await box.drain(Int.random(in: 1...6, using: &chance))
                    let seen = try await Self.price(of: 1200, disk.feeds)
                    #expect(seen.count == 1, "two lists in one: SUANPAN_SEED=\(seed)")
                }
            }
            for _ in 0..<60 {
                if try await Self.price(of: 1, disk.feeds) == [4] { break }
                try await box.wait()
            }
            #expect(try await Self.price(of: 1200, disk.feeds) == [4], "SUANPAN_SEED=\(seed)")
            #expect(try await box.drain(2000), "SUANPAN_SEED=\(seed)")
            #expect(try await hub.faults(sales: 4) == [], "SUANPAN_SEED=\(seed)")
        }
    }

    @Test func `a hub that comes back from a backup takes no till to an older list`() async throws {
        let hub = try await TestHub(identity: Self.hubIdentity)
        let disk = try Disk()
        let till = try await hub.pair(1)
        let box = try await TestBox(hub.link, identity: till, feeds: disk.feeds)
        _ = try await hub.core.publish(Self.list(3, at: 100), as: .catalogue)
        let backup = try await hub.backUp()
        _ = try await hub.core.publish(Self.list(3, at: 200), as: .catalogue)
        #expect(try await box.drain())
        #expect(try await Self.price(of: 3, disk.feeds) == [200])
        try await hub.restore(backup)
        try await box.wait()
        try await box.wait()
        #expect(try await Self.price(of: 3, disk.feeds) == [200], "not the hub's older one")
        _ = try await hub.core.publish(Self.list(3, at: 300), as: .catalogue)
        try await box.wait()
        #expect(try await Self.price(of: 3, disk.feeds) == [300])
    }

    @Test func `a hub without feeds is a good hub`() async throws {
        let hub = try await TestHub()
        let honest = hub.link
        let line = LoopbackLink { path, body in
            guard path != HubPath.feeds, let answer = try? await honest.post(path, body) else {
                return LinkAnswer(status: 404, body: Array("Not Found".utf8))
            }
            return answer
        }
        let disk = try Disk()
        let box = try await TestBox(line, feeds: disk.feeds)
        try await box.sell(2)
        #expect(try await box.drain())
        try await box.wait()
        #expect(await box.uplink.status.fault == nil)
        #expect(try await hub.faults(sales: 2) == [])
    }

    @Test(.timeLimit(.minutes(1)))
    func `the same over the network`() async throws {
        let hub = try await TestHub(identity: Self.hubIdentity)
        let server = try await TestHubServer(hub)
        let disk = try Disk()
        let till = try await hub.pair(1)
        let line = server.line(.paired(till))
        let box = try await TestBox(line, identity: till, feeds: disk.feeds)
        _ = try await hub.core.publish(Self.list(2000, at: 100), as: .catalogue)
        #expect(try await box.drain())
        #expect(try await Self.price(of: 2000, disk.feeds) == [100])
        _ = try await hub.core.publish(Self.list(2000, at: 150), as: .catalogue)
        try await box.wait()
        #expect(try await Self.price(of: 2000, disk.feeds) == [150])
    }
}
