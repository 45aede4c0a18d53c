public import HAL
import Wire

/// One of two connected ends in memory: what one writes, the other reads.
///
/// For unit tests and for replaying a month in minutes: no kernel, no thread, and no timer while
/// bytes are there. It is bounded like a tty, so a twin that stops reading stops its driver.
public final class MemoryChannel: ByteChannel {
    private let incoming: BytePipe
    private let outgoing: BytePipe

    private init(incoming: BytePipe, outgoing: BytePipe) {
        self.incoming = incoming
        self.outgoing = outgoing
    }

    /// Two ends of one cable, with room for `capacity` bytes in each direction.
    public static func pair(capacity: Int = 65_536) -> (near: MemoryChannel, far: MemoryChannel) {
        let there = BytePipe(capacity: capacity)
        let back = BytePipe(capacity: capacity)
        return (
            MemoryChannel(incoming: back, outgoing: there),
            MemoryChannel(incoming: there, outgoing: back)
        )
    }

    /// Pulls the cable: both ends hand out what had arrived and then throw `noHardware`.
    public func unplug() {
        let error = DeviceError(.noHardware, "the cable is pulled")
        incoming.end(error)
        outgoing.end(error)
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await outgoing.write(bytes, by: deadline)
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await incoming.read(upTo: limit, by: deadline)
    }
}
