internal import DurableSQLite
internal import SyncProtocol

/// The feeds that a hub in memory has published.
struct MemoryFeeds: Sendable {
    /// One entry, and from which version to which it is there.
    struct Line: Sendable {
        let entry: FeedEntry
        let since: Int64
        var until: Int64?

        func isThere(in number: Int64) -> Bool {
            since <= number && until.map { $0 > number } ?? true
        }
    }

    var versions: [FeedVersion] = []
    /// By feed, by key, the oldest first.
    var lines: [String: [String: [Line]]] = [:]
}

extension MemoryHubTransaction {
    func newestFeed(_ feed: String) throws -> FeedVersion? {
        state.feeds.versions.filter { $0.feed == feed }.max { $0.number < $1.number }
    }

    func feed(_ feed: String, number: Int64) throws -> FeedVersion? {
        state.feeds.versions.first { $0.feed == feed && $0.number == number }
    }

    func feeds() throws -> [FeedVersion] {
        state.feeds.versions.sorted { ($0.feed, $0.number) < ($1.feed, $1.number) }
    }

    func changes(
        of version: FeedVersion,
        since base: Int64,
        after key: String,
        limit: Int
    ) throws -> [FeedChange] {
        let number = version.number
        let lines = (state.feeds.lines[version.feed] ?? [:]).filter { $0.key > key }
        let changes = lines.compactMap { key, lines -> FeedChange? in
            let now = lines.last { $0.isThere(in: number) }
            if base == 0 { return now.map { FeedChange($0.entry) } }
            let moved = (base + 1)...max(base + 1, number)
            let isOther = lines.contains { line in
                moved.contains(line.since) || line.until.map(moved.contains) ?? false
            }
            guard isOther, number > base else { return nil }
            return now.map { FeedChange($0.entry) } ?? FeedChange(removing: key)
        }
        return Array(changes.sorted { $0.key < $1.key }.prefix(limit))
    }

    func forget(feed: String) throws {
        state.feeds.versions.removeAll { $0.feed == feed }
        guard fault != .keepsForgottenEntries else { return }
        state.feeds.lines[feed] = nil
    }

    func forget(_ feed: String, before number: Int64, limit: Int) throws -> Int {
        state.feeds.versions.removeAll { $0.feed == feed && $0.number < number }
        var left = limit
        for (key, lines) in state.feeds.lines[feed] ?? [:] {
            let kept = lines.filter { line in
                let isOver = line.until.map { $0 <= number } ?? false
                // Who forgets too much takes what is there since long for what is over.
                let isGone = isOver || fault == .forgetsWhatStands && line.since < number
                guard isGone, left > 0 else { return true }
                left -= 1
                return false
            }
            state.feeds.lines[feed]?[key] = kept.isEmpty ? nil : kept
        }
        return limit - left
    }

    func publish(_ version: FeedVersion, _ changes: [FeedChange]) throws {
        guard try feed(version.feed, number: version.number) == nil else {
            throw StorageError.refused(path: "memory", detail: "\(version.number) is published")
        }
        state.feeds.versions.append(version)
        for change in changes where change.entry != nil || fault != .keepsRemovedEntries {
            var lines = state.feeds.lines[version.feed]?[change.key] ?? []
            if let last = lines.indices.last, lines[last].until == nil {
                lines[last].until = version.number
            }
            if let entry = change.entry {
                lines.append(MemoryFeeds.Line(entry: entry, since: version.number, until: nil))
            }
            state.feeds.lines[version.feed, default: [:]][change.key] = lines
        }
    }
}
