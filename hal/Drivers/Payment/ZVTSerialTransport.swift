package import HAL
import Synchronization
import Wire

/// ZVT over a serial line: every frame is acknowledged, and sent three times at most.
///
/// A frame is sent again only when the other side said that it has not taken it. Silence says
/// nothing of the kind: a payment sent twice because one byte of acknowledgement was lost might be
/// charged twice.
package final class ZVTSerialTransport: ZVTTransport {
    private struct State: ~Copyable {
        var reader = SerialFrameReader(cutsCards: true)
        /// Bytes that came and are not read yet.
        var bytes = ByteQueue()
        /// Messages that came while an acknowledgement was waited for.
        var messages: [APDU] = []
        /// A character was lost: what comes until the line is silent is the rest of that frame.
        var isGarbled = false
    }

    private static let tries = 3
    /// More errors than this without a pause are no noise but a port that is broken.
    private static let mostErrors = 64
    private let channel: any ByteChannel
    private let timers: ZVTTimers
    private let state = Mutex(State())

    /// Takes over `channel`; nothing else may use it.
    package init(channel: any ByteChannel, timers: ZVTTimers) {
        self.channel = channel
        self.timers = timers
    }

    package func send(_ message: APDU, by deadline: Deadline) async throws(DeviceError) {
        let frame = SerialFrame.encode(message.bytes)
        for _ in 1...Self.tries {
            do {
                try await channel.write(frame, by: deadline)
            } catch {
                throw error.ofWriting
            }
            if try await isTaken(by: min(deadline, .now + timers.answer)) { return }
        }
        let detail = "\(message) was refused \(Self.tries) times; check the line and its speed"
        throw DeviceError(.failure, detail, mayHaveRun: false)
    }

    package func cast(_ message: APDU, by deadline: Deadline) async throws(DeviceError) {
        try await channel.write(SerialFrame.encode(message.bytes), by: deadline)
    }

    /// There is nothing to forget here: silence of T1 ends a frame that stops short.
    package func forget() {}

    package func receive(by deadline: Deadline) async throws(DeviceError) -> APDU {
        let early = state.withLock { $0.messages.isEmpty ? nil : $0.messages.removeFirst() }
        if let early { return early }
        for _ in 1...Self.tries {
            // Acknowledgements that nobody waits for any more are passed over.
            var event = try await next(by: deadline)
            while event == .acknowledged || event == .refused {
                event = try await next(by: deadline)
            }
            if let message = try await take(event) { return message }
        }
        throw DeviceError(.failure, "\(Self.tries) broken frames; check the line and its speed")
    }

    /// Waits until the other side says whether it took our frame.
    ///
    /// A message of its own says so too: it would not speak before it has heard.
    private func isTaken(by deadline: Deadline) async throws(DeviceError) -> Bool {
        do throws(DeviceError) {
            while true {
                let event = try await next(by: deadline)
                if event == .acknowledged { return true }
                if event == .refused { return false }
                guard let message = try await take(event) else { continue }
                state.withLock { $0.messages.append(message) }
                return true
            }
        } catch {
            throw error.afterSending
        }
    }

    /// Acknowledges a frame, or refuses it and returns nothing.
    private func take(
        _ event: SerialFrameReader.Event
    ) async throws(DeviceError) -> APDU? {
        guard case .message(let bytes) = event, let message = APDU(bytes) else {
            try await channel.write([SerialFrame.refusal], by: .now + timers.answer)
            return nil
        }
        try await channel.write([SerialFrame.acknowledgement], by: .now + timers.answer)
        return message
    }

    /// The next thing on the line; a frame that stops short, or lost a character, is broken once
    /// the line has been silent for T1.
    private func next(by deadline: Deadline) async throws(DeviceError) -> SerialFrameReader.Event {
        var errors = 0
        while true {
            let (event, isInside) = state.withLock { state in
                (Self.readEvent(&state), state.reader.isInside || state.isGarbled)
            }
            if let event { return event }
            let pause: Deadline = .now + timers.byte
            let limit = isInside ? min(deadline, pause) : deadline
            do throws(DeviceError) {
                var bytes = try await channel.read(upTo: 1024, by: limit)
                state.withLock { state in if !state.isGarbled { state.bytes.append(bytes) } }
                wipe(&bytes)
            } catch {
                if error.kind == .failure, errors < Self.mostErrors {
                    errors += 1
                    state.withLock { $0.isGarbled = true }
                    continue
                }
                guard error.kind == .timeout, isInside, pause <= deadline else { throw error }
                state.withLock { state in
                    state.reader.drop()
                    state.isGarbled = false
                }
                return .broken
            }
        }
    }

    private static func readEvent(_ state: inout State) -> SerialFrameReader.Event? {
        while let byte = state.bytes.popFirst() {
            if let event = state.reader.take(byte) { return event }
        }
        return nil
    }
}
