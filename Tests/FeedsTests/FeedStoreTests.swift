import Feeds
import Records
import SyncProtocol
import Testing

/// Every store of feeds keeps every promise, and the suite sees one that breaks one.
struct FeedStoreTests {
    @Test(arguments: TestShelf.allCases, FeedRule.allCases)
    func `every store keeps every rule`(_ shelf: TestShelf, _ rule: FeedRule) async throws {
        #expect(try await rule.isKept { try shelf.make() }, "\(rule.rawValue)")
    }

    @Test(arguments: FeedRule.allCases)
    func `a store that breaks a rule is caught`(_ rule: FeedRule) async throws {
        let isKept = try? await rule.isKept {
            MemoryShelf(store: MemoryFeedStore(fault: rule.twin))
        }
        #expect(isKept != true, "\(rule.rawValue)")
    }

    @Test func `every bad twin has its rule`() {
        #expect(Set(FeedRule.allCases.map(\.twin)) == Set(MemoryFeedStore.Fault.allCases))
    }

    typealias Lie = (change: @Sendable (FeedPage) -> FeedPage, fault: FeedFault, why: String)

    // swift-format-ignore
    static let lies: [Lie] = [
        ({ $0.with(seal: "rogue") },                     .unproven,  "another hub's"),
        ({ $0.with(feed: "members") },                   .unwanted,  "not asked for"),
        ({ $0.with(number: 10) },                        .older,     "what the till has"),
        ({ $0.with(number: 9) },                         .older,     "an old signed version"),
        ({ $0.with(number: -1) },                        .older,     "no version at all"),
        ({ $0.with(base: 9) },                           .otherBase, "told against what it lacks"),
        ({ $0.with(after: "5") },                        .mixed,     "from the middle"),
        ({ $0.with(changes: $0.changes.reversed()) },    .malformed, "out of order"),
        ({ $0.with(changes: $0.changes + $0.changes) },  .malformed, "twice"),
        ({ $0.with(changes: [], isLast: false) },        .malformed, "nothing, for ever"),
        ({ $0.with(changes: [$0.changes[0]], isLast: true) }, .damaged, "a part as the whole"),
    ]

    @Test(arguments: TestShelf.allCases, lies.indices)
    func `a page that is not the hub's next one changes nothing`(
        _ kind: TestShelf,
        _ row: Int
    ) async throws {
        let (change, fault, why) = Self.lies[row]
        let shelf = try kind.make()
        var hub = TestFeed([TestFeed.before])
        try await FeedRule.fill(shelf.store, from: hub)
        hub.publish(TestFeed.after)
        let keeper = FeedRule.keeper(shelf.store)
        let request = try await keeper.request(of: DeviceID(7), in: 1)
        let page = try #require(hub.answer(request).page)
        let outcome = try await keeper.take(FeedAnswer(change(page)))
        guard case .refused(_, let found) = outcome else {
            Issue.record("\(why): \(outcome)")
            return
        }
        #expect(found == fault, "\(why)")
        #expect(try await FeedRule.shows(TestFeed.before, shelf.store), "\(why)")
        try await FeedRule.fill(shelf.store, from: hub)
        #expect(try await FeedRule.shows(TestFeed.after, shelf.store), "\(why)")
    }

    @Test(arguments: TestShelf.allCases)
    func `pages of two versions are never mixed`(_ kind: TestShelf) async throws {
        let shelf = try kind.make()
        let keeper = FeedRule.keeper(shelf.store)
        let hubs = [TestFeed([TestFeed.before]), TestFeed([TestFeed.before, TestFeed.after])]
        let request = try await keeper.request(of: DeviceID(7), in: 1)
        _ = try await keeper.take(hubs[0].answer(request))
        let next = try await keeper.request(of: DeviceID(7), in: 1)
        let page = try #require(hubs[0].answer(next).page)
        let other = page.with(number: 20, digest: hubs[1].versions[1].version.digest)
        let outcome = try await keeper.take(FeedAnswer(other))
        #expect(outcome == .refused(feed: TestFeed.feed, .mixed))
        #expect(try await FeedRule.shows([], shelf.store))
        #expect(try await FeedRule.fill(shelf.store, from: hubs[0]) == 2, "the rest of it")
        #expect(try await FeedRule.shows(TestFeed.before, shelf.store))
    }

