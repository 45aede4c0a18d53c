import DurableSQLite
import Foundation
import Hub
import Identity
import Records
import Retail
import SyncProtocol
import Testing

/// What a hub publishes is told as it was published, in whatever store.
struct HubFeedTests {
    static func entries(_ words: String) -> [FeedEntry] {
        words.split(separator: " ").map { word in
            let parts = word.split(separator: ":")
            return FeedEntry(key: String(parts[0]), alias: "B\(parts[0])", value: String(parts[1]))
        }
    }

    /// What becomes of a till's entries when it is told `version` against `base`, page by page.
    static func told(
        _ store: any HubStore,
        _ version: FeedVersion,
        since base: Int64,
        from before: [FeedEntry],
        limit: Int = 2
    ) async throws -> [FeedEntry] {
        var entries = Dictionary(uniqueKeysWithValues: before.map { ($0.key, $0) })
        var last = ""
        while true {
            let start = last
            let changes = try await store.read { reading in
                try reading.changes(of: version, since: base, after: start, limit: limit)
            }
            guard let end = changes.last else { break }
            for change in changes { entries[change.key] = change.entry }
            last = end.key
        }
        return entries.values.sorted { $0.key < $1.key }
    }

    @Test(arguments: TestStore.allCases)
    func `every version is told whole and against every one before`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        let lists = [
            "1:a 2:b 3:c 4:d 5:e", "1:a 2:x 4:d 5:e 6:f", "", "2:b 9:z", "1:a 2:b 3:c 4:d 5:e",
        ].map { Self.entries($0) }
        var versions: [FeedVersion] = []
        for list in lists {
            guard case .published(let version, _, _) = try await hub.publish(list, as: .catalogue)
            else {
                Issue.record("nothing was published")
                return
            }
            versions.append(version)
        }
        #expect(try await hub.store.read { try $0.feeds() } == versions)
        #expect(try await hub.store.read { try $0.newestFeed("catalogue") } == versions.last)
        #expect(try await hub.store.read { try $0.newestFeed("members") } == nil)
        for (index, version) in versions.enumerated() {
            #expect(version.digest == FeedDigest.of(lists[index]))
            let whole = try await Self.told(hub.store, version, since: 0, from: [])
            #expect(whole == lists[index], "version \(index) whole")
            for older in 0..<index {
                let told = try await Self.told(
                    hub.store,
                    version,
                    since: versions[older].number,
                    from: lists[older]
                )
                #expect(told == lists[index], "version \(index) against \(older)")
            }
        }
    }

    @Test(arguments: TestStore.allCases)
    func `what is so already is not published again, and numbers go up`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        let list = Self.entries("1:a 2:b")
        guard
            case .published(let first, put: 2, removed: 0) = try await hub.publish(
                list,
                as: .catalogue
            )
        else {
            Issue.record("not published")
            return
        }
        #expect(first.number == 1_493_611_200_000, "the hub's clock")
        #expect(try await hub.publish(list.reversed(), as: .catalogue) == .unchanged(first))
        let next = try await hub.publish(Self.entries("2:b 3:c"), as: .catalogue)
        guard case .published(let second, put: 1, removed: 1) = next else {
            Issue.record("\(next)")
            return
        }
        #expect(second.number == first.number + 1, "the clock stands still")
        let cards = try await hub.publish(list, as: .members)
        #expect(cards != .unchanged(first), "another feed")
    }

    @Test(arguments: TestStore.allCases)
    func `entries that break their form or share a key leave no trace`(
        _ kind: TestStore
    ) async throws {
        let hub = try await kind.hub()
        for bad in ["1:a 1:b", "1:a 梨:b"] {
            await #expect(throws: StorageError.self, "\(bad)") {
                try await hub.publish(Self.entries(bad), as: .catalogue)
            }
        }
        #expect(try await hub.store.read { try $0.feeds() } == [])
    }

    @Test(arguments: TestStore.allCases)
    func `a till that is not the device is told nothing`(_ kind: TestStore) async throws {
        let hub = HubCore(store: try kind.make(), clock: { 1_493_611_200_000 })
        _ = try await hub.publish(Self.entries("1:a"), as: .catalogue)
        let standing = FeedStanding(feed: "catalogue")
        let request = FeedRequest(device: DeviceID(7), epoch: 1, standings: [standing])
        let body = Message.encode(request)
        let endpoint = HubEndpoint(hub, identity: TestKeys.hub)
        #expect(await endpoint.handle(path: HubPath.feeds, body: body).status == 401)
        let thief = TestKeys.till(2).seal(
            body,
            to: HubPath.feeds,
            from: DeviceID(7),
            in: 1,
            nonce: (1, 2)
        )
        let stranger = await endpoint.handle(path: HubPath.feeds, body: thief.bytes)
        #expect(stranger.status == 401)
        let key = TestKeys.seed(2).key(for: .deviceSync).publicKey
        let identity = DeviceIdentity(device: DeviceID(7), key: key, pairedAt: 1)
        try await hub.store.commit { try $0.put(identity) }
        #expect(await endpoint.handle(path: HubPath.feeds, body: thief.bytes).status == 200)
        _ = try await hub.revoke(DeviceID(7))
        #expect(await endpoint.handle(path: HubPath.feeds, body: thief.bytes).status == 403)
    }

    private static let head =
        "product_id,ean13,department,category,type,unit,points_class,price_cents\n"

    @Test func `a file is published whole, or named line by line and not at all`() async throws {
        let folder = try TestFolder()
        let path = folder.path + "/spring.csv"
        let hub = try await TestStore.memory.hub()
        let file = FeedFile(.catalogue, path: path)
        func write(_ rows: String) throws {
            try (Self.head + rows).write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try await !hub.publish(file).isSuccess, "there is no file")
        try write("1,B1,PRODUCE,,PEAR,each,standard,250\n2,,PRODUCE,,PEAR,g,standard,\n")
        #expect(try await hub.publish(file).words.contains("2 new or changed"))
        let newest = try #require(try await hub.store.read { try $0.newestFeed("catalogue") })
        let told = try await Self.told(hub.store, newest, since: 0, from: [])
        let products = told.compactMap(CatalogueEntry.init)
        #expect(products.map(\.unit) == [nil, "kg"])
        #expect(products.map(\.price?.minorUnits) == [250, nil])
        #expect(products.map(\.barcode) == ["B1", nil])
        try write("1,B1,PRODUCE,,PEAR,each,standard,250\n2,,PRODUCE,,PEAR,stone,standard,1\n")
        let wrong = try await hub.publish(file)
        #expect(!wrong.isSuccess && wrong.words.contains("spring.csv:3: unit"), "\(wrong.words)")
        #expect(try await hub.store.read { try $0.newestFeed("catalogue") } == newest)
    }
}

/// The promise of a store that feeds stand on.
extension StoreRule {
    static func tellsWhatIsGone(_ store: any HubStore) async throws -> Bool {
        let lists = ["1:a 2:b 3:c", "1:a 3:d", "2:e"].map { HubFeedTests.entries($0) }
        var versions: [FeedVersion] = []
        let hub = HubCore(store: store, clock: { 1 << 40 })
        for list in lists {
            guard case .published(let version, _, _) = try await hub.publish(list, as: .catalogue)
            else { return false }
            versions.append(version)
        }
        for (index, version) in versions.enumerated() {
            for older in [nil, 0, 1] where older ?? -1 < index {
                let told = try await HubFeedTests.told(
                    store,
                    version,
                    since: older.map { versions[$0].number } ?? 0,
                    from: older.map { lists[$0] } ?? []
                )
                guard told == lists[index] else { return false }
            }
        }
        return true
    }
}
