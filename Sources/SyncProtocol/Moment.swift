/// The time and the chance with which a device decides; it reads no clock and throws no dice.
public struct Moment: Hashable, Sendable {
    /// Milliseconds, from any origin, never going back.
    public let time: Int64
    /// 64 random bits.
    public let chance: UInt64

    /// The moment `time`, with `chance` for whatever has to be random.
    public init(time: Int64, chance: UInt64) {
        self.time = time
        self.chance = chance
    }
}