    @Test(arguments: TestShelf.allCases)
    func `a list with an entry that the program cannot read is left out whole`(
        _ kind: TestShelf
    ) async throws {
        let shelf = try kind.make()
        var hub = TestFeed([TestFeed.before])
        try await FeedRule.fill(shelf.store, from: hub)
        hub.publish(TestFeed.after + [FeedEntry(key: "pear", value: "{}")])
        let keeper = FeedRule.keeper(shelf.store)
        #expect(try await FeedRule.fill(shelf.store, from: hub) != nil, "it is asked for once")
        #expect(try await FeedRule.shows(TestFeed.before, shelf.store))
        let request = try await keeper.request(of: DeviceID(7), in: 1)
        #expect(request.held.map(\.number) == [20] && request.held.map(\.digest) == [.zero])
        let standing = FeedStanding(feed: TestFeed.feed, current: hub.versions[0].version)
        let asked = FeedRequest(device: DeviceID(7), epoch: 1, standings: [standing])
        let outcome = try await keeper.take(hub.answer(asked))
        #expect(outcome == .refused(feed: TestFeed.feed, .older), "a hub that sends it for ever")
        hub.publish(TestFeed.after)
        try await FeedRule.fill(shelf.store, from: hub)
        #expect(try await FeedRule.shows(TestFeed.after, shelf.store))
    }

    @Test(arguments: TestShelf.allCases)
    func `a list that is not what the hub signed is found at the start, and comes again`(
        _ kind: TestShelf
    ) async throws {
        let shelf = try kind.make()
        let hub = TestFeed([TestFeed.before])
        try await FeedRule.fill(shelf.store, from: hub)
        let keeper = FeedRule.keeper(shelf.store)
        #expect(try await keeper.resume() == [], "all is well")
        // Somebody changes a price on the disk.
        var standing = try await shelf.store.standing(of: TestFeed.feed)
        let cheap = try #require(TestFeed.list([5: 1]).first)
        try await shelf.store.stage([FeedChange(cheap)], as: Self.forged(standing), begins: true)
        try await shelf.store.adopt(standing)
        #expect(try await shelf.store.entry(of: TestFeed.feed, key: "5") == cheap)
        let found = try await keeper.resume()
        #expect(found == [.refused(feed: TestFeed.feed, .damaged)])
        standing = try await shelf.store.standing(of: TestFeed.feed)
        #expect(standing.isDoubted)
        #expect(try await FeedRule.fill(shelf.store, from: hub) == 3, "all of it")
        #expect(try await FeedRule.shows(TestFeed.before, shelf.store))
        #expect(try await shelf.store.standing(of: TestFeed.feed).isDoubted == false)
    }

    private static func forged(_ standing: FeedStanding) -> FeedStanding {
        var forged = standing
        forged.filling = standing.current.map { current in
            FeedFilling(version: current, base: 10, after: "5", isWhole: false, seal: "")
        }
        return forged
    }

    @Test func `a till that was led to another hub asks for all of its feeds again`() async throws {
        let store = MemoryFeedStore()
        try await FeedRule.fill(store, from: TestFeed([TestFeed.before]))
        let keeper = FeedKeeper(store, kinds: [.catalogue]) { _, _ in false }
        #expect(try await keeper.resume() == [.refused(feed: TestFeed.feed, .damaged)])
        let request = try await keeper.request(of: DeviceID(7), in: 1)
        #expect(request.held.map(\.number) == [0])
        #expect(try await FeedRule.shows(TestFeed.before, store), "it sells by what it has")
    }
}

extension FeedPage {
    /// The page with some facts that are others.
    func with(
        feed: String? = nil,
        number: Int64? = nil,
        digest: Digest? = nil,
        base: Int64? = nil,
        after: String? = nil,
        changes: [FeedChange]? = nil,
        isLast: Bool? = nil,
        seal: String? = nil
    ) -> FeedPage {
        FeedPage(
            version: FeedVersion(
                feed: feed ?? version.feed,
                number: number ?? version.number,
                digest: digest ?? version.digest
            ),
            base: base ?? self.base,
            after: after ?? self.after,
            changes: changes ?? self.changes,
            isLast: isLast ?? self.isLast,
            seal: seal ?? self.seal
        )
    }
}
