internal import GRDB
internal import autopsy
internal import crashes

/// What the till had promised at each moment of a recording.
///
/// An acknowledgement promises all that the till itself had by then: one counter enters a line at a
/// time, so the records that lie in its files when it is answered are those that it was told of.
struct Timeline: Sendable {
    private var steps: [(event: Int, promises: Promises)] = []
    /// What was promised before anything was seen.
    private var start = Promises()
    /// How many entries were acknowledged.
    private(set) var entries = 0

    /// Goes along `events`, at whose end the till goes by the versions `feeds`; `scratch` is a
    /// folder for what the till itself saw.
    init(_ events: [DiskEvent], feeds: [String: Int], scratch: String) throws {
        var disk = Disk()
        var promises = Promises()
        for (index, event) in events.enumerated() {
            if case .seen(let sighting) = event {
                switch sighting {
                case .answered(let words):
                    entries += 1
                    promises.answer(words, records: try Self.records(disk, scratch))
                case .printed(let receipt): promises.printed.insert(receipt)
                case .uploaded(let last): promises.uploaded = max(promises.uploaded, last)
                case .named(let feed, let number, _): promises.feeds.tell(feed, number)
                }
                steps.append((index, promises))
            }
            disk.take(event)
        }
        lookAhead(events, feeds)
    }

    /// Goes back along `events`: by no newer version does a till go than it tells of next.
    private mutating func lookAhead(_ events: [DiskEvent], _ feeds: [String: Int]) {
        var ahead = feeds
        for index in steps.indices.reversed() {
            steps[index].promises.feeds.next = ahead
            if case .seen(.named(let feed, let number, _)) = events[steps[index].event] {
                ahead[feed] = number
            }
        }
        start.feeds.next = ahead
    }

    /// All that was ever promised.
    var last: Promises { steps.last?.promises ?? Promises() }

    /// What had been promised when `boundary` events had happened.
    func promises(at boundary: Int) -> Promises {
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].event < boundary { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? start : steps[low - 1].promises
    }

    /// The recording and the till agree on what was sold, and there was something to see of each.
    func check(against truth: JournalTruth) throws {
        guard truth.receipts == last.receipts, last.records <= truth.count else {
            throw StoppedShort(
                description: "\(last.receipts.count) sales acknowledged, the till has "
                    + "\(truth.receipts.count)"
            )
        }
        guard !last.printed.isEmpty, last.uploaded > 0, !last.receipts.isEmpty,
            last.feeds.told.values.contains(where: { $0 > 0 })
        else {
            throw StoppedShort(
                description: "a till that did not sell, print, upload and take feeds: \(last)"
            )
        }
    }

    /// How many records the till's own view of its files holds.
    private static func records(_ disk: Disk, _ scratch: String) throws -> Int {
        let state = CrashState(boundary: disk.count, kind: .kept, seed: 0)
        let files = disk.folder(state.choice(on: disk)).filter { $0.key.isOfJournal }
        try FolderFiles.write(files, into: scratch)
        let queue = try DatabaseQueue(path: scratch + "/till.db")
        defer { try? queue.close() }
        return try queue.read { db in
            guard try db.tableExists("journal") else { return 0 }
            return try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM journal") ?? 0
        }
    }
}
