internal import Dispatch
internal import Synchronization

/// A bounded number of connections, each on a thread of its own.
///
/// Callers beyond that number wait in order of arrival; nothing of Swift's own threads waits for
/// the server.
public final class PostgresPool: Sendable {
    /// How many callers may wait; a hub that is so far behind says so instead.
    private static let waitingLimit = 4096

    private typealias Job = @Sendable (PostgresWorker) -> Void

    private struct State {
        var idle: [PostgresWorker]
        var waiting: [Job] = []
    }

    private let workers: [PostgresWorker]
    private let state: Mutex<State>

    /// At most `size` connections to `address`, none of them open yet.
    public init(_ address: PostgresAddress, size: Int) {
        workers = (1...size).map { PostgresWorker(address, number: $0) }
        state = Mutex(State(idle: workers.reversed()))
    }

    /// Runs `work` in one transaction, durable when this returns.
    ///
    /// It may run several times, when another transaction is in the way or the line breaks.
    public func run<Value: Sendable>(
        _ mode: PostgresConnection.Mode,
        _ work: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        let ticket = PostgresTicket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isTaken = submit { worker in
                    continuation.resume(with: Result { try worker.perform(mode, ticket, work) })
                }
                guard !isTaken else { return }
                continuation.resume(
                    throwing: PostgresError(.unreachable, "too much waits for the database")
                )
            }
        } onCancel: {
            ticket.cancel()
        }
    }

    private func submit(_ job: @escaping Job) -> Bool {
        let worker: PostgresWorker?? = state.withLock { state in
            if let worker = state.idle.popLast() { return .some(worker) }
            guard state.waiting.count < Self.waitingLimit else { return nil }
            state.waiting.append(job)
            return .some(nil)
        }
        guard let place = worker else { return false }
        if let worker = place { start(job, on: worker) }
        return true
    }

    private func start(_ job: @escaping Job, on worker: PostgresWorker) {
        worker.queue.async {
            var job = job
            while true {
                job(worker)
                let next: Job? = self.state.withLock { state in
                    guard !state.waiting.isEmpty else {
                        state.idle.append(worker)
                        return nil
                    }
                    return state.waiting.removeFirst()
                }
                guard let next else { return }
                job = next
            }
        }
    }

    /// Closes every connection that is not at work.
    public func close() {
        for worker in workers { worker.close() }
    }
}
