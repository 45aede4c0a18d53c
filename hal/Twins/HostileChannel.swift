public import HAL
import Synchronization

/// A channel that keeps every promise and is as awkward about it as the promises allow.
///
/// It hands bytes over a few at a time, keeps callers waiting, and, when told to, throws before it
/// has done anything. Seeded: a failure comes again with its seed.
public final class HostileChannel: ByteChannel {
    private let inner: any ByteChannel
    private let errorsInThousand: Int
    private let random: Mutex<SeededRandom>

    /// Wraps `inner`; of a thousand calls about `errorsInThousand` throw `failure`.
    public init(_ inner: any ByteChannel, seed: UInt64, errorsInThousand: Int = 0) {
        self.inner = inner
        self.errorsInThousand = errorsInThousand
        random = Mutex(SeededRandom(seed: seed))
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await hesitate(by: deadline)
        try await inner.write(bytes, by: deadline)
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await hesitate(by: deadline)
        return try await inner.read(upTo: min(limit, roll(1...7)), by: deadline)
    }

    private func roll(_ range: ClosedRange<Int>) -> Int {
        random.withLock { Int.random(in: range, using: &$0) }
    }

    /// One call in ten waits up to a millisecond, and never beyond its deadline.
    private func hesitate(by deadline: Deadline) async throws(DeviceError) {
        if roll(1...1000) <= errorsInThousand {
            throw DeviceError(.failure, "the channel was told to fail", mayHaveRun: false)
        }
        guard roll(1...10) == 1 else { return }
        let wake = ContinuousClock.now + .microseconds(roll(1...1000))
        if wake < deadline { try? await Task.sleep(until: wake, clock: .continuous) }
    }
}
