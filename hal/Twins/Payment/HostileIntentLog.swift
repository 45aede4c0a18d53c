public import HAL
import Synchronization

/// A log that keeps its promises and no more: it fails before or after it has written, and can
/// lose its power at any step, after which nothing is written or read.
public final class HostileIntentLog: PaymentIntentLog {
    private struct State {
        var random: SeededRandom
        var steps = 0
    }

    private enum Fate {
        case well
        case failsBefore
        case failsAfter
    }

    private let inner: any PaymentIntentLog
    private let errorsInThousand: Int
    private let lastStep: Int
    private let state: Mutex<State>

    /// Wraps `inner`; of a thousand calls about `errorsInThousand` throw.
    ///
    /// The call numbered `lastStep`, from 1, is the last: it writes or not, as chance has it, and
    /// throws like all after it.
    public init(
        _ inner: any PaymentIntentLog,
        seed: UInt64,
        errorsInThousand: Int = 0,
        lastStep: Int = .max
    ) {
        self.inner = inner
        self.errorsInThousand = errorsInThousand
        self.lastStep = lastStep
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    /// Whether the power is gone.
    public var isDead: Bool { state.withLock { $0.steps >= lastStep } }

    public func put(_ intent: PaymentIntent) async throws(PaymentLogError) {
        let fate = try begin()
        try await inner.put(intent)
        try end(fate)
    }

    public func settle(
        _ intent: PaymentIntent,
        as settlement: PaymentSettlement
    ) async throws(PaymentLogError) {
        let fate = try begin()
        try await inner.settle(intent, as: settlement)
        try end(fate)
    }

    public func openIntents() async throws(PaymentLogError) -> [PaymentIntent] {
        let fate = try begin()
        let intents = try await inner.openIntents()
        try end(fate)
        return intents
    }

    public func latest(of operation: String) async throws(PaymentLogError) -> PaymentEntry? {
        let fate = try begin()
        let entry = try await inner.latest(of: operation)
        try end(fate)
        return entry
    }

    private func begin() throws(PaymentLogError) -> Fate {
        let fate = state.withLock { state -> Fate in
            state.steps += 1
            if state.steps > lastStep { return .failsBefore }
            let isLast = state.steps == lastStep
            let fails = isLast || Int.random(in: 1...1000, using: &state.random) <= errorsInThousand
            guard fails else { return .well }
            return Bool.random(using: &state.random) ? .failsBefore : .failsAfter
        }
        if fate == .failsBefore { throw Self.error }
        return fate
    }

    private func end(_ fate: Fate) throws(PaymentLogError) {
        if fate == .failsAfter { throw Self.error }
    }

    private static var error: PaymentLogError { PaymentLogError("the log was told to fail") }
}
