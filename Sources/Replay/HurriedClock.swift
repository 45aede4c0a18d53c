internal import Sync
internal import Synchronization

extension UplinkClock {
    /// A clock on which a minute of waiting takes a few milliseconds, so that a replay with faults
    /// need not sleep through every rest that a till would take.
    static var hurried: UplinkClock {
        let skipped = Mutex<Int64>(0)
        let origin = ContinuousClock.now
        return UplinkClock(
            now: {
                let elapsed = (ContinuousClock.now - origin).components
                return skipped.withLock { $0 } + elapsed.seconds * 1000
                    + elapsed.attoseconds / 1_000_000_000_000_000
            },
            rest: { milliseconds in
                skipped.withLock { $0 += milliseconds }
                try? await Task.sleep(for: .milliseconds(min(milliseconds, 2)))
            }
        )
    }
}
