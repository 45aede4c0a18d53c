public import GRDB
internal import Synchronization

/// Turns many small transactions that arrive together into one, and none of them into half of one.
///
/// A durable commit costs one flush of the disk, whatever it holds. Work that arrives while a flush
/// is under way waits, and all that has gathered by its end shares the next one. Nobody is told
/// that his work is done before the flush that covers it: the answer is as durable as alone.
///
///     run ──▶ waiting ─┐
///                      ├─▶ one transaction, one flush, on the database's own thread ─▶ answers
///     post ─▶ posted ──┘     (what is posted waits up to a second for company)
///
/// When the shared transaction fails, each piece is tried alone, so that one bad piece takes no
/// other down with it.
public final class GroupCommit: Sendable {
    /// What one caller wants done, in one transaction.
    public typealias Work<Value> = @Sendable (Database) throws -> Value

    /// The most pieces that were waited for in one transaction.
    static let limit = 256
    /// How long posted work waits for somebody else's flush before it takes one of its own.
    static let patience = Duration.seconds(1)

    private struct Piece: Sendable {
        let work: Work<Void>
        let done: @Sendable (StorageError?) -> Void
    }

    /// Carries a value out of work that may run twice; the last run counts.
    private final class Outcome<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    private struct State {
        var waiting: [Piece] = []
        var posted: [Piece] = []
        var isRunning = false
        /// Whether somebody sleeps who will make the flush of what is posted due.
        var isFlushPlanned = false
        var isFlushDue = false
    }

    private let database: DurableDatabase
    private let state = Mutex(State())

    /// Groups the work that is meant for `database`.
    public init(_ database: DurableDatabase) {
        self.database = database
    }

    /// Runs `work` and returns what it found when it is durable.
    public func run<Value: Sendable>(
        _ work: @escaping Work<Value>
    ) async throws(StorageError) -> Value {
        let outcome = Outcome<Value>()
        let fault = await withCheckedContinuation { continuation in
            let piece = Piece { db in
                let value = try work(db)
                outcome.value.withLock { $0 = value }
            } done: {
                continuation.resume(returning: $0)
            }
            state.withLock { $0.waiting.append(piece) }
            start()
        }
        if let fault { throw fault }
        guard let value = outcome.value.withLock({ $0 }) else {
            preconditionFailure("a group commit returned without running its work")
        }
        return value
    }

    /// Has `work` go along with the next commit, or alone when there is none for a second.
    ///
    /// It is for what may be forgotten in a power cut: knowledge that can be had again. `done` is
    /// called from the database's thread when it is durable, or with the reason why it never was.
    public func post(
        _ work: @escaping Work<Void>,
        done: @escaping @Sendable (StorageError?) -> Void
    ) {
        let mustPlan = state.withLock { state in
            state.posted.append(Piece(work: work, done: done))
            defer { state.isFlushPlanned = true }
            return !state.isFlushPlanned
        }
        guard mustPlan else { return }
        Task {
            try? await Task.sleep(for: Self.patience)
            state.withLock { state in
                state.isFlushPlanned = false
                state.isFlushDue = true
            }
            start()
        }
    }

    /// Has the database's thread take the next group, unless it is about to.
    private func start() {
        let mustStart = state.withLock { state in
            let isDue = state.isFlushDue && !state.posted.isEmpty
            guard !state.isRunning, isDue || !state.waiting.isEmpty else { return false }
            state.isRunning = true
            return true
        }
        guard mustStart else { return }
        // One group at a time: between two, whoever wants to read comes in.
        database.queue.asyncWriteWithoutTransaction { db in
            for answer in self.commitNext(db) { answer() }
            self.state.withLock { $0.isRunning = false }
            self.start()
        }
    }

    /// Commits the next group; returns what answers its owners.
    ///
    /// The work is let go of before anybody is answered: it may hold the last reference to an owner
    /// who closes the database when he ends, and on its own thread that is not allowed.
    private func commitNext(_ db: Database) -> [() -> Void] {
        let group = state.withLock { state in
            let group = state.posted + state.waiting.prefix(Self.limit)
            state.posted = []
            state.isFlushDue = false
            state.waiting.removeFirst(min(Self.limit, state.waiting.count))
            return group
        }
        let fault = commit(group, db)
        return group.map { piece in
            let own = fault == nil || group.count == 1 ? fault : commit([piece], db)
            let done = piece.done
            return { done(own) }
        }
    }

    private func commit(_ group: [Piece], _ db: Database) -> StorageError? {
        do {
            try db.inTransaction(.immediate) {
                for piece in group { try piece.work(db) }
                return .commit
            }
            return nil
        } catch {
            return StorageError(error, path: database.path)
        }
    }
}
