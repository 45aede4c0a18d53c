import Glibc
import Synchronization

/// A thread that does one blocking thing after another for tasks that wait without blocking.
public final class Worker: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var isEnding = false
    }

    private final class Shared: Sendable {
        let state = Mutex(State())
        let alarm = Alarm()

        /// The thread: it ends when the worker is gone and nothing is left to do.
        func run() {
            while true {
                let (jobs, isEnding) = state.withLock { state in
                    defer { state.jobs = [] }
                    return (state.jobs, state.isEnding)
                }
                for job in jobs { job() }
                if !jobs.isEmpty { continue }
                if isEnding { return }
                var polled = pollfd(fd: alarm.descriptor, events: Int16(POLLIN), revents: 0)
                poll(&polled, 1, -1)
                alarm.quiet()
            }
        }
    }

    private let shared = Shared()

    /// Starts the thread.
    public init() {
        let shared = shared
        PermanentThread.start { shared.run() }
    }

    deinit {
        shared.state.withLock { $0.isEnding = true }
        shared.alarm.sound()
    }

    /// Does `body` on the thread, after everything asked for before.
    public func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            shared.state.withLock { state in
                state.jobs.append { continuation.resume(returning: body()) }
            }
            shared.alarm.sound()
        }
    }
}
