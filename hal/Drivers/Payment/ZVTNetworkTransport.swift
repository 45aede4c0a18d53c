package import HAL
import Synchronization

/// ZVT over TCP: one APDU after another, nothing between them.
package final class ZVTNetworkTransport: ZVTTransport {
    private let channel: any ByteChannel
    /// What has come of messages that are not whole yet.
    private let bytes = Mutex<[UInt8]>([])

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
        bytes.withLock { $0 = [] }
    }

    package func receive(by deadline: Deadline) async throws(DeviceError) -> APDU {
        while true {
            if let message = bytes.withLock({ Self.takeMessage(from: &$0) }) { return message }
            let more = try await channel.read(upTo: 1024, by: deadline)
            bytes.withLock { $0 += more }
        }
    }

    private static func takeMessage(from bytes: inout [UInt8]) -> APDU? {
        guard let span = APDU.span(of: bytes), span.upperBound <= bytes.count else { return nil }
        let message = APDU(Array(bytes[..<span.upperBound]))
        bytes.removeSubrange(..<span.upperBound)
        return message
    }
}
