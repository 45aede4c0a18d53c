internal import Glibc

/// The time and the waiting of an uplink, so that a replay of a month need not sleep for it.
public protocol UplinkClock: Sendable {
    /// Milliseconds, from any origin, never going back.
    func now() -> Int64

    /// Waits so many milliseconds, or less when the task is cancelled.
    func rest(_ milliseconds: Int64) async
}

/// The box's own clock: it counts on while the box sleeps, and nobody can set it.
public struct SystemUplinkClock: UplinkClock {
    /// The clock of this box.
    public init() {}

    public func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    public func rest(_ milliseconds: Int64) async {
        try? await Task.sleep(nanoseconds: UInt64(max(0, milliseconds)) * 1_000_000)
    }
}
