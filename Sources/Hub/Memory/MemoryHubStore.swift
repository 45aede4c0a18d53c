public import DurableSQLite
internal import Records
internal import Synchronization

/// A hub's store in memory: for tests and for a hub that only has to live as long as its program.
///
/// It keeps every promise but the power cut, and even that as far as a test can tell: work that
/// throws leaves nothing behind.
public final class MemoryHubStore: HubStore {
    private let state: Mutex<MemoryHubState>
    private let fault: MemoryHubFault?
    /// What a store that answers early has not written yet.
    private let late: Mutex<MemoryHubState?> = Mutex(nil)

    /// A new hub, whose life is named `incarnation`; empty for one that is founded later.
    public convenience init(incarnation: String = "00000000000000000000000000000001") {
        self.init(incarnation: incarnation, fault: nil)
    }

    /// A hub that does one thing wrong.
    package init(
        incarnation: String = "00000000000000000000000000000001",
        fault: MemoryHubFault?
    ) {
        state = Mutex(MemoryHubState(incarnation: incarnation))
        self.fault = fault
    }

    public func commit<Value: Sendable>(
        _ work: @escaping @Sendable (any HubTransaction) throws -> Value
    ) async throws(StorageError) -> Value {
        do {
            guard fault == .ignoresClaims else {
                return try state.withLock { try run(work, on: &$0) }
            }
            var copy = state.withLock { $0 }
            let value = try run(work, on: &copy)
            // Long enough for another work to begin on a machine that is busy.
            try? await Task.sleep(for: .milliseconds(20))
            state.withLock { [copy] in $0 = copy }
            return value
        } catch {
            throw StorageError(error, path: "memory")
        }
    }

    public func read<Value: Sendable>(
        _ work: @escaping @Sendable (any HubReading) throws -> Value
    ) async throws(StorageError) -> Value {
        let state = state.withLock { $0 }
        do {
            return try work(MemoryHubTransaction(state, fault: fault))
        } catch {
            throw StorageError(error, path: "memory")
        }
    }

    /// Lets `work` change a copy, which becomes the state only when `work` has come to its end.
    private func run<Value>(
        _ work: (any HubTransaction) throws -> Value,
        on state: inout MemoryHubState
    ) throws -> Value {
        if let due = late.withLock({ $0 }) { state = due }
        let transaction = MemoryHubTransaction(state, fault: fault)
        defer { if fault == .keepsHalves { state = transaction.state } }
        let value = try work(transaction)
        if fault == .answersEarly {
            late.withLock { $0 = transaction.state }
        } else {
            state = transaction.state
        }
        return value
    }
}
