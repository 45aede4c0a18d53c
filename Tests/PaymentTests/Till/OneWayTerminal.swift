import Conformance
import HAL
import Synchronization

/// A terminal that takes money, and gives none back for a while.
final class OneWayTerminal: ForwardingTerminal {
    let inner: any PaymentTerminal
    private let state: Mutex<(refusals: Int, asked: Int)>

    /// The first `refusals` reversals are refused.
    init(_ inner: any PaymentTerminal, refusals: Int = .max) {
        self.inner = inner
        state = Mutex((refusals, 0))
    }

    /// How often it was asked to give something back.
    var asked: Int { state.withLock { $0.asked } }

    func authorizeVoid(
        _ slip: PaymentSlip,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome {
        let isRefused = state.withLock { state in
            state.asked += 1
            return state.asked <= state.refusals
        }
        if isRefused { return .declined(PaymentRefusal(.terminal, "it gives nothing back now")) }
        return try await inner.authorizeVoid(slip, by: deadline)
    }
}
