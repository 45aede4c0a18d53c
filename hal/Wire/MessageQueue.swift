public import HAL
import Synchronization

/// Messages on their way in one direction: bounded in number, in order, each whole.
public final class MessageQueue: Sendable {
    private struct State {
        var messages: [[UInt8]] = []
        var end: DeviceError?
    }

    private enum Taken {
        case message([UInt8])
        case ended(DeviceError)
        case nothing
    }

    private let capacity: Int
    private let state = Mutex(State())
    private let arrival = Bell()
    private let room = Bell()

    /// An empty queue that holds at most `capacity` messages.
    public init(capacity: Int = 64) {
        self.capacity = capacity
    }

    /// Takes the next message; what had arrived is handed out even after the end.
    public func read(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        while true {
            let count = arrival.count
            switch take() {
            case .message(let message):
                room.ring()
                return message
            case .ended(let error): throw error
            case .nothing: break
            }
            guard await arrival.isHeard(after: count, by: deadline) else {
                throw DeviceError(.timeout, "no message came by the deadline")
            }
        }
    }

    /// Puts a message in, and waits for room when there is none.
    public func write(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        while true {
            let count = room.count
            if try offer(message) { return }
            guard await room.isHeard(after: count, by: deadline) else {
                throw DeviceError(.timeout, "nobody took a message by the deadline")
            }
        }
    }

    /// Puts a message in when there is room, and says whether it did; never waits.
    public func offer(_ message: [UInt8]) throws(DeviceError) -> Bool {
        let isIn = try state.withLock { state throws(DeviceError) in
            if let end = state.end { throw end }
            guard state.messages.count < capacity else { return false }
            state.messages.append(message)
            return true
        }
        if isIn { arrival.ring() }
        return isIn
    }

    /// Ends the queue: what is in it can still be read, then every call throws `error`.
    public func end(_ error: DeviceError) {
        state.withLock { $0.end = $0.end ?? error }
        arrival.ring()
        room.ring()
    }

    private func take() -> Taken {
        state.withLock { state in
            if !state.messages.isEmpty { return .message(state.messages.removeFirst()) }
            return state.end.map(Taken.ended) ?? .nothing
        }
    }
}
