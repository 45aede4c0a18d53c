import Glibc
public import HAL
import Synchronization

/// A byte channel over an open descriptor: a tty, a serial port, a pty's master side, a socket.
///
/// One permanent thread a descriptor polls it for bytes and for room; writes go straight to the
/// kernel and wait for that thread only when its buffer is full. When the other side hangs up,
/// the channel hands out what had arrived and then throws `noHardware` for ever.
///
///     kernel ──poll, read──▶ BytePipe ──▶ read()
///     kernel ◀──write────────────────── write()    full? ──▶ the thread rings when POLLOUT
public final class DescriptorChannel: ByteChannel {
    private let loop: DescriptorLoop
    private let writers = Turn()

    /// Takes over `descriptor`, which it closes at its end; `name` is what errors call the port.
    public init(_ descriptor: Int32, name: String, capacity: Int = 65_536) {
        loop = DescriptorLoop(descriptor, name: name, capacity: capacity)
        let loop = loop
        PermanentThread.start { loop.run() }
    }

    deinit {
        loop.stop()
    }

    /// Closes the descriptor; every call from now on throws `noHardware`.
    public func close() {
        loop.stop()
    }

    /// Does `body` with the open descriptor, as an ioctl needs it: quickly, and keeping nothing.
    public func withDescriptor<Value: Sendable>(
        _ body: (Int32) throws(DeviceError) -> Value
    ) throws(DeviceError) -> Value {
        try loop.withDescriptor(body)
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        do {
            return try await loop.incoming.read(upTo: limit, by: deadline)
        } catch {
            throw DeviceError(error.kind, "\(loop.name): \(error.detail)")
        }
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await writers.take(by: deadline)
        defer { writers.giveBack() }
        var sent = 0
        while sent < bytes.count {
            let count = loop.writable.count
            sent += try loop.writeNow(bytes[sent...])
            if sent == bytes.count { return }
            loop.askForOutput()
            guard await loop.writable.isHeard(after: count, by: deadline) else {
                let detail = "\(loop.name): \(sent) of \(bytes.count) bytes left by the deadline"
                throw DeviceError(.timeout, detail)
            }
        }
    }
}
