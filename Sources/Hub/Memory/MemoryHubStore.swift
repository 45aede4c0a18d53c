public import DurableSQLite
internal import Records
internal import Synchronization

/// A hub's store in memory: for tests and for a hub that only has to live as long as its program.
///
/// It keeps every promise but the power cut, and even that as far as a test can tell: work that
/// throws leaves nothing behind.
public final class MemoryHubStore: HubStore {
    private let state: Mutex<MemoryHubState>

    /// A new hub, whose life is named `incarnation`.
    public init(incarnation: String = "00000000000000000000000000000001") {
        state = Mutex(MemoryHubState(incarnation: incarnation))
    }

    public func commit<Value: Sendable>(
        _ work: @escaping @Sendable (any HubTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        try run { transaction throws in try work(transaction) }
    }

    public func read<Value: Sendable>(
        _ work: @escaping @Sendable (any HubReading) throws -> Value
    ) async throws(StorageError) -> Value {
        try run { transaction throws in try work(transaction) }
    }

    /// Lets `work` change a copy, which becomes the state only when `work` has come to its end.
    private func run<Value: Sendable>(
        _ work: (MemoryHubTransaction) throws -> Value
    ) throws(StorageError) -> Value {
        do {
            return try state.withLock { state in
                let transaction = MemoryHubTransaction(state)
                let value = try work(transaction)
                state = transaction.state
                return value
            }
        } catch {
            throw StorageError(error, path: "memory")
        }
    }
}
