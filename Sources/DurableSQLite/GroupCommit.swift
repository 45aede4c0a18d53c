public import GRDB

/// Turns many small transactions that arrive together into one, and none of them into half of one.
///
/// A durable commit costs one flush of the disk, whatever it holds. Work that arrives while a flush
/// is under way waits, and all that has gathered by its end shares the next one. Nobody is told
/// that his work is done before the flush that covers it: the answer is as durable as alone.
///
/// When the shared transaction fails, each piece is tried alone, so that one bad piece takes no
/// other down with it.
public actor GroupCommit {
    /// What one caller wants done, in one transaction.
    public typealias Work = @Sendable (Database) throws -> Void

    /// The most pieces in one transaction.
    static let limit = 256

    private let database: DurableDatabase
    private var waiting: [(work: Work, done: CheckedContinuation<StorageError?, Never>)] = []
    private var isRunning = false

    /// Groups the work that is meant for `database`.
    public init(_ database: DurableDatabase) {
        self.database = database
    }

    /// Runs `work` and returns when it is durable.
    public func run(_ work: @escaping Work) async throws(StorageError) {
        let fault = await withCheckedContinuation { done in
            waiting.append((work, done))
            if !isRunning {
                isRunning = true
                Task { await self.drain() }
            }
        }
        if let fault { throw fault }
    }

    private func drain() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(Self.limit))
            waiting.removeFirst(group.count)
            let faults = await commit(group.map(\.work))
            for (index, piece) in group.enumerated() {
                piece.done.resume(returning: faults[index])
            }
        }
        isRunning = false
    }

    private func commit(_ group: [Work]) async -> [StorageError?] {
        do {
            try await database.write { db in
                for work in group { try work(db) }
            }
            return group.map { _ in nil }
        } catch  where group.count == 1 {
            return [error]
        } catch {
            var faults: [StorageError?] = []
            for work in group {
                faults += await commit([work])
            }
            return faults
        }
    }
}
