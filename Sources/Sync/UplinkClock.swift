internal import Glibc

/// The time and the waiting of an uplink, so that a replay of a month need not sleep for it.
public struct UplinkClock: Sendable {
    /// Milliseconds, from any origin, never going back.
    public let now: @Sendable () -> Int64
    /// Waits so many milliseconds, or less when the task is cancelled.
    public let rest: @Sendable (Int64) async -> Void

    /// A clock of these two.
    public init(
        now: @escaping @Sendable () -> Int64,
        rest: @escaping @Sendable (Int64) async -> Void
    ) {
        self.now = now
        self.rest = rest
    }

    /// The box's own clock.
    public static let system = UplinkClock(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_BOOTTIME, &time)
            return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        },
        rest: { milliseconds in
            try? await Task.sleep(for: .milliseconds(milliseconds))
        }
    )
}
