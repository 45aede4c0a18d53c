import Foundation

/// A seeded source of chance (SplitMix64): the same seed throws the same dice on every machine.
///
/// `SUANPAN_SEED` in the environment names the one seed with which a failure is seen again.
package struct Dice: RandomNumberGenerator {
    private var state: UInt64

    /// The dice that belong to `seed`.
    package init(seed: UInt64) {
        state = seed
    }

    /// A new seed, or the one that the environment names; printed either way.
    package static func seed(for what: String) -> UInt64 {
        let seed = named ?? UInt64.random(in: 0...UInt64.max)
        print("SEED \(what): \(seed)")
        return seed
    }

    /// The seeds of a test: the first `count`, or the one that the environment names.
    package static func seeds(_ count: UInt64) -> [UInt64] {
        named.map { [$0] } ?? Array(0..<count)
    }

    private static var named: UInt64? {
        ProcessInfo.processInfo.environment["SUANPAN_SEED"].flatMap { UInt64($0) }
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
