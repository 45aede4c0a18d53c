public import DurableSQLite
public import SyncProtocol
internal import Synchronization

/// Feeds in memory: for tests, and for a till that only has to live as long as its program.
public final class MemoryFeedStore: FeedStore {
    /// What a hostile store does wrong: each breaks one promise that the suite has to catch.
    package enum Fault: String, CaseIterable, Sendable {
        /// What has come is sold by at once, page by page.
        case appliesPages
        /// A page is kept, and where it led is not.
        case forgetsPlaces
        /// A sale still finds what the current version does not name.
        case keepsRemoved
        /// What was given up turns up in the next version.
        case keepsLeftovers
        /// A version that could not be read is asked for again and again.
        case forgetsUnread
    }

    private struct Shelf {
        var standing: FeedStanding
        var current: [String: FeedEntry] = [:]
        /// What a sale finds: the current entries.
        var found: [String: FeedEntry] = [:]
        var next: [String: FeedEntry] = [:]
    }

    private let shelves = Mutex<[String: Shelf]>([:])
    private let fault: Fault?

    /// A till that has heard of no feed.
    public convenience init() {
        self.init(fault: nil)
    }

    /// A store that does one thing wrong.
    package init(fault: Fault?) {
        self.fault = fault
    }

    private func shelf(_ feed: String) -> Shelf {
        shelves.withLock { $0[feed] } ?? Shelf(standing: FeedStanding(feed: feed))
    }

    public func standing(of feed: String) async throws(StorageError) -> FeedStanding {
        shelf(feed).standing
    }

    public func stage(
        _ changes: [FeedChange],
        as standing: FeedStanding,
        begins: Bool
    ) async throws(StorageError) {
        var shelf = shelf(standing.feed)
        if begins, fault != .keepsLeftovers {
            let isWhole = standing.filling?.base == 0
            shelf.next = isWhole ? [:] : shelf.current
        }
        for change in changes {
            shelf.next[change.key] = change.entry
            if fault == .appliesPages { shelf.found[change.key] = change.entry }
        }
        if fault != .forgetsPlaces { shelf.standing = standing }
        shelves.withLock { [shelf] in $0[standing.feed] = shelf }
    }

    public func adopt(_ standing: FeedStanding) async throws(StorageError) {
        var shelf = shelf(standing.feed)
        if fault == .keepsRemoved {
            shelf.found.merge(shelf.next) { $1 }
        } else {
            shelf.found = shelf.next
        }
        (shelf.current, shelf.next) = (shelf.next, [:])
        shelf.standing = standing
        shelves.withLock { [shelf] in $0[standing.feed] = shelf }
    }

    public func keep(_ standing: FeedStanding) async throws(StorageError) {
        var shelf = shelf(standing.feed)
        if standing.filling == nil, fault != .keepsLeftovers { shelf.next = [:] }
        shelf.standing = standing
        if fault == .forgetsUnread { shelf.standing.unread = 0 }
        shelves.withLock { [shelf] in $0[standing.feed] = shelf }
    }

    public func entries(
        of feed: String,
        filling: Bool,
        after key: String,
        limit: Int
    ) async throws(StorageError) -> [FeedEntry] {
        let shelf = shelf(feed)
        let entries = filling ? shelf.next : shelf.current
        return Array(
            entries.values.filter { $0.key > key }.sorted { $0.key < $1.key }.prefix(limit)
        )
    }

    public func entry(of feed: String, key: String) async throws(StorageError) -> FeedEntry? {
        shelf(feed).found[key]
    }

    public func entry(of feed: String, alias: String) async throws(StorageError) -> FeedEntry? {
        shelf(feed).found.values.filter { $0.alias == alias }.min { $0.key < $1.key }
    }
}
