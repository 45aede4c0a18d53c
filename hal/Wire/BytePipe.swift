public import HAL
import Synchronization

/// Bytes on their way in one direction: bounded, in order, with any number of waiting tasks.
///
/// What has been read is overwritten here, whatever it was: it may have been a card's number.
///
/// A full pipe makes its writer wait, as a printer's full buffer does; that is the only flow
/// control there is. A thread that must not wait uses `offer` and `roomOrCall` instead of `write`.
public final class BytePipe: Sendable {
    private struct State: ~Copyable {
        var bytes = ByteQueue()
        var end: DeviceError?
        var isProducerWaiting = false
    }

    private let capacity: Int
    private let onRoom: @Sendable () -> Void
    private let state = Mutex(State())
    private let arrival = Bell()
    private let room = Bell()
    private let writers = Turn()

    /// An empty pipe that holds at most `capacity` bytes.
    ///
    /// `onRoom` is called when a read has made room after `roomOrCall` found none.
    public init(capacity: Int, onRoom: @escaping @Sendable () -> Void = {}) {
        self.capacity = capacity
        self.onRoom = onRoom
    }

    /// Takes what is there, at least one byte; see `ByteChannel.read`.
    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        precondition(limit > 0, "a read asks for at least one byte")
        while true {
            let count = arrival.count
            switch take(upTo: limit) {
            case .bytes(let bytes): return bytes
            case .ended(let error): throw error
            case .nothing: break
            }
            guard await arrival.isHeard(after: count, by: deadline) else {
                throw DeviceError(.timeout, "no byte came by the deadline")
            }
        }
    }

    /// Puts every byte in, and waits for room when there is none.
    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await writers.take(by: deadline)
        defer { writers.giveBack() }
        var rest = bytes[...]
        while true {
            let count = room.count
            rest = rest.dropFirst(try offer(rest))
            if rest.isEmpty { return }
            guard await room.isHeard(after: count, by: deadline) else {
                let sent = bytes.count - rest.count
                throw DeviceError(.timeout, "\(sent) of \(bytes.count) bytes left by the deadline")
            }
        }
    }

    /// Puts in as many bytes as there is room for and says how many; never waits.
    public func offer(
        _ bytes: some Collection<UInt8> & Sendable
    ) throws(DeviceError) -> Int {
        let accepted = try state.withLock { state throws(DeviceError) -> Int in
            if let end = state.end { throw end }
            let accepted = min(capacity - state.bytes.count, bytes.count)
            state.bytes.append(bytes.prefix(accepted))
            return accepted
        }
        if accepted > 0 { arrival.ring() }
        return accepted
    }

    /// How many bytes `offer` would take now; when none, `onRoom` is called once there is room.
    public func roomOrCall() -> Int {
        state.withLock { state in
            let room = capacity - state.bytes.count
            if room == 0 { state.isProducerWaiting = true }
            return room
        }
    }

    /// Ends the pipe: what is in it can still be read, then every call throws `error`.
    public func end(_ error: DeviceError) {
        state.withLock { $0.end = $0.end ?? error }
        arrival.ring()
        room.ring()
    }

    private enum Taken {
        case bytes([UInt8])
        case ended(DeviceError)
        case nothing
    }

    private func take(upTo limit: Int) -> Taken {
        let (taken, calls) = state.withLock { state -> (Taken, Bool) in
            guard state.bytes.count > 0 else {
                return (state.end.map(Taken.ended) ?? .nothing, false)
            }
            let bytes = state.bytes.take(upTo: limit)
            defer { state.isProducerWaiting = false }
            return (.bytes(bytes), state.isProducerWaiting)
        }
        if case .bytes = taken { room.ring() }
        if calls { onRoom() }
        return taken
    }
}
