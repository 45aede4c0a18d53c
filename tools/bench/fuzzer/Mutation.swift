/// A seeded source of chance (SplitMix64): a seed alone brings a failure back.
struct Chance: RandomNumberGenerator {
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

    /// A number below `limit`.
    mutating func below(_ limit: Int) -> Int {
        limit > 0 ? Int(next() % UInt64(limit)) : 0
    }
}

/// Spoils samples the way lines, dirt and malice do.
enum Mutation {
    private static let most = 4096
    /// Bytes that end, begin or bound something in one protocol or another.
    private static let marks: [UInt8] = [
        0x00, 0x01, 0x02, 0x03, 0x06, 0x0A, 0x0D, 0x10, 0x15, 0x1D, 0x25, 0x30, 0x39, 0x3B, 0x3D,
        0x3F, 0x5D, 0x5E, 0x5F, 0x61, 0x6C, 0x7F, 0x80, 0x81, 0x82, 0x90, 0xF0, 0xF9, 0xFE, 0xFF,
    ]

    /// One of `samples`, or two joined, with some spots changed; now and then noise alone.
    static func bytes(from samples: [[UInt8]], _ chance: inout Chance) -> [UInt8] {
        guard chance.below(20) > 0 else {
            return (0..<chance.below(300)).map { _ in UInt8(chance.below(256)) }
        }
        var bytes = samples[chance.below(samples.count)]
        if chance.below(4) == 0 { bytes += samples[chance.below(samples.count)] }
        for _ in 0..<chance.below(8) { spoil(&bytes, &chance) }
        return Array(bytes.prefix(most))
    }

    private static func spoil(_ bytes: inout [UInt8], _ chance: inout Chance) {
        let place = chance.below(bytes.count)
        guard !bytes.isEmpty else { return bytes.append(UInt8(chance.below(256))) }
        switch chance.below(8) {
        case 0: bytes[place] ^= 1 << UInt8(chance.below(8))
        case 1: bytes[place] = UInt8(chance.below(256))
        case 2: bytes[place] = marks[chance.below(marks.count)]
        case 3: bytes.remove(at: place)
        case 4: bytes.insert(marks[chance.below(marks.count)], at: place)
        case 5: bytes.removeLast(bytes.count - place)
        case 6:
            let piece = bytes[place..<min(bytes.count, place + 1 + chance.below(40))]
            bytes.insert(contentsOf: piece, at: chance.below(bytes.count))
        default: bytes[place] &+= chance.below(2) == 0 ? 1 : 255
        }
    }
}
