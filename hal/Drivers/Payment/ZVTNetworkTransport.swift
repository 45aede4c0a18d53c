package import HAL
import Synchronization
import Wire

/// ZVT over TCP: one APDU after another, nothing between them.
package final class ZVTNetworkTransport: ZVTTransport {
    private let channel: any ByteChannel
    /// What has come of messages that are not whole yet.
    private let bytes = Mutex(ByteQueue())

    /// Takes over `channel`; nothing else may use it.
    package init(channel: any ByteChannel) {
        self.channel = channel
    }

    package func send(_ message: APDU, by deadline: Deadline) async throws(DeviceError) {
        do {
            try await channel.write(message.bytes, by: deadline)
        } catch {
            throw error.ofWriting
        }
    }

    package func cast(_ message: APDU, by deadline: Deadline) async throws(DeviceError) {
        try await send(message, by: deadline)
    }

    package func forget() {
        bytes.withLock { $0 = ByteQueue() }
    }

    package func receive(by deadline: Deadline) async throws(DeviceError) -> APDU {
        while true {
            if let message = bytes.withLock({ Self.takeMessage(from: &$0) }) { return message }
            var more = try await channel.read(upTo: 1024, by: deadline)
            bytes.withLock { $0.append(more) }
            wipe(&more)
        }
    }

    private static func takeMessage(from bytes: inout ByteQueue) -> APDU? {
        guard let span = APDU.span(of: bytes.first(5)), span.upperBound <= bytes.count else {
            return nil
        }
        var message = bytes.take(upTo: span.upperBound)
        CardCut.cut(&message)
        return APDU(message)
    }
}
