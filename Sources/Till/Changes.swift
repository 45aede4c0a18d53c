internal import Synchronization

/// Tells any number of listeners that something has changed, without saying what: they look anew.
///
/// A listener that is slow misses rings, never the last one.
public final class Changes: Sendable {
    private struct State {
        var listeners: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var last: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Nobody listens yet.
    public init() {}

    /// Says that something has changed; from any thread.
    public func ring() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield() }
    }

    /// The rings from now on; the first comes at once.
    public func listen() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { listener in
            let number = state.withLock { state in
                state.last += 1
                state.listeners[state.last] = listener
                return state.last
            }
            listener.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
            }
            listener.yield()
        }
    }
}
