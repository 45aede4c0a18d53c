import HAL
import Synchronization

/// A serial cable, sound or not, between two ends: what goes in at one comes out at the other.
///
/// Seeded: a fault comes again with its seed.
public final class SerialCable: Sendable {
    /// What is wrong with a cable.
    public struct Faults: Sendable {
        /// Of a million bytes, so many arrive with one bit turned.
        public var flippedInMillion = 0
        /// Of a million bytes, so many do not arrive.
        public var droppedInMillion = 0
        /// Whether the modem lines are wired; a cable of three wires has none.
        public var hasHandshake = true
        /// Whether the data wires are.
        public var isCut = false

        /// A sound cable.
        public init() {}

        /// A cable with what is said, and sound otherwise.
        public init(
            flippedInMillion: Int = 0,
            droppedInMillion: Int = 0,
            hasHandshake: Bool = true,
            isCut: Bool = false
        ) {
            self.flippedInMillion = flippedInMillion
            self.droppedInMillion = droppedInMillion
            self.hasHandshake = hasHandshake
            self.isCut = isCut
        }
    }

    private let faults: Faults
    private let random: Mutex<SeededRandom>

    /// Joins `near` and `far`, which may be the same end: a loopback plug.
    public init(_ near: SerialEnd, _ far: SerialEnd, faults: Faults = Faults(), seed: UInt64 = 1) {
        self.faults = faults
        random = Mutex(SeededRandom(seed: seed))
        SerialEnd.join(near, far, withHandshake: faults.hasHandshake)
    }

    /// What the receiver makes of the bytes that the sender has sent.
    ///
    /// Different rates garble every character and lose stop bits; different formats only break
    /// the parity or the stop bit.
    public func carry(_ bytes: [UInt8], from sender: SerialEnd, to receiver: SerialEnd) -> [UInt8] {
        guard !faults.isCut else { return [] }
        let (sent, heard) = (sender.settings, receiver.settings)
        var bytes = bytes.map { $0 & sent.format.mask & heard.format.mask }
        let isGarbled = sent.baud != heard.baud
        if isGarbled {
            receiver.count(LineCounts(framing: bytes.count))
        } else if sent.format != heard.format {
            receiver.count(LineCounts(parity: bytes.count))
        }
        return random.withLock { random in
            if isGarbled {
                for index in bytes.indices { bytes[index] = .random(in: 0...255, using: &random) }
            }
            return bytes.compactMap { spoil($0, &random) }
        }
    }

    private func spoil(_ byte: UInt8, _ random: inout SeededRandom) -> UInt8? {
        let lot = Int.random(in: 0..<1_000_000, using: &random)
        if lot < faults.droppedInMillion { return nil }
        guard lot < faults.droppedInMillion + faults.flippedInMillion else { return byte }
        return byte ^ (1 << UInt8.random(in: 0...7, using: &random))
    }
}
