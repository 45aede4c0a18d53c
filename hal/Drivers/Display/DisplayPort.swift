import HAL
import Synchronization

/// A display's channel, and whether the display has been initialised since it last failed.
///
/// A display answers nothing. So each picture is sent whole, and after an error, when half of one
/// may have left or the display may have been switched off, the next begins with initialisation.
final class DisplayPort: Sendable {
    private let channel: any ByteChannel
    private let initialisation: [UInt8]
    private let isReady = Mutex(false)

    init(channel: any ByteChannel, initialisation: [UInt8]) {
        self.channel = channel
        self.initialisation = initialisation
    }

    func send(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        let wasReady = isReady.withLock { isReady in
            defer { isReady = false }
            return isReady
        }
        try await channel.write(wasReady ? bytes : initialisation + bytes, by: deadline)
        isReady.withLock { $0 = true }
    }
}
