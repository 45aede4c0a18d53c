/// When a record was made, by every clock that the box has.
public struct Stamp: Hashable, Sendable {
    /// How far the wall clock can be trusted.
    public enum Quality: UInt8, Sendable {
        /// Nobody vouches for it: no hub has answered since the box lost its clock.
        case untrusted = 0
        /// Set by a person or a network time server.
        case local = 1
        /// Anchored in the hub's signed time.
        case anchored = 2
    }

    /// The hybrid logical clock: the order of records.
    public let hybrid: HybridTime
    /// The wall clock, in milliseconds since 1970.
    public let wallMilliseconds: Int64
    /// Time since the box started, in nanoseconds.
    public let monotonicNanoseconds: UInt64
    /// How far to trust `wallMilliseconds`.
    public let quality: Quality

    /// A stamp with these readings.
    public init(
        hybrid: HybridTime,
        wallMilliseconds: Int64,
        monotonicNanoseconds: UInt64,
        quality: Quality
    ) {
        self.hybrid = hybrid
        self.wallMilliseconds = wallMilliseconds
        self.monotonicNanoseconds = monotonicNanoseconds
        self.quality = quality
    }
}
