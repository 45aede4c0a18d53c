import HAL
import Synchronization

/// A terminal that takes money, and gives none back for a while.
final class OneWayTerminal: PaymentTerminal {
    private let inner: any PaymentTerminal
    private let state: Mutex<(refusals: Int, asked: Int)>

    /// The first `refusals` reversals are refused.
    init(_ inner: any PaymentTerminal, refusals: Int = .max) {
        self.inner = inner
        state = Mutex((refusals, 0))
    }

    /// How often it was asked to give something back.
    var asked: Int { state.withLock { $0.asked } }

    func register(by deadline: Deadline) async throws(DeviceError) {
        try await inner.register(by: deadline)
    }

    func checkHealth(by deadline: Deadline) async throws(DeviceError) {
        try await inner.checkHealth(by: deadline)
    }

    func authorizeSales(
        _ amount: PaymentAmount,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome {
        try await inner.authorizeSales(amount, by: deadline)
    }

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

    func lastResult(by deadline: Deadline) async throws(DeviceError) -> LastResult {
        try await inner.lastResult(by: deadline)
    }

    func abort(by deadline: Deadline) async throws(DeviceError) {
        try await inner.abort(by: deadline)
    }

    func endOfDay(by deadline: Deadline) async throws(DeviceError) {
        try await inner.endOfDay(by: deadline)
    }
}
