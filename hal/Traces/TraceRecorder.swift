import Glibc
public import HAL
import Synchronization

/// Writes down what passes on one device's wire, card data masked before it is written.
///
///     driver ──▶ RecordingChannel ──▶ channel          the bytes pass untouched and at once
///                      └─ masks ─▶ lines ─▶ file       what is undecided waits, in memory
///
/// It never stands in the device's way: when the file is full or the disk refuses, the recording
/// ends and the till works on. One recorder lasts through unplugging: every port that is opened for
/// the device is wrapped by the same one.
public final class TraceRecorder: Sendable {
    /// An event that is not written yet: some of its bytes are not decided, or one before it waits.
    private struct Waiting {
        let time: Int64
        let kind: TraceEvent.Kind
        var bytes: [TraceByte] = []
    }

    private struct State: ~Copyable {
        var sent: MaskedStream
        var received: MaskedStream
        var waiting: [Waiting] = []
        /// The number of the first that waits.
        var first = 0
        var room: Int
        var isOver = false
    }

    /// So many events behind one that cannot be decided, and it is masked unseen.
    private static let mostWaiting = 512

    private let start = ContinuousClock.now
    private let write: @Sendable ([UInt8]) -> Bool
    private let state: Mutex<State>

    /// A recorder of `device` that hands its lines to `write`, at most `limit` bytes of them.
    ///
    /// `write` says whether it took them; a false ends the recording.
    public convenience init(
        _ wire: WireKind,
        device: String,
        limit: Int,
        write: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.init(
            wire,
            device: device,
            limit: limit,
            sent: wire.judge(.toDevice),
            received: wire.judge(.fromDevice),
            write: write
        )
    }

    package init(
        _ wire: WireKind,
        device: String,
        limit: Int,
        sent: any WireJudge,
        received: any WireJudge,
        write: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.write = write
        let head = TraceText.head(wire, device: device)
        let isOver = !write(head)
        state = Mutex(
            State(
                sent: MaskedStream(sent),
                received: MaskedStream(received),
                room: limit - head.count,
                isOver: isOver
            )
        )
    }

    deinit {
        finish()
    }

    /// Wraps a port that was opened for the device.
    public func wrap(_ channel: any ByteChannel) -> RecordingChannel {
        note(.opened)
        return RecordingChannel(channel, self)
    }

    /// Wraps a chip card reader that was opened for the device.
    public func wrap(_ transport: any CCIDTransport) -> RecordingCardTransport {
        note(.opened)
        return RecordingCardTransport(transport, self)
    }

    /// Ends the recording; what is not decided is masked.
    public func finish() {
        state.withLock { state in
            guard !state.isOver else { return }
            giveUp(&state)
            state.isOver = true
        }
    }

    /// Notes something that has no bytes.
    func note(_ kind: TraceEvent.Kind) {
        let time = elapsed
        state.withLock { state in
            guard !state.isOver else { return }
            state.waiting.append(Waiting(time: time, kind: kind))
            writeDecided(&state)
        }
    }

    /// Notes bytes that the till has sent.
    func noteSent(_ bytes: Span<UInt8>) {
        let time = elapsed
        state.withLock { state in
            guard !state.isOver else { return }
            let event = add(Waiting(time: time, kind: .sent([])), &state)
            var decided: [MaskedStream.Output] = []
            state.sent.take(bytes, of: event) { decided.append($0) }
            settle(decided, &state)
        }
    }

    /// Notes bytes that the device has sent.
    func noteReceived(_ bytes: Span<UInt8>) {
        let time = elapsed
        state.withLock { state in
            guard !state.isOver else { return }
            let event = add(Waiting(time: time, kind: .received([])), &state)
            var decided: [MaskedStream.Output] = []
            state.received.take(bytes, of: event) { decided.append($0) }
            settle(decided, &state)
        }
    }

    private var elapsed: Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    private func add(_ event: Waiting, _ state: inout State) -> Int {
        state.waiting.append(event)
        return state.first + state.waiting.count - 1
    }

    private func settle(_ decided: [MaskedStream.Output], _ state: inout State) {
        for (event, byte) in decided { state.waiting[event - state.first].bytes.append(byte) }
        writeDecided(&state)
        if state.waiting.count > Self.mostWaiting { giveUp(&state) }
    }

    private func giveUp(_ state: inout State) {
        var decided: [MaskedStream.Output] = []
        state.sent.giveUp { decided.append($0) }
        state.received.giveUp { decided.append($0) }
        for (event, byte) in decided { state.waiting[event - state.first].bytes.append(byte) }
        writeDecided(&state)
    }

    /// Writes the events at the front of which every byte is decided.
    private func writeDecided(_ state: inout State) {
        let end = min(state.sent.oldest ?? .max, state.received.oldest ?? .max)
        let count = min(state.waiting.count, end - state.first)
        guard count > 0 else { return }
        for waiting in state.waiting.prefix(count) where !state.isOver {
            for kind in waiting.kind.pieces(waiting.bytes) where !state.isOver {
                put(TraceEvent(waiting.time, kind), &state)
            }
        }
        state.waiting.removeFirst(count)
        state.first += count
    }

    private func put(_ event: TraceEvent, _ state: inout State) {
        let line = TraceText.line(event)
        let last = TraceText.line(TraceEvent(event.microseconds, .full))
        guard state.room >= line.count + last.count else {
            _ = write(last)
            state.isOver = true
            return
        }
        state.room -= line.count
        if !write(line) { state.isOver = true }
    }
}

extension TraceEvent.Kind {
    /// This event with `bytes`, in pieces that fit a line.
    fileprivate func pieces(_ bytes: [TraceByte]) -> [TraceEvent.Kind] {
        let pieces = stride(from: 0, to: bytes.count, by: TraceText.mostBytes).map {
            Array(bytes[$0..<min($0 + TraceText.mostBytes, bytes.count)])
        }
        return switch self {
        case .sent: pieces.map { .sent($0) }
        case .received: pieces.map { .received($0) }
        case .opened, .failed, .full: [self]
        }
    }
}
