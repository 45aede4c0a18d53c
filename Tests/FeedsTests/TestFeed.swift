import DurableSQLite
import Feeds
import Foundation
import Records
import Retail
import SyncProtocol
import Synchronization
import Testing

/// A hub's catalogue in a test: every version that it has published, told in small pages.
struct TestFeed {
    static let feed = FeedKind.catalogue.rawValue

    private(set) var versions: [(version: FeedVersion, entries: [FeedEntry])] = []
    /// How many changes a page has.
    var pageSize = 3

    /// Products by number with their prices.
    static func list(_ prices: [Int64: Int64]) -> [FeedEntry] {
        prices.map { product, price in
            CatalogueEntry(
                article: Article(
                    product: product,
                    name: "梨 \(product)",
                    department: nil,
                    pointsClass: nil
                ),
                barcode: "B\(product)",
                unit: nil,
                price: Money(minorUnits: price)
            ).entry
        }.sorted { $0.key < $1.key }
    }

    /// Nine products; then every second one at another price, two gone and two new.
    static let before = list(Dictionary(uniqueKeysWithValues: (1...9).map { ($0, $0 * 100) }))
    static let after = list([1: 110, 2: 200, 4: 400, 5: 510, 7: 710, 8: 800, 9: 900, 10: 5, 11: 6])

    /// A hub that has published these lists, one after the other.
    init(_ lists: [[FeedEntry]]) {
        for list in lists { publish(list) }
    }

    mutating func publish(_ entries: [FeedEntry]) {
        let number = Int64(versions.count + 1) * 10
        let digest = FeedDigest.of(entries)
        versions.append((FeedVersion(feed: Self.feed, number: number, digest: digest), entries))
    }

    /// The hub after it was restored from a backup without its first version.
    func forgettingFirst() -> TestFeed {
        var feed = self
        feed.versions.removeFirst()
        return feed
    }

    /// What comes next for the till that asks.
    func answer(_ request: FeedRequest) -> FeedAnswer {
        let plan = FeedPlan(request) { _ in
            versions.last?.version
        } isKnown: { version in
            versions.contains { $0.version == version }
        }
        guard let plan else { return FeedAnswer(nil) }
        let changes = changes(to: plan.version, since: plan.base).filter { $0.key > plan.after }
        return FeedAnswer(
            FeedPage(
                version: plan.version,
                base: plan.base,
                after: plan.after,
                changes: Array(changes.prefix(pageSize)),
                isLast: changes.count <= pageSize,
                seal: "hub"
            )
        )
    }

    private func changes(to version: FeedVersion, since base: Int64) -> [FeedChange] {
        func entries(_ number: Int64) -> [String: FeedEntry] {
            let found = versions.first { $0.version.number == number }?.entries ?? []
            return Dictionary(uniqueKeysWithValues: found.map { ($0.key, $0) })
        }
        let (old, new) = (entries(base), entries(version.number))
        let put = new.values.filter { old[$0.key] != $0 }.map { FeedChange($0) }
        let gone = old.keys.filter { new[$0] == nil }.map { FeedChange(removing: $0) }
        return (put + gone).sorted { $0.key < $1.key }
    }
}

/// A till's disk with its feeds, which can lose its power.
enum TestShelf: String, CaseIterable, CustomTestStringConvertible {
    case memory
    case sqlite

    var testDescription: String { rawValue }

    func make() throws -> any Shelf {
        switch self {
        case .memory: MemoryShelf(store: MemoryFeedStore())
        case .sqlite: try FolderShelf()
        }
    }
}

/// A store that comes back after a power cut with what was durable.
protocol Shelf {
    var store: any FeedStore { get }
    /// The power goes and comes back.
    mutating func restart() throws
}

struct MemoryShelf: Shelf {
    let store: any FeedStore
    func restart() {}
}

final class FolderShelf: Shelf {
    private let path = NSTemporaryDirectory() + "suanpan-feeds-" + UUID().uuidString
    private var file: SQLiteFeedStore

    var store: any FeedStore { file }

    init() throws {
        file = try SQLiteFeedStore(path: path)
    }

    deinit {
        file.close()
        for suffix in ["", "-wal", ".lock"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    func restart() throws {
        file.close()
        file = try SQLiteFeedStore(path: path)
    }
}

/// A store whose power goes before so many writes.
final class CutStore: FeedStore {
    private let store: any FeedStore
    private let left: Mutex<Int>

    init(_ store: any FeedStore, after writes: Int) {
        self.store = store
        left = Mutex(writes)
    }

    private func spend() throws(StorageError) {
        let isOn = left.withLock { left in
            left -= 1
            return left >= 0
        }
        guard isOn else { throw .deviceFailed(path: "test", detail: "the power is gone") }
    }

    func standing(of feed: String) async throws(StorageError) -> FeedStanding {
        try await store.standing(of: feed)
    }

    func stage(
        _ changes: [FeedChange],
        as standing: FeedStanding,
        begins: Bool
    ) async throws(StorageError) {
        try spend()
        try await store.stage(changes, as: standing, begins: begins)
    }

    func adopt(_ standing: FeedStanding) async throws(StorageError) {
        try spend()
        try await store.adopt(standing)
    }

    func keep(_ standing: FeedStanding) async throws(StorageError) {
        try spend()
        try await store.keep(standing)
    }

    func entries(
        of feed: String,
        filling: Bool,
        after key: String,
        limit: Int
    ) async throws(StorageError) -> [FeedEntry] {
        try await store.entries(of: feed, filling: filling, after: key, limit: limit)
    }

    func entry(of feed: String, key: String) async throws(StorageError) -> FeedEntry? {
        try await store.entry(of: feed, key: key)
    }

    func entry(of feed: String, alias: String) async throws(StorageError) -> FeedEntry? {
        try await store.entry(of: feed, alias: alias)
    }
}
