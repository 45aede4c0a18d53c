/// Chance that a seed repeats on every machine: SplitMix64 (Steele, Lea and Flood, 2014).
package struct Lot: RandomNumberGenerator {
    private var state: UInt64

    /// The lots that belong to `seed`.
    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    /// A number below `count`, which is above zero.
    package mutating func index(_ count: Int) -> Int {
        Int(next() % UInt64(count))
    }

    /// `values` in an order of chance (Fisher and Yates).
    mutating func dealt<Value>(_ values: [Value]) -> [Value] {
        var values = values
        for last in values.indices.dropFirst().reversed() { values.swapAt(last, index(last + 1)) }
        return values
    }

    /// Heads or tails.
    package mutating func flip() -> Bool {
        next() & 1 == 1
    }

    /// One number that stands for `value` among all others.
    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
