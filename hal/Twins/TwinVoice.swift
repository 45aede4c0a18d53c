import HAL
import Synchronization

/// How a twin speaks: at once and in one piece, or as its faults say.
final class TwinVoice: Sendable {
    private let faults: TwinFaults
    private let random: Mutex<SeededRandom>

    init(faults: TwinFaults, seed: UInt64) {
        self.faults = faults
        random = Mutex(SeededRandom(seed: seed))
    }

    /// Sends `bytes`; a twin that is off stays silent.
    ///
    /// A slow twin makes a `pause` after each byte; `lastWords` left before the twin went off.
    /// False when nobody is there any more.
    func say(
        _ bytes: [UInt8],
        lastWords: [UInt8] = [],
        on channel: any ByteChannel,
        pause: Duration = .zero
    ) async -> Bool {
        let faults = faults.all
        var bytes = faults.contains(.off) ? lastWords : lastWords + bytes
        guard !bytes.isEmpty else { return true }
        if faults.contains(.doubledAnswers) { bytes += bytes }
        if faults.contains(.flowControl) { bytes = interrupt(bytes) }
        if faults.contains(.lateAnswers) {
            let delay = random.withLock { Int.random(in: 0...3, using: &$0) }
            try? await Task.sleep(for: .milliseconds(delay))
        }
        let isSlow = faults.contains(.slow) && pause > .zero
        guard faults.contains(.splitAnswers) || isSlow else {
            return await write(bytes, on: channel)
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let (length, gap) = random.withLock { random in
                (Int.random(in: 1...3, using: &random), Int.random(in: 0...2, using: &random))
            }
            let piece = rest.prefix(isSlow ? 1 : length)
            rest = rest.dropFirst(piece.count)
            guard await write(Array(piece), on: channel) else { return false }
            try? await Task.sleep(for: isSlow ? pause : .milliseconds(gap))
        }
        return true
    }

    /// `bytes` with XOFF and XON somewhere in them.
    private func interrupt(_ bytes: [UInt8]) -> [UInt8] {
        random.withLock { random in
            var bytes = bytes
            let stop = Int.random(in: 0...bytes.count, using: &random)
            bytes.insert(0x13, at: stop)
            bytes.insert(0x11, at: Int.random(in: stop + 1...bytes.count, using: &random))
            return bytes
        }
    }

    private func write(_ bytes: [UInt8], on channel: any ByteChannel) async -> Bool {
        do throws(DeviceError) {
            try await channel.write(bytes, by: .now + .seconds(5))
        } catch {
            return error.kind != .noHardware
        }
        return true
    }
}
