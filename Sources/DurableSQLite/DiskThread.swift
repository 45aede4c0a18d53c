internal import Dispatch

/// Runs what waits for the disk on a thread that may wait.
///
/// Swift has as many threads of its own as there are processors; one that waits for a flush keeps
/// everybody else's work waiting as well.
package enum DiskThread {
    /// Runs `body` and returns what it found.
    package static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        let result = await withCheckedContinuation { done in
            DispatchQueue(label: "suanpan.disk").async {
                done.resume(returning: Result { () throws(StorageError) in try body() })
            }
        }
        return try result.get()
    }
}
