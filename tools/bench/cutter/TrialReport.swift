internal import FoundationEssentials
internal import autopsy
internal import crashes

/// How many states were tried, and what they broke.
struct Tally: Sendable {
    /// The most examples that are told of one kind.
    private static let examples = 5

    private(set) var kinds: [String: Int] = [:]
    private(set) var violations: [String: Int] = [:]
    private(set) var examples: [String] = []
    /// The states that broke something.
    private(set) var broken = 0
    private(set) var tried = 0

    mutating func add(_ state: CrashState, _ found: [Violation]) {
        tried += 1
        kinds[state.kind.rawValue, default: 0] += 1
        if !found.isEmpty { broken += 1 }
        for violation in found {
            violations[violation.kind.rawValue, default: 0] += 1
            if violations[violation.kind.rawValue, default: 0] <= Self.examples {
                examples.append("after \(state.boundary) events, \(state.kind): \(violation)")
            }
        }
    }

    mutating func add(_ other: Tally) {
        kinds.merge(other.kinds, uniquingKeysWith: +)
        violations.merge(other.violations, uniquingKeysWith: +)
        examples += other.examples
        broken += other.broken
        tried += other.tried
    }
}

/// What a trial came to, as JSON.
struct TrialReport: Encodable {
    private let writes: Int
    private let syncs: Int
    private let boundaries: Int
    private let covered: Int
    private let found: Int
    private let tried: Int
    private let kinds: [String: Int]
    private let entries: Int
    private let sales: Int
    private let onPaper: Int
    private let records: Int
    private let uploaded: Int
    private let feeds: Int
    /// The states that broke a promise.
    let violations: Int
    private let byKind: [String: Int]
    private let examples: [String]
    private let seconds: Double

    init(
        events: [DiskEvent],
        states: CrashStates,
        promises: Promises,
        entries: Int,
        records: Int,
        feeds: Int,
        tally: Tally,
        seconds: Double
    ) {
        writes = events.count { if case .write = $0 { true } else { false } }
        syncs = events.count { if case .sync = $0 { true } else { false } }
        boundaries = states.boundaries
        covered = states.covered
        found = states.found
        tried = tally.tried
        kinds = tally.kinds
        self.entries = entries
        sales = promises.receipts.count
        onPaper = promises.printed.count
        self.records = records
        uploaded = promises.uploaded
        self.feeds = feeds
        violations = tally.broken
        byKind = tally.violations
        examples = tally.examples
        self.seconds = seconds
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
