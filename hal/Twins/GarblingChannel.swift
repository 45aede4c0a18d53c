public import HAL
import Synchronization

/// A serial line on which a character comes garbled now and then, as a port that checks parity
/// tells it: the reader does not get the character, and an error stands in its place.
///
/// Seeded: a failure comes again with its seed.
public final class GarblingChannel: ByteChannel {
    private struct State: Sendable {
        var random: SeededRandom
        /// What has come and is not read yet; nothing stands for a garbled character.
        var pending: [UInt8?] = []
        var faults = 0
    }

    private let inner: any ByteChannel
    private let rarity: Int
    private let state: Mutex<State>

    /// Wraps `inner`; about one character in `rarity` comes garbled.
    public init(_ inner: any ByteChannel, rarity: Int, seed: UInt64) {
        self.inner = inner
        self.rarity = max(rarity, 1)
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    /// How many characters were garbled, and told.
    public var faults: Int { state.withLock { $0.faults } }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await inner.write(bytes, by: deadline)
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        while true {
            if let bytes = try state.withLock({ (state) throws(DeviceError) in
                try Self.next(upTo: limit, &state)
            }) {
                return bytes
            }
            let bytes = try await inner.read(upTo: limit, by: deadline)
            state.withLock { state in
                for byte in bytes {
                    let isGarbled = Int.random(in: 0..<rarity, using: &state.random) == 0
                    state.pending.append(isGarbled ? nil : byte)
                }
            }
        }
    }

    private static func next(
        upTo limit: Int,
        _ state: inout State
    ) throws(DeviceError) -> [UInt8]? {
        guard let first = state.pending.first else { return nil }
        guard first != nil else {
            state.pending.removeFirst()
            state.faults += 1
            throw DeviceError(.failure, "a garbled character")
        }
        let bytes = state.pending.prefix(limit).prefix { $0 != nil }.compactMap { $0 }
        state.pending.removeFirst(bytes.count)
        return bytes
    }
}
