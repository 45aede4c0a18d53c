/// When a reversal that the terminal has refused is asked for again: soon at first, then ever more
/// seldom, for a person has been told.
public struct ReversalPace: Hashable, Sendable {
    /// How long after the first refusal.
    public let first: Duration
    /// How long after any refusal, at most.
    public let longest: Duration

    /// A pace that begins with `first`, and doubles up to `longest`.
    public init(first: Duration = .seconds(5), longest: Duration = .seconds(3600)) {
        self.first = first
        self.longest = longest
    }

    /// How long after refusal number `count`, from 1, the terminal is asked again.
    public func pause(after count: Int) -> Duration {
        // Doubled often enough, any pause is above the longest.
        (1..<max(1, min(count, 64))).reduce(min(first, longest)) { pause, _ in
            pause < longest / 2 ? pause * 2 : longest
        }
    }
}

/// Which reversals are due; times are those of the till's clock that never goes back.
struct ReversalSchedule: Sendable {
    private let pace: ReversalPace
    private var refusals: [String: (count: Int, next: Duration)] = [:]

    /// Nothing was refused yet.
    init(_ pace: ReversalPace) { self.pace = pace }

    /// How long until `operation` is asked for; zero when it is due.
    func pause(until operation: String, at now: Duration) -> Duration {
        refusals[operation].map { max(.zero, $0.next - now) } ?? .zero
    }

    /// The terminal has refused once more.
    mutating func refuse(_ operation: String, at now: Duration) {
        let count = (refusals[operation]?.count ?? 0) + 1
        refusals[operation] = (count, now + pace.pause(after: count))
    }

    /// The terminal has just done something else: whatever was refused is due.
    mutating func hasten() {
        for operation in refusals.keys { refusals[operation]?.next = .zero }
    }

    /// It is given back, or seen to.
    mutating func forget(_ operation: String) { refusals[operation] = nil }
}
