internal import DurableSQLite
internal import Feeds
internal import Journal
internal import Logging
package import Loyalty
internal import Records
internal import SyncProtocol
internal import Till

/// Opens the feeds that a power cut has left, as a till does, and holds them to their promises.
///
/// Decision 35 states them: a till goes by a whole version, the one before or the next one; what it
/// has told its hub of is not lost; and whatever is there, a till starts on it.
package struct FeedAutopsy: Sendable {
    private let truth: FeedTruth
    private let journal: JournalTruth
    private let programme: Programme

    /// Holds feeds to `truth`; the till that is started on them is that of `journal`, which goes by
    /// `programme` until one has come.
    package init(_ truth: FeedTruth, journal: JournalTruth, programme: Programme) {
        self.truth = truth
        self.journal = journal
        self.programme = programme
    }

    /// The promises that the feeds in `folder` break; a till has been started there afterwards.
    package func violations(in folder: String, promised: FeedBounds) async -> [Violation] {
        do {
            let store = try SQLiteFeedStore(path: "\(folder)/\(SQLiteFeedStore.fileName)")
            defer { store.close() }
            var found = try await examine(store, promised)
            guard found.isEmpty else { return found }
            found = try await resume(store)
            // What was all there, and only had to be counted, may be gone by since.
            if found.isEmpty { found = try await examine(store, promised) }
            guard found.isEmpty else { return found }
            try await start(on: store, folder)
            return []
        } catch {
            return [Violation(.otherFile, "\(error)")]
        }
    }

    private func examine(
        _ store: SQLiteFeedStore,
        _ promised: FeedBounds
    ) async throws -> [Violation] {
        var found: [Violation] = []
        for kind in FeedKind.allCases {
            let feed = kind.rawValue
            let current = try await store.standing(of: feed).current
            let number = current.map { Int($0.number) } ?? 0
            let told = promised.told[feed] ?? 0
            let next = max(told, promised.next[feed] ?? 0)
            if number < told {
                let what = "\(feed): version \(number), and the hub was told of \(told)"
                found.append(Violation(.lostFeed, what))
            }
            if number > next {
                let what = "\(feed): version \(number), where \(next) was the next one"
                found.append(Violation(.earlyFeed, what))
            }
            if let fault = try await half(feed, current, store) {
                found.append(Violation(.halfFeed, "\(feed): \(fault)"))
            }
        }
        return found
    }

    /// Why what sales find of a feed is not the version that it says it is.
    private func half(
        _ feed: String,
        _ current: FeedVersion?,
        _ store: SQLiteFeedStore
    ) async throws -> String? {
        if let current, !truth.knows(current) {
            return "version \(current.number) was never published so"
        }
        let entries = try await Self.entries(feed, store)
        guard FeedDigest.of(entries) == current?.digest ?? FeedDigest.of([]) else {
            return "\(entries.count) entries are not version \(current?.number ?? 0)"
        }
        for entry in entries {
            guard try await store.entry(of: feed, key: entry.key) == entry else {
                return "\(entry.key) is listed, and not found"
            }
            guard let alias = entry.alias else { continue }
            guard try await store.entry(of: feed, alias: alias)?.alias == alias else {
                return "\(entry.key) is not found by its alias"
            }
        }
        return nil
    }

    private static func entries(
        _ feed: String,
        _ store: SQLiteFeedStore
    ) async throws -> [FeedEntry] {
        var all: [FeedEntry] = []
        while true {
            let some = try await store.entries(
                of: feed,
                filling: false,
                after: all.last?.key ?? "",
                limit: FeedPage.changeLimit
            )
            if some.isEmpty { return all }
            all += some
        }
    }

    /// The next run finishes what was all there, and doubts nothing.
    private func resume(_ store: SQLiteFeedStore) async throws -> [Violation] {
        // Nobody signs for the till of a recording, and nobody has lied to it.
        try await FeedKeeper(store) { _, _ in true }.resume().compactMap { outcome in
            guard case .refused(let feed, let fault) = outcome else { return nil }
            return Violation(.halfFeed, "\(feed): \(fault.rawValue) at the start")
        }
    }

    private func start(on store: SQLiteFeedStore, _ folder: String) async throws {
        let journal = try TillJournal(
            path: folder + "/till.db",
            device: self.journal.device,
            place: self.journal.place
        )
        let till = try await Till(
            Till.Parts(
                journal: journal,
                programme: try await FedProgramme(store, before: programme).rules(),
                coupons: try await FedCoupons(store).book(),
                devices: TillDevices(),
                clock: SystemTillClock(),
                shopName: "",
                settings: try await FedSettings(store).settings(),
                version: "autopsy",
                log: Logger(label: "autopsy", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
        await till.shutDown()
    }
}
