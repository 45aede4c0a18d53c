import HAL
import Synchronization
import Wire

/// A terminal whose next call of one kind waits before the terminal until a test lets it through.
final class GatedTerminal: PaymentTerminal {
    /// Where the gate is.
    enum Place {
        case lastResult
        case authorizeSales
        case authorizeVoid
    }

    private let inner: any PaymentTerminal
    private let closed = Mutex<Place?>(nil)
    private let reached = Bell()
    private let opened = Bell()

    init(_ inner: any PaymentTerminal) { self.inner = inner }

    /// Has the next call at `place` wait.
    func close(_ place: Place) { closed.withLock { $0 = place } }

    /// Lets it through.
    func open() { opened.ring() }

    /// Whether a call has come to the gate.
    func isReached() async -> Bool { await reached.isHeard(after: 0, by: soon) }

    private func pass(_ place: Place) async {
        let isClosed = closed.withLock { closed in
            defer { if closed == place { closed = nil } }
            return closed == place
        }
        guard isClosed else { return }
        let count = opened.count
        reached.ring()
        _ = await opened.isHeard(after: count, by: soon)
    }

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
        await pass(.authorizeSales)
        return try await inner.authorizeSales(amount, by: deadline)
    }

    func authorizeVoid(
        _ slip: PaymentSlip,
        by deadline: Deadline
    ) async throws(DeviceError) -> PaymentOutcome {
        await pass(.authorizeVoid)
        return try await inner.authorizeVoid(slip, by: deadline)
    }

    func lastResult(by deadline: Deadline) async throws(DeviceError) -> LastResult {
        await pass(.lastResult)
        return try await inner.lastResult(by: deadline)
    }

    func abort(by deadline: Deadline) async throws(DeviceError) {
        try await inner.abort(by: deadline)
    }

    func endOfDay(by deadline: Deadline) async throws(DeviceError) {
        try await inner.endOfDay(by: deadline)
    }
}
