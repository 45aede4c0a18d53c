/// What a till or a disk may do wrong, as a change of what was recorded; the checks have to see it.
package enum Mutant: String, CaseIterable, Sendable {
    /// The disk says that it has written, and has it in its cache: a sync covers what an earlier
    /// one should have.
    case lyingDisk = "lying-disk"
    /// As with `synchronous=OFF`: the database's log is never synced; now and then the kernel
    /// writes by itself.
    case unsyncedLog = "unsynced-log"
    /// The counter is answered before the sync, not behind it.
    case earlyAnswer = "early-answer"

    /// The events as they would have been; `log` is the number of the database's log files.
    package func applied(to events: [DiskEvent], logs: Set<Int>) -> [DiskEvent] {
        switch self {
        case .lyingDisk: Self.cached(events)
        case .unsyncedLog: Self.unsynced(events, logs)
        case .earlyAnswer: Self.hurried(events)
        }
    }

    /// How many syncs late the lying disk is.
    private static let cache = 3
    /// Which of a log's syncs stand for the kernel's own writing.
    private static let pause = 20

    private static func cached(_ events: [DiskEvent]) -> [DiskEvent] {
        var promised = [Int](repeating: 0, count: cache)
        func late(_ before: Int) -> Int {
            promised.append(before)
            return promised.removeFirst()
        }
        return events.map { event in
            switch event {
            case .sync(let file, let before): .sync(file: file, before: late(before))
            case .syncNames(let before): .syncNames(before: late(before))
            case .write, .resize, .link, .unlink, .seen: event
            }
        }
    }

    private static func unsynced(_ events: [DiskEvent], _ logs: Set<Int>) -> [DiskEvent] {
        var syncs = 0
        return events.map { event in
            guard case .sync(let file, _) = event, logs.contains(file) else { return event }
            syncs += 1
            return syncs.isMultiple(of: pause) ? event : .nothing
        }
    }

    private static func hurried(_ events: [DiskEvent]) -> [DiskEvent] {
        var events = events
        for index in events.indices {
            guard case .seen(.answered) = events[index],
                let sync = events[..<index].lastIndex(where: \.isSync)
            else { continue }
            // Nothing in front of the sync moves, so what it covers stays as it was.
            events.insert(events.remove(at: index), at: sync)
        }
        return events
    }
}

extension DiskEvent {
    /// An event that changes nothing and keeps the others' numbers.
    static let nothing = DiskEvent.syncNames(before: 0)

    var isSync: Bool {
        switch self {
        case .sync, .syncNames: true
        case .write, .resize, .link, .unlink, .seen: false
        }
    }
}
