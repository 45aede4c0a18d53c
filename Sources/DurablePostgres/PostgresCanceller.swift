internal import CPostgres

/// Asks a server to give up what one connection is at, from any thread.
///
/// libpq makes the handle for exactly this use: it holds copies and opens a line of its own.
final class PostgresCanceller: @unchecked Sendable {
    private let handle: OpaquePointer?

    /// The canceller of `connection`, good for as long as the connection is.
    init(_ connection: PostgresConnection) {
        handle = PQgetCancel(connection.handle)
    }

    deinit {
        PQfreeCancel(handle)
    }

    /// Asks, and returns when the server has passed it on.
    ///
    /// The statement may have ended all the same.
    func cancel() {
        var words = [CChar](repeating: 0, count: 256)
        _ = PQcancel(handle, &words, Int32(words.count))
    }
}
