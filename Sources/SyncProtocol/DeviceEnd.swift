internal import Records

/// The device's end of the protocol: it decides, and the uplink does what it answers.
///
///     meeting ──welcomed──▶ connected ──records wait──▶ upload ──acknowledged──▶ connected
///        ▲                      │ an idle while                                     │
///        ├──────────────────────┘                                                   │
///     resting ◀── failed, refused ──────────────────────────────────────────────────┤
///                                                                                   ▼
///     meeting ◀──adopted── apart ◀── a hash not its own, a stale token or epoch ── any
///
/// Nothing that the hub or the line does loses a record or stops the till from selling. Whatever
/// goes wrong, the machine rests a random while and asks again, for ever. A device that `apart`
/// names has a chain of its own: it brings the hub all that it has, until the hub grants it a new
/// epoch or a person gives it a new number.
///
/// Who drives it keeps three promises: `sayHello` waits until the last `remember` is durable; only
/// durable records are sent; an answer is handed in only for the last question.
public struct DeviceEnd: Hashable, Sendable {
    /// How the device stands to the hub.
    public enum State: Hashable, Sendable {
        /// Not greeted since the start or the last fault.
        case meeting
        /// Greeted: the hub holds everything up to the mark. Says hello again at this moment.
        case connected(helloBy: Int64)
        /// Waiting for the line, the hub or a person, until this moment.
        case resting(until: Int64)
        /// Bringing its branch.
        case apart
    }

    /// The first rest after a fault is at most this long, in milliseconds.
    public static let shortestRest: Int64 = 500
    /// No rest is longer than this, in milliseconds.
    public static let longestRest: Int64 = 60_000
    /// An idle device says hello after this long and at most half as long again.
    public static let helloInterval: Int64 = 180_000
    /// By how many records an upload grows after each that was taken.
    public static let growth = 32

    /// How the device stands to the hub.
    public internal(set) var state: State
    /// What the device keeps.
    public internal(set) var memory: DeviceMemory
    /// The records that the next upload may carry.
    public internal(set) var allowance = 64
    /// What the next hello repeats; nil when the hub asked for nothing.
    var challenge: SyncToken?
    /// How far the branch is at the hub, and at which of its lives.
    var brought: ChainPlace?
    var broughtTo: String?
    /// The most that the hub takes at a time.
    var credits = Upload.recordLimit
    var faultsInARow = 0
    /// The last record that the driver has named; only a mutant needs it.
    var known: ChainHead
    let rules: Omissions

    /// A device that was started with what it kept; `omissions` is for simulations.
    public init(_ memory: DeviceMemory, omissions: Omissions = .none) {
        self.memory = memory
        rules = omissions
        known = memory.mark
        state = memory.apart == nil ? .meeting : .apart
    }

    /// Takes one event and says what to do about it.
    ///
    /// - Parameter isVerified: Whether the signature of an answer holds.
    public mutating func handle(
        _ event: Event,
        at moment: Moment,
        isVerified: Bool = true
    ) -> Action {
        if event.isAnswer, !isVerified, rules.keeps(.believesOnlyVerifiedAnswers) {
            return rest(moment)
        }
        switch (state, event) {
        case (_, .adopted(let grant)):
            return adopt(grant)

        case (.resting(let until), .proceed) where moment.time < until:
            return .rest(until - moment.time)

        case (.resting, .proceed(let head)):
            if faultsInARow > 6, !rules.keeps(.neverGivesUp) { return .rest(.max) }
            state = memory.apart == nil ? .meeting : .apart
            return handle(.proceed(head: head), at: moment)

        case (.meeting, .proceed(let head)):
            known = head
            return .sayHello(token: memory.token, challenge: challenge)

        case (.connected(let helloBy), .proceed(let head)):
            return proceed(head, helloBy, moment)

        case (.apart, .proceed):
            return .bringBranch(after: brought, limit: min(allowance, credits))

        case (.meeting, .welcomed(let welcome, let own)):
            return take(welcome, own, moment)

        case (.connected, .acknowledged(let answer, let own)):
            return take(answer, own, moment)

        case (.apart, .branchTaken(let receipt, let own, let tip)):
            return take(receipt, own, tip, moment)

        case (_, .refused(let refusal)):
            return take(refusal, moment)

        case (_, .failed):
            return rest(moment)

        // An answer to what was not asked: the line has broken its promise.
        case (_, .welcomed), (_, .acknowledged), (_, .branchTaken):
            return .proceed
        }
    }

    private mutating func proceed(
        _ head: ChainHead,
        _ helloBy: Int64,
        _ moment: Moment
    ) -> Action {
        known = head
        if moment.time >= helloBy, rules.keeps(.callsWhenIdle) {
            state = .meeting
            return .sayHello(token: memory.token, challenge: challenge)
        }
        guard head.sequence > memory.mark.sequence else {
            return .awaitRecords(atMost: max(1, helloBy - moment.time))
        }
        let bound = rules.keeps(.staysWithinCredits) ? credits : Upload.recordLimit
        return .upload(after: memory.mark.sequence, limit: min(allowance, bound))
    }

    private mutating func adopt(_ grant: Grant) -> Action {
        memory = DeviceMemory(adopting: grant)
        state = .meeting
        (brought, broughtTo, challenge) = (nil, nil, nil)
        faultsInARow = 0
        return .remember
    }
}
