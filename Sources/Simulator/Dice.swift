/// Chance that a seed repeats on every machine: SplitMix64 (Steele, Lea and Flood, 2014).
struct Dice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 128 random bits.
    mutating func pair() -> (UInt64, UInt64) {
        (next(), next())
    }

    /// A number from `range`, near enough to evenly.
    mutating func roll(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// An index below `count`, which is above zero.
    mutating func index(_ count: Int) -> Int {
        Int(next() % UInt64(count))
    }

    /// True in one of `total` throws.
    mutating func isOne(in total: UInt64) -> Bool {
        next() % total == 0
    }
}
