public import HAL
import Wire

/// One of two connected ends in memory: the messages that one sends, the other receives.
public final class MemoryMessagePipe: MessagePipe {
    private let incoming: MessageQueue
    private let outgoing: MessageQueue

    private init(incoming: MessageQueue, outgoing: MessageQueue) {
        self.incoming = incoming
        self.outgoing = outgoing
    }

    /// Two ends of one cable, with room for `capacity` messages in each direction.
    public static func pair(
        capacity: Int = 64
    ) -> (near: MemoryMessagePipe, far: MemoryMessagePipe) {
        let there = MessageQueue(capacity: capacity)
        let back = MessageQueue(capacity: capacity)
        return (
            MemoryMessagePipe(incoming: back, outgoing: there),
            MemoryMessagePipe(incoming: there, outgoing: back)
        )
    }

    /// Pulls the cable: both ends hand out what had arrived and then throw `noHardware`.
    public func unplug() {
        let error = DeviceError(.noHardware, "the cable is pulled")
        incoming.end(error)
        outgoing.end(error)
    }

    public func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await outgoing.write(message, by: deadline)
    }

    public func receive(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await incoming.read(by: deadline)
    }
}
