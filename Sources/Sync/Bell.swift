internal import Synchronization

/// Wakes one sleeper; a ring while nobody sleeps is remembered, once.
final class Bell: Sendable {
    private struct State {
        var isRung = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let sleeper = state.withLock { state in
            guard let sleeper = state.sleeper else {
                state.isRung = true
                return nil as CheckedContinuation<Void, Never>?
            }
            state.sleeper = nil
            return sleeper
        }
        sleeper?.resume()
    }

    /// Returns at the next ring, at once when one is remembered, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper in
                let mustWait = state.withLock { state in
                    if state.isRung || Task.isCancelled {
                        state.isRung = false
                        return false
                    }
                    state.sleeper = sleeper
                    return true
                }
                if !mustWait { sleeper.resume() }
            }
        } onCancel: {
            ring()
        }
    }
}
