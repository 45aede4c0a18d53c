public import HAL
import Synchronization

/// A blocking call on a thread of its own, whose answer comes by a deadline or not at all.
///
/// For calls that cannot be told when to stop, as the resolver's `getaddrinfo`: a late answer is
/// handed to `discard`, which gives back what it holds, and nobody waits for it.
public enum Errand {
    private enum State<Answer: Sendable> {
        case underWay
        case done(Answer)
        case tooLate
    }

    private final class Desk<Answer: Sendable>: Sendable {
        let state = Mutex(State<Answer>.underWay)
        let bell = Bell()
    }

    /// Runs `body`, and returns its answer, or nothing when `deadline` passes or the task ends.
    public static func run<Answer: Sendable>(
        by deadline: Deadline,
        _ body: @escaping @Sendable () -> Answer,
        discard: @escaping @Sendable (Answer) -> Void
    ) async -> Answer? {
        let desk = Desk<Answer>()
        PermanentThread.start {
            let answer = body()
            let isWanted = desk.state.withLock { state in
                if case .tooLate = state { return false }
                state = .done(answer)
                return true
            }
            if isWanted { desk.bell.ring() } else { discard(answer) }
        }
        _ = await desk.bell.isHeard(after: 0, by: deadline)
        return desk.state.withLock { state in
            if case .done(let answer) = state { return answer }
            state = .tooLate
            return nil
        }
    }
}
