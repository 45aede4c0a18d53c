public import HAL
import Synchronization

/// Lets tasks wait for something to change, each until its own deadline.
///
/// It counts its rings. A task notes the count, looks at whatever it waits for, and if that is not
/// there yet listens for a ring after the noted one; a ring between the look and the listening is
/// therefore never missed, and the bell needs no lock in common with what it announces.
///
///     let count = bell.count
///     if let answer = takeAnswer() { return answer }
///     guard await bell.isHeard(after: count, by: deadline) else { throw timeout }
///
/// There is no timer a listener: one sleeper serves the earliest deadline, and a quick answer
/// leaves it asleep. So tens of thousands of waits a second start no more than a few timers.
public final class Bell: Sendable {
    private struct Listener {
        let continuation: CheckedContinuation<Bool, Never>
        let deadline: Deadline
    }

    private struct State {
        var count: UInt64 = 0
        var lastListener: UInt64 = 0
        var listeners: [UInt64: Listener] = [:]
        var sleeper: (until: Deadline, task: Task<Void, Never>)?
    }

    private let state = Mutex(State())

    /// A bell that has not rung yet.
    public init() {}

    deinit {
        state.withLock { $0.sleeper?.task.cancel() }
    }

    /// How often it has rung.
    public var count: UInt64 {
        state.withLock { $0.count }
    }

    /// Wakes everyone who listens now.
    public func ring() {
        let woken = state.withLock { state -> [UInt64: Listener] in
            state.count += 1
            guard !state.listeners.isEmpty else { return [:] }
            defer { state.listeners.removeAll(keepingCapacity: true) }
            return state.listeners
        }
        for listener in woken.values { listener.continuation.resume(returning: true) }
    }

    /// Waits for a ring after the one numbered `count`.
    ///
    /// False means that the deadline has passed, or that the task was cancelled.
    public func isHeard(after count: UInt64, by deadline: Deadline) async -> Bool {
        let id = state.withLock { state in
            state.lastListener += 1
            return state.lastListener
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let listener = Listener(continuation: continuation, deadline: deadline)
                if let verdict = admit(listener, id, after: count) {
                    continuation.resume(returning: verdict)
                }
            }
        } onCancel: {
            let listener = state.withLock { $0.listeners.removeValue(forKey: id) }
            listener?.continuation.resume(returning: false)
        }
    }

    /// Lets a listener in, or says at once what it would hear.
    private func admit(_ listener: Listener, _ id: UInt64, after count: UInt64) -> Bool? {
        state.withLock { state in
            if state.count != count { return true }
            if Task.isCancelled || listener.deadline <= .now { return false }
            state.listeners[id] = listener
            if let sleeper = state.sleeper, sleeper.until <= listener.deadline { return nil }
            state.sleeper?.task.cancel()
            state.sleeper = sleeper(until: listener.deadline)
            return nil
        }
    }

    private func sleeper(until deadline: Deadline) -> (until: Deadline, task: Task<Void, Never>) {
        let task = Task.detached { [weak self] in
            try? await Task.sleep(until: deadline, clock: .continuous)
            guard !Task.isCancelled else { return }
            self?.dismissLate(at: deadline)
        }
        return (deadline, task)
    }

    /// Sends away the listeners whose deadline has come, and sleeps on for the next one.
    private func dismissLate(at moment: Deadline) {
        let late = state.withLock { state -> [Listener] in
            guard state.sleeper?.until == moment else { return [] }
            let late = state.listeners.filter { $0.value.deadline <= moment }
            for id in late.keys { state.listeners[id] = nil }
            state.sleeper = state.listeners.values.map(\.deadline).min().map { sleeper(until: $0) }
            return Array(late.values)
        }
        for listener in late { listener.continuation.resume(returning: false) }
    }
}
