import HAL
import Synchronization

/// Cuts what a keyboard wedge types into lines, as `LineInput` does for a serial device.
///
/// The channel carries `struct input_event` as the kernel hands it out. Events may come in pieces
/// and several lines in one read; what is left waits here.
final class KeyboardInput: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var decoder: KeyboardDecoder
        var outcomes: [KeyboardDecoder.Outcome] = []
    }

    private let channel: any ByteChannel
    private let state: Mutex<State>

    init(channel: any ByteChannel, limit: Int, gap: Duration) {
        self.channel = channel
        state = Mutex(State(decoder: KeyboardDecoder(limit: limit, gap: gap)))
    }

    /// The next line.
    ///
    /// - Throws: `failure`, once, for a line that was lost, and for bytes that are no events.
    func next(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        while true {
            switch state.withLock({ $0.outcomes.isEmpty ? nil : $0.outcomes.removeFirst() }) {
            case .line(let line): return line
            case .lost(let loss): throw DeviceError(.failure, loss.rawValue)
            case nil: break
            }
            var bytes = try await channel.read(upTo: 64 * InputEvent.size, by: deadline)
            let isNoise = state.withLock { take(bytes, into: &$0) }
            bytes.eraseAll()
            if isNoise { throw DeviceError(.failure, "no input events: not an input device?") }
        }
    }

    /// Reads what is whole; true when it is noise, and then nothing of it is kept.
    private func take(_ bytes: [UInt8], into state: inout State) -> Bool {
        var events = state.bytes + bytes
        state.bytes.eraseAll()
        // The keys may have been a card's.
        defer { events.eraseAll() }
        var start = 0
        while events.count - start >= InputEvent.size {
            guard let event = InputEvent(events[start..<(start + InputEvent.size)]) else {
                return true
            }
            start += InputEvent.size
            if let outcome = state.decoder.take(event) { state.outcomes.append(outcome) }
        }
        state.bytes = Array(events[start...])
        return false
    }
}
