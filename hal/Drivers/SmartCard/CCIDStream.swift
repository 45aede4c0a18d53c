public import HAL
import Synchronization

/// CCID messages on a channel of bytes: the transport in memory and on a bench.
///
/// On USB a packet's end is a message's end. Here each message says itself how long it is: answers
/// in their header, 50 has two bytes for a reader of up to four slots, 51 has four. One caller at a
/// time, which `CCIDReader` sees to. An answer that comes while nobody waits for one is late, and
/// is dropped.
public final class CCIDStream: CCIDTransport {
    private struct Inbox: ~Copyable {
        var bytes: SensitiveBytes
        var notifications: [[UInt8]] = []
    }

    /// More than a reader says between two looks.
    private static let mostNotifications = 16

    private let channel: any ByteChannel
    private let longestMessage: Int
    private let inbox: Mutex<Inbox>

    /// Takes over `channel`, at whose other end is a reader that sends up to `longestMessage`.
    public init(channel: any ByteChannel, longestMessage: Int = 271) {
        self.channel = channel
        self.longestMessage = longestMessage
        inbox = Mutex(Inbox(bytes: SensitiveBytes(capacity: longestMessage * 2)))
    }

    public func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await channel.write(message, by: deadline)
    }

    public func receive(by deadline: Deadline) async throws(DeviceError) -> SensitiveBytes {
        while true {
            if let answer = try takeAnswer() { return answer }
            try await readMore(by: deadline)
        }
    }

    public func nextNotification(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        while true {
            while try takeAnswer() != nil {}
            let next = inbox.withLock { inbox in
                inbox.notifications.isEmpty ? nil : inbox.notifications.removeFirst()
            }
            if let next { return next }
            try await readMore(by: deadline)
        }
    }

    private func readMore(by deadline: Deadline) async throws(DeviceError) {
        var bytes: [UInt8]
        do throws(DeviceError) {
            bytes = try await channel.read(upTo: longestMessage, by: deadline)
        } catch {
            // Something was lost on the way: where the next message begins cannot be told.
            if error.kind == .failure { inbox.withLock { $0.bytes.removeAll() } }
            throw error
        }
        let fits = inbox.withLock { $0.bytes.append(erasing: &bytes) }
        guard fits else { throw garbled("more than two messages at once") }
    }

    /// The next whole answer; notifications before it are put aside.
    private func takeAnswer() throws(DeviceError) -> SensitiveBytes? {
        try inbox.withLock { (inbox) throws(DeviceError) in
            while let length = try frameLength(&inbox), inbox.bytes.count >= length {
                let message = inbox.bytes.read {
                    SensitiveBytes(copying: $0.extracting(first: length))
                }
                inbox.bytes.removeFirst(length)
                let isAnswer = message.read { $0[0] >= 0x80 }
                if isAnswer { return message }
                inbox.notifications.append(
                    message.read { bytes in bytes.indices.map { bytes[$0] } }
                )
                if inbox.notifications.count > Self.mostNotifications {
                    inbox.notifications.removeFirst()
                }
            }
            return nil
        }
    }

    /// How long the message is whose beginning is there; nothing when too little of it is.
    private func frameLength(_ inbox: inout Inbox) throws(DeviceError) -> Int? {
        let length: Int? = inbox.bytes.read { bytes in
            guard !bytes.isEmpty else { return nil }
            switch bytes[0] {
            case 0x50: return 2
            case 0x51: return 4
            case 0x80...0x84:
                guard bytes.count >= CCIDAnswer.headerLength else { return nil }
                return CCIDAnswer.headerLength + CCIDAnswer.length(in: bytes)
            default: return .max
            }
        }
        guard let length, length > longestMessage else { return length }
        // Where the next message begins cannot be told from here.
        inbox.bytes.removeAll()
        throw garbled("bytes that are no message, or one longer than the reader may send")
    }

    private func garbled(_ what: String) -> DeviceError {
        DeviceError(.failure, "the CCID reader sent \(what)")
    }
}
