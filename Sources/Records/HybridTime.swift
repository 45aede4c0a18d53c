/// A hybrid logical clock's reading: 48 bits of milliseconds since 1970, 16 bits of count.
///
/// It never goes back, whatever the wall clock does, so records of one device always sort as they
/// were written, and it stays close to the time of day while the wall clock is sane.
public struct HybridTime: Hashable, Comparable, Sendable {
    /// Milliseconds in the upper 48 bits, the count within one millisecond in the lower 16.
    public let reading: UInt64

    /// The reading before every other.
    public static let start = HybridTime(reading: 0)

    /// The milliseconds since 1970 that it shows.
    public var milliseconds: Int64 { Int64(reading >> 16) }

    /// The clock that shows exactly `reading`.
    public init(reading: UInt64) {
        self.reading = reading
    }

    /// The next reading when the wall clock shows `wallMilliseconds`.
    ///
    /// A wall clock that stands still or goes back only moves the count.
    public func advanced(to wallMilliseconds: Int64) -> HybridTime {
        let wall = UInt64(max(0, wallMilliseconds)) << 16
        return HybridTime(reading: max(wall, reading + 1))
    }

    public static func < (left: HybridTime, right: HybridTime) -> Bool {
        left.reading < right.reading
    }
}
