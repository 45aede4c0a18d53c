import DurableSQLite
import Feeds
import Records
import SyncProtocol

/// The promises of a till's feeds, each as a check that any store can be put to.
enum FeedRule: String, CaseIterable {
    case `a sale goes by one version, whole, wherever the power goes`
    case `a filling goes on where it was cut`
    case `what a version does not name is gone`
    case `what was given up is never found`
    case `a version that cannot be read keeps nothing else from coming`

    /// The bad twin that breaks it.
    var twin: MemoryFeedStore.Fault {
        switch self {
        case .`a sale goes by one version, whole, wherever the power goes`: .appliesPages
        case .`a filling goes on where it was cut`: .forgetsPlaces
        case .`what a version does not name is gone`: .keepsRemoved
        case .`what was given up is never found`: .keepsLeftovers
        case .`a version that cannot be read keeps nothing else from coming`: .forgetsUnread
        }
    }

    /// Whether the stores that `make` makes keep it.
    func isKept(by make: () throws -> any Shelf) async throws -> Bool {
        switch self {
        case .`a sale goes by one version, whole, wherever the power goes`:
            try await Self.isWhole(make)
        case .`a filling goes on where it was cut`: try await Self.goesOn(make())
        case .`what a version does not name is gone`: try await Self.forgets(make())
        case .`what was given up is never found`: try await Self.givesUp(make())
        case .`a version that cannot be read keeps nothing else from coming`:
            try await Self.passesOver(make())
        }
    }

    static func keeper(_ store: any FeedStore) -> FeedKeeper {
        FeedKeeper(store, kinds: [.catalogue]) { seal, _ in seal == "hub" }
    }

    /// Takes page after page until there is nothing new; nil when that does not come.
    ///
    /// - Returns: How many pages came.
    @discardableResult
    static func fill(_ store: any FeedStore, from hub: TestFeed) async throws -> Int? {
        let keeper = keeper(store)
        for pages in 0..<100 {
            let request = try await keeper.request(of: DeviceID(7), in: 1)
            let outcome = try await keeper.take(hub.answer(request))
            if outcome == .current { return pages }
        }
        return nil
    }

    /// Whether everything that a sale can look up is exactly `entries`.
    static func shows(_ entries: [FeedEntry], _ store: any FeedStore) async throws -> Bool {
        let feed = TestFeed.feed
        let all = try await store.entries(of: feed, filling: false, after: "", limit: 100)
        guard all == entries else { return false }
        for entry in TestFeed.before + TestFeed.after {
            let own = entries.first { $0.key == entry.key }
            let byKey = try await store.entry(of: feed, key: entry.key)
            let byAlias = try await store.entry(of: feed, alias: entry.alias ?? "")
            guard byKey == own, byAlias == own else { return false }
        }
        return true
    }

    /// Cuts the power before each write of an increment, and of a version told from nothing.
    private static func isWhole(_ make: () throws -> any Shelf) async throws -> Bool {
        let first = TestFeed([TestFeed.before])
        let next = TestFeed([TestFeed.before, TestFeed.after])
        for hub in [next, next.forgettingFirst()] {
            for writes in 0..<12 {
                var shelf = try make()
                try await fill(shelf.store, from: first)
                _ = try? await fill(CutStore(shelf.store, after: writes), from: hub)
                try shelf.restart()
                let isNew = try await shelf.store.standing(of: TestFeed.feed).current?.number == 20
                let seen = isNew ? TestFeed.after : TestFeed.before
                guard try await shows(seen, shelf.store) else { return false }
                _ = try await keeper(shelf.store).resume()
                guard try await fill(shelf.store, from: hub) != nil,
                    try await shows(TestFeed.after, shelf.store)
                else { return false }
            }
        }
        return true
    }

    /// A cut after each page: no page comes twice.
    private static func goesOn(_ start: any Shelf) async throws -> Bool {
        var shelf = start
        let hub = TestFeed([TestFeed.before])
        var pages = 0
        while try await shelf.store.standing(of: TestFeed.feed).current == nil, pages < 9 {
            let keeper = keeper(shelf.store)
            let request = try await keeper.request(of: DeviceID(7), in: 1)
            _ = try await keeper.take(hub.answer(request))
            try shelf.restart()
            pages += 1
        }
        guard pages == 3 else { return false }
        return try await shows(TestFeed.before, shelf.store)
    }

    /// A newer hub says what this program does not understand, and later what it does.
    private static func passesOver(_ start: any Shelf) async throws -> Bool {
        var shelf = start
        var hub = TestFeed([TestFeed.before])
        try await fill(shelf.store, from: hub)
        hub.publish(TestFeed.after + [FeedEntry(key: "pear", value: "{}")])
        // Nothing new is wanted of this feed, so the next one has its turn.
        guard try await fill(shelf.store, from: hub) != nil else { return false }
        try shelf.restart()
        guard try await shelf.store.standing(of: TestFeed.feed).unread == 20,
            try await shows(TestFeed.before, shelf.store)
        else { return false }
        // Another program may run now, so it is asked for once more.
        let keeper = keeper(shelf.store)
        _ = try await keeper.resume()
        let request = try await keeper.request(of: DeviceID(7), in: 1)
        guard request.held.map(\.number) == [10] else { return false }
        guard try await fill(shelf.store, from: hub) != nil else { return false }
        hub.publish(TestFeed.after)
        try await fill(shelf.store, from: hub)
        guard try await shelf.store.standing(of: TestFeed.feed).unread == 0 else { return false }
        return try await shows(TestFeed.after, shelf.store)
    }

    private static func forgets(_ shelf: any Shelf) async throws -> Bool {
        var hub = TestFeed([TestFeed.before])
        try await fill(shelf.store, from: hub)
        hub.publish(TestFeed.after)
        try await fill(shelf.store, from: hub)
        guard try await shows(TestFeed.after, shelf.store) else { return false }
        hub.publish([])
        try await fill(shelf.store, from: hub)
        return try await shows([], shelf.store)
    }

    /// A hub that was restored forgets the version of which the till has a part.
    private static func givesUp(_ start: any Shelf) async throws -> Bool {
        var shelf = start
        var lost = TestFeed([TestFeed.before, TestFeed.list([40: 1, 41: 2, 42: 3, 43: 4])])
        lost.pageSize = 2
        try await fill(shelf.store, from: TestFeed([TestFeed.before]))
        let keeper = keeper(shelf.store)
        let request = try await keeper.request(of: DeviceID(7), in: 1)
        _ = try await keeper.take(lost.forgettingFirst().answer(request))
        try shelf.restart()
        let hub = TestFeed([TestFeed.before, TestFeed.before, TestFeed.after])
        try await fill(shelf.store, from: hub)
        return try await shows(TestFeed.after, shelf.store)
    }
}
