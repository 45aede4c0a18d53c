internal import Glibc
public import Records
public import Retail
internal import Synchronization

/// What the clocks of a box show at one moment.
public struct ClockReading: Hashable, Sendable {
    /// The instant, with the store's offset from UTC.
    public let time: SaleTime
    /// The wall clock, in milliseconds since 1970.
    public let wallMilliseconds: Int64
    /// Time since the box started, in nanoseconds.
    public let monotonicNanoseconds: UInt64
    /// How far the wall clock can be trusted.
    public let quality: Stamp.Quality

    /// A reading of these values.
    public init(
        time: SaleTime,
        wallMilliseconds: Int64,
        monotonicNanoseconds: UInt64,
        quality: Stamp.Quality
    ) {
        self.time = time
        self.wallMilliseconds = wallMilliseconds
        self.monotonicNanoseconds = monotonicNanoseconds
        self.quality = quality
    }
}

/// Where a till gets the time from.
public protocol TillClock: Sendable {
    /// What the clocks show now.
    func read() -> ClockReading

    /// What a person should know about the clock; empty while all is well.
    var note: String { get }

    /// The store's offset from UTC at a moment, in minutes; `unixSeconds` counts from 1970.
    func offsetMinutes(at unixSeconds: Int64) -> Int32

    /// Takes a person's word for today's date, when the clock cannot be believed.
    func confirm(_ today: BusinessDay) throws(DateRefusal)
}

/// A clock that is simply believed.
extension TillClock {
    public var note: String { "" }

    public func offsetMinutes(at unixSeconds: Int64) -> Int32 { read().time.offsetMinutes }

    public func confirm(_ today: BusinessDay) throws(DateRefusal) {
        throw .notAsked
    }
}

/// The box's own clocks, in the zone that the box is set to.
public struct SystemTillClock: TillClock {
    /// The clocks of this box.
    public init() {}

    public func read() -> ClockReading {
        var wall = timespec()
        var boot = timespec()
        clock_gettime(CLOCK_REALTIME, &wall)
        clock_gettime(CLOCK_BOOTTIME, &boot)
        return ClockReading(
            time: SaleTime(
                unixSeconds: Int64(wall.tv_sec),
                offsetMinutes: offsetMinutes(at: Int64(wall.tv_sec))
            ),
            wallMilliseconds: Int64(wall.tv_sec) * 1000 + Int64(wall.tv_nsec / 1_000_000),
            monotonicNanoseconds: UInt64(boot.tv_sec) * 1_000_000_000 + UInt64(boot.tv_nsec),
            quality: .local
        )
    }

    public func offsetMinutes(at unixSeconds: Int64) -> Int32 {
        var seconds = time_t(unixSeconds)
        var local = tm()
        localtime_r(&seconds, &local)
        return Int32(local.tm_gmtoff / 60)
    }
}

/// A clock that shows what it is set to: the time of the sale that is replayed.
public final class SetTillClock: TillClock {
    private let time: Mutex<SaleTime>

    /// A clock that shows `time`.
    public init(_ time: SaleTime) {
        self.time = Mutex(time)
    }

    /// Sets the clock.
    public func set(_ time: SaleTime) {
        self.time.withLock { $0 = time }
    }

    public func read() -> ClockReading {
        let time = time.withLock { $0 }
        return ClockReading(
            time: time,
            wallMilliseconds: time.unixSeconds * 1000,
            monotonicNanoseconds: UInt64(max(0, time.unixSeconds)) * 1_000_000_000,
            quality: .local
        )
    }
}
