import DurableSQLite
import Feeds
import Foundation
import Records
import Retail
import SyncProtocol
import Synchronization
import autopsy
import crashes

/// A till that goes over from one catalogue to the next, and all that power cuts may leave of it.
struct FedTill {
    /// A folder that a power cut left, and between which versions its feed stood.
    struct Cut {
        let files: [String: [UInt8]]
        let bounds: FeedBounds
        let kind: CrashState.Kind
    }

    static let feed = FeedKind.catalogue.rawValue
    /// Nine products; then some at another price, one gone and one new.
    static let before = list(Dictionary(uniqueKeysWithValues: (1...9).map { ($0, $0 * 100) }))
    static let after = list([1: 110, 2: 200, 3: 310, 5: 510, 6: 600, 7: 710, 8: 800, 9: 900, 10: 5])
    static let versions = [version(10, before), version(20, after)]

    let folder: TemporaryFolder
    private(set) var cuts: [Cut] = []

    /// What is after the second version was taken over: all that a cut could have left on the way.
    ///
    /// - Parameter wrapped: The store that the till has, over the one of the file.
    init(_ wrapped: (SQLiteFeedStore) -> any FeedStore = { $0 }) async throws {
        folder = try TemporaryFolder()
        let file = try SQLiteFeedStore(path: folder.path + "/feeds.db")
        defer { file.close() }
        let store = wrapped(file)
        var asked: [Int] = []
        var steps: [(files: [String: [UInt8]], asked: Int)] = [(try files(), 0)]
        for newest in Self.versions.indices {
            let keeper = FeedKeeper(store, kinds: [.catalogue]) { _, _ in true }
            var outcome: FeedKeeper.Outcome?
            while outcome != .current {
                let request = try await keeper.request(of: DeviceID(7), in: 1)
                asked.append(request.held.first.map { Int($0.number) } ?? 0)
                outcome = try await keeper.take(Self.answer(request, newest))
                steps.append((try files(), asked.count))
            }
        }
        for (last, step) in zip(steps, steps.dropFirst()) {
            var bounds = FeedBounds()
            bounds.tell(Self.feed, asked[step.asked - 1])
            bounds.next[Self.feed] = asked.dropFirst(step.asked).first ?? 20
            cuts += Self.cuts(from: last.files, to: step.files, bounds)
        }
    }

    /// What the two files hold now.
    private func files() throws -> [String: [UInt8]] {
        ["feeds.db", "feeds.db-wal"].reduce(into: [:]) { files, name in
            files[name] = FolderFiles.read("\(folder.path)/\(name)")
        }
    }

    /// What a cut may leave between two steps: where the log has only grown, every kind of tearing;
    /// where it was written back into the file, what is there in the end.
    private static func cuts(
        from old: [String: [UInt8]],
        to new: [String: [UInt8]],
        _ bounds: FeedBounds
    ) -> [Cut] {
        let (oldLog, newLog) = (old["feeds.db-wal"] ?? [], new["feeds.db-wal"] ?? [])
        guard old["feeds.db"] == new["feeds.db"], newLog.count > oldLog.count,
            newLog.starts(with: oldLog)
        else { return [Cut(files: new, bounds: bounds, kind: .kept)] }
        var disk = Disk()
        for event: DiskEvent in [
            .link(name: "feeds.db", file: 1), .link(name: "feeds.db-wal", file: 2),
            .write(file: 1, at: 0, bytes: old["feeds.db"] ?? []),
            .write(file: 2, at: 0, bytes: oldLog),
            .sync(file: 1, before: 4), .sync(file: 2, before: 4),
            .write(file: 2, at: oldLog.count, bytes: Array(newLog[oldLog.count...])),
        ] { disk.take(event) }
        return CrashState.Kind.allCases.map { kind in
            let state = CrashState(boundary: disk.count, kind: kind, seed: UInt64(newLog.count))
            return Cut(files: disk.folder(state.choice(on: disk)), bounds: bounds, kind: kind)
        }
    }
}

/// The hub of such a till: a catalogue in pages of three changes.
extension FedTill {
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

    private static func version(_ number: Int64, _ entries: [FeedEntry]) -> FeedVersion {
        FeedVersion(feed: feed, number: number, digest: FeedDigest.of(entries))
    }

    private static func answer(_ request: FeedRequest, _ newest: Int) -> FeedAnswer {
        let plan = FeedPlan(request) { _ in
            versions[newest]
        } isKnown: {
            versions.contains($0)
        }
        guard let plan else { return FeedAnswer(nil) }
        let changes = changes(to: plan.version.number, since: plan.base)
            .filter { $0.key > plan.after }
        return FeedAnswer(
            FeedPage(
                version: plan.version,
                base: plan.base,
                after: plan.after,
                changes: Array(changes.prefix(3)),
                isLast: changes.count <= 3,
                seal: ""
            )
        )
    }

    private static func changes(to number: Int64, since base: Int64) -> [FeedChange] {
        let (old, new) = (base == 10 ? before : [], number == 10 ? before : after)
        let put = new.filter { !old.contains($0) }.map { FeedChange($0) }
        let gone = old.map(\.key).filter { key in !new.contains { $0.key == key } }
        return (put + gone.map { FeedChange(removing: $0) }).sorted { $0.key < $1.key }
    }
}

/// The bad twin: it puts each page of an increment where sales find it, a transaction a page.
final class PagewiseStore: FeedStore {
    private let file: SQLiteFeedStore
    /// What it says of itself: the keeper must not notice.
    private let told = Mutex<FeedStanding?>(nil)

    init(_ file: SQLiteFeedStore) {
        self.file = file
    }

    func standing(of feed: String) async throws(StorageError) -> FeedStanding {
        if let told = told.withLock({ $0 }), told.feed == feed { return told }
        return try await file.standing(of: feed)
    }

    func stage(
        _ changes: [FeedChange],
        as standing: FeedStanding,
        begins: Bool
    ) async throws(StorageError) {
        try await file.stage(changes, as: standing, begins: begins)
        told.withLock { $0 = standing }
        guard let filling = standing.filling, filling.base > 0 else { return }
        var sold = standing
        sold.current = filling.version
        try await file.adopt(sold)
    }

    func adopt(_ standing: FeedStanding) async throws(StorageError) {
        try await file.adopt(standing)
        told.withLock { $0 = standing }
    }

    func keep(_ standing: FeedStanding) async throws(StorageError) {
        try await file.keep(standing)
        told.withLock { $0 = standing }
    }

    func entries(
        of feed: String,
        filling: Bool,
        after key: String,
        limit: Int
    ) async throws(StorageError) -> [FeedEntry] {
        try await file.entries(of: feed, filling: filling, after: key, limit: limit)
    }

    func entry(of feed: String, key: String) async throws(StorageError) -> FeedEntry? {
        try await file.entry(of: feed, key: key)
    }

    func entry(of feed: String, alias: String) async throws(StorageError) -> FeedEntry? {
        try await file.entry(of: feed, alias: alias)
    }
}
