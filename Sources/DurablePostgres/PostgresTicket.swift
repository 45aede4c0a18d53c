internal import Synchronization

/// One caller's claim on a connection, which can be called off while it waits and while it runs.
final class PostgresTicket: Sendable {
    private struct State {
        var isCancelled = false
        var canceller: PostgresCanceller?
    }

    private let state = Mutex(State())

    /// Whether the caller has called it off.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Runs `work`, which `canceller` can stop.
    ///
    /// A cancellation under way is waited for, so that it hits no later work of the connection.
    func run<Value>(_ canceller: PostgresCanceller, _ work: () throws -> Value) throws -> Value {
        try state.withLock { state in
            guard !state.isCancelled else { throw Self.cancelled }
            state.canceller = canceller
        }
        defer { state.withLock { $0.canceller = nil } }
        return try work()
    }

    /// Calls it off.
    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.canceller?.cancel()
        }
    }

    static let cancelled = PostgresError(.cancelled, "the caller gave up")
}
