public import Records

/// The device's end of the protocol: it decides, and the uplink does what it answers.
///
///     meeting ──welcome──▶ connected ──records wait──▶ upload ──acknowledged──▶ connected
///        ▲                     │                                                   │
///        └──────failed, refused┴─────────── resting ◀── failed, refused ───────────┘
///
/// Nothing that the hub or the line does loses a record or stops the till from selling: whatever
/// goes wrong, the machine rests a random while and meets the hub again, for ever. Only a hash that
/// is not its own makes it stand `apart`: then the hub holds other records under this device's
/// number, and a person must look; it still asks again, slowly.
public struct UplinkMachine: Hashable, Sendable {
    /// How the device stands to the hub.
    public enum State: Hashable, Sendable {
        /// Not greeted since the start or the last fault.
        case meeting
        /// Greeted: the hub holds everything up to the mark.
        case connected
        /// Waiting for the line or the hub to recover, until this moment.
        case resting(until: Int64)
        /// The hub's chain of this device is not this device's: waiting for a person.
        case apart(Refusal.Kind, until: Int64)
    }

    /// The first rest after a fault is at most this long, in milliseconds.
    static let shortestRest: Int64 = 500
    /// No rest is longer than this, in milliseconds.
    static let longestRest: Int64 = 60_000

    /// How the device stands to the hub.
    public private(set) var state = State.meeting
    /// The last record that the hub has acknowledged.
    public private(set) var mark: ChainHead
    /// The hub's life, once it has answered.
    public private(set) var incarnation: String?
    /// The records that the next upload may carry.
    public private(set) var allowance = Upload.recordLimit
    private var faultsInARow = 0

    /// A device that has the hub's word for everything up to `mark`.
    public init(mark: ChainHead) {
        self.mark = mark
    }

    /// Takes one event and says what to do about it.
    public mutating func handle(_ event: Event) -> Action {
        switch (state, event) {
        case (.resting(let until), .proceed(_, let now)) where now < until,
            (.apart(_, let until), .proceed(_, let now)) where now < until:
            return .rest(until - now)

        case (.meeting, .proceed), (.resting, .proceed), (.apart, .proceed):
            state = .meeting
            return .sayHello

        case (.connected, .proceed(let head, _)):
            return head.sequence > mark.sequence
                ? .upload(after: mark.sequence, limit: allowance) : .awaitRecords

        // A welcome answers the last greeting: the line hands over no answer of an older request.
        // So it needs no echo of the greeting, and an incarnation that it names is the newest.
        case (_, .welcomed(let welcome, let own)):
            return take(welcome, own)

        case (.connected, .acknowledged(let answer, let own)):
            return take(answer, own)

        case (.meeting, .acknowledged), (.resting, .acknowledged), (.apart, .acknowledged):
            return .proceed

        case (_, .refused(let refusal, let now, let chance)):
            return take(refusal, now, chance)

        case (_, .failed(let now, let chance)):
            return rest(now, chance)
        }
    }

    private mutating func take(_ welcome: Welcome, _ own: Digest?) -> Action {
        guard welcome.last.epoch == mark.epoch, own == welcome.last.hash else {
            state = .apart(.fork, until: 0)
            return .standApart(.fork)
        }
        // A hub that lost its tail (restored from a backup) names an earlier record: send again.
        state = .connected
        faultsInARow = 0
        incarnation = welcome.incarnation
        allowance = clamped(welcome.credits)
        mark = welcome.last
        return .moveMark(mark)
    }

    private mutating func take(_ answer: Acknowledgement, _ own: Digest?) -> Action {
        guard answer.incarnation == incarnation, answer.last.epoch == mark.epoch else {
            state = .meeting
            return .proceed
        }
        guard own == answer.last.hash else {
            state = .apart(.fork, until: 0)
            return .standApart(.fork)
        }
        faultsInARow = 0
        allowance = clamped(answer.credits)
        // A duplicate of an old answer may come late; the mark never goes back on its account.
        guard answer.last.sequence > mark.sequence else { return .proceed }
        mark = answer.last
        return .moveMark(mark)
    }

    private mutating func take(_ refusal: Refusal, _ now: Int64, _ chance: UInt64) -> Action {
        switch refusal.kind {
        case .gap:
            // The hub says how far it got: greet it again, and the mark follows its word.
            state = .meeting
            return .proceed
        case .tooLarge:
            allowance = max(1, allowance / 2)
            return .proceed
        case .unavailable, .malformed, .challenged, .revoked, .unverified:
            return rest(now, chance)
        case .fork, .rollback, .staleToken, .staleEpoch:
            state = .apart(refusal.kind, until: now + Self.longestRest)
            return .standApart(refusal.kind)
        }
    }

    /// Full jitter: anything from nothing to the doubled bound, so that 500 tills do not come back
    /// at once.
    private mutating func rest(_ now: Int64, _ chance: UInt64) -> Action {
        let bound = min(Self.longestRest, Self.shortestRest << min(faultsInARow, 16))
        faultsInARow += 1
        state = .resting(until: now + 1 + Int64(chance % UInt64(bound)))
        return .proceed
    }

    private func clamped(_ credits: Int) -> Int {
        min(max(1, credits), Upload.recordLimit)
    }
}

extension UplinkMachine {
    /// What the uplink learns.
    public enum Event: Hashable, Sendable {
        /// What next? The device's chain reaches to `head`; the clock shows `now` milliseconds.
        case proceed(head: ChainHead, now: Int64)
        /// The hub answered the greeting; `own` is the device's hash at the record it named.
        case welcomed(Welcome, own: Digest?)
        /// The hub answered an upload; `own` is the device's hash at the record it named.
        case acknowledged(Acknowledgement, own: Digest?)
        /// The hub refused; `chance` is random.
        case refused(Refusal, now: Int64, chance: UInt64)
        /// No answer, or none that makes sense; `chance` is random.
        case failed(now: Int64, chance: UInt64)
    }

    /// What the uplink is to do.
    public enum Action: Hashable, Sendable {
        /// Greet the hub.
        case sayHello
        /// Send records after this one, at most so many.
        case upload(after: UInt64, limit: Int)
        /// Write down that the hub has everything up to here.
        case moveMark(ChainHead)
        /// Wait so many milliseconds, or until somebody says that the line is back.
        case rest(Int64)
        /// Everything is at the hub: wait for the next record.
        case awaitRecords
        /// Tell the people: the hub does not know this chain.
        case standApart(Refusal.Kind)
        /// Ask again what next.
        case proceed
    }
}
