/// What a till or a disk may do wrong, as a change of what was recorded; the checks have to see it.
package enum Mutant: String, CaseIterable, Sendable {
    /// The disk says that it has written, and has not: no sync covers anything.
    case lyingDisk = "lying-disk"
    /// As with `synchronous=OFF`: the database's log is never synced.
    case unsyncedLog = "unsynced-log"
    /// The counter is answered before the sync, not behind it.
    case earlyAnswer = "early-answer"

    /// The events as they would have been; `log` is the number of the database's log files.
    package func applied(to events: [DiskEvent], logs: Set<Int>) -> [DiskEvent] {
        switch self {
        case .lyingDisk:
            return events.map { $0.isSync ? .nothing : $0 }
        case .unsyncedLog:
            return events.map { event in
                if case .sync(let file, _) = event, logs.contains(file) { return .nothing }
                return event
            }
        case .earlyAnswer:
            return Self.hurried(events)
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
