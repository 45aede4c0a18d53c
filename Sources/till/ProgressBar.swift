internal import Glibc
internal import Synchronization

/// How far a long work has come, with rate and remaining time.
///
/// It is a bar on a terminal and a line now and then anywhere else, on the error output, so that
/// results can be piped.
final class ProgressBar: Sendable {
    private struct State {
        var done = 0
        var isShown = false
        var lastShown: ContinuousClock.Instant?
    }

    private let total: Int
    private let unit: String
    private let start = ContinuousClock.now
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state = Mutex(State())

    /// Counts up to `total` of what `unit` names.
    init(total: Int, of unit: String = "sales") {
        self.total = total
        self.unit = unit
    }

    /// Says that `done` parts are done.
    func show(_ done: Int) {
        state.withLock { state in
            state.done = max(state.done, done)
            let pause = isTerminal ? Duration.milliseconds(200) : .seconds(10)
            if let last = state.lastShown, ContinuousClock.now - last < pause { return }
            state.lastShown = .now
            state.isShown = true
            emit((isTerminal ? "\r\u{1B}[K" : "") + picture(state.done) + (isTerminal ? "" : "\n"))
        }
    }

    /// Says something without breaking the bar.
    func say(_ text: String) {
        state.withLock { _ in emit((isTerminal ? "\r\u{1B}[K" : "") + text + "\n") }
    }

    /// Shows the end.
    func end() {
        state.withLock { state in
            guard state.isShown else { return }
            emit((isTerminal ? "\r\u{1B}[K" : "") + picture(state.done) + "\n")
        }
    }

    private func picture(_ done: Int) -> String {
        let parts = (ContinuousClock.now - start).components
        let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
        let rate = Double(done) / max(seconds, 0.001)
        let share = total == 0 ? 1 : min(1, Double(done) / Double(total))
        let filled = Int(share * 24)
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 24 - filled)
        let rest = rate > 0 ? Int(Double(max(0, total - done)) / rate) : 0
        return "\(bar) \(done)/\(total) \(unit), \(Int(rate))/s, \(rest) s left"
    }

    private func emit(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
