internal import Sync
internal import Synchronization

/// A clock on which a minute of waiting takes a few milliseconds, so that a replay with faults need
/// not sleep through every rest that a till would take.
final class HurriedClock: UplinkClock {
    private let skipped = Mutex<Int64>(0)
    private let origin = ContinuousClock.now

    func now() -> Int64 {
        let elapsed = (ContinuousClock.now - origin).components
        return skipped.withLock { $0 } + elapsed.seconds * 1000
            + elapsed.attoseconds / 1_000_000_000_000_000
    }

    func rest(_ milliseconds: Int64) async {
        skipped.withLock { $0 += milliseconds }
        try? await Task.sleep(for: .milliseconds(min(milliseconds, 2)))
    }
}
