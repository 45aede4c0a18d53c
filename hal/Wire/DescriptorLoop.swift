import Glibc
import HAL
import Synchronization

/// The permanent thread behind a `DescriptorChannel`, and what it shares with the tasks.
final class DescriptorLoop: Sendable {
    /// What the tasks ask of the thread; it looks each time its alarm wakes it.
    private struct Wishes {
        var wantsOutput = false
        var wantsEnd = false
        /// Closed under the lock, so that no number is used after the kernel gave it away again.
        var descriptor: Int32
        let alarm: Alarm
        var isClosed = false
    }

    let name: String
    /// A write to a socket whose far end has gone would else end the whole process (SIGPIPE).
    private let isSocket: Bool
    let incoming: BytePipe
    let writable = Bell()
    private let wishes: Mutex<Wishes>

    init(_ descriptor: Int32, name: String, capacity: Int) {
        let alarm = Alarm()
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        self.name = name
        var kind = stat()
        isSocket = fstat(descriptor, &kind) == 0 && kind.st_mode & S_IFMT == S_IFSOCK
        incoming = BytePipe(capacity: capacity) { alarm.sound() }
        wishes = Mutex(Wishes(descriptor: descriptor, alarm: alarm))
    }

    /// Writes as much as the kernel takes now.
    func writeNow(_ bytes: ArraySlice<UInt8>) throws(DeviceError) -> Int {
        let (sent, code) = wishes.withLock { wishes -> (Int, Int32) in
            guard !wishes.isClosed else { return (-1, EIO) }
            let descriptor = wishes.descriptor
            let sent = bytes.withUnsafeBytes { bytes in
                isSocket
                    ? send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                    : Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            return (sent, errno)
        }
        if sent >= 0 { return sent }
        switch code {
        case EAGAIN, EINTR: return 0
        case EIO, ENXIO, ENODEV, EPIPE, ECONNRESET, ETIMEDOUT: throw hungUp
        default: throw DeviceError(.failure, "\(name): \(String(cString: strerror(code)))")
        }
    }

    func withDescriptor<Value: Sendable>(
        _ body: (Int32) throws(DeviceError) -> Value
    ) throws(DeviceError) -> Value {
        try wishes.withLock { wishes throws(DeviceError) in
            guard !wishes.isClosed else { throw hungUp }
            return try body(wishes.descriptor)
        }
    }

    /// Makes the thread ring `writable` when the kernel has room.
    func askForOutput() {
        wake { $0.wantsOutput = true }
    }

    /// Makes the thread close the descriptor and end.
    func stop() {
        wake { $0.wantsEnd = true }
    }

    /// The thread: until the other side hangs up or `stop` is called.
    func run() {
        while turnOnce() {}
        // Closed first: who has read that the other side is gone must not be able to write.
        wishes.withLock { wishes in
            wishes.isClosed = true
            _ = close(wishes.descriptor)
        }
        incoming.end(hungUp)
        writable.ring()
    }

    private var hungUp: DeviceError {
        DeviceError(.noHardware, "\(name): the other side has hung up")
    }

    private func wake(_ change: (inout Wishes) -> Void) {
        wishes.withLock { wishes in
            change(&wishes)
            wishes.alarm.sound()
        }
    }

    /// One wait for the kernel; false when the descriptor is of no more use.
    private func turnOnce() -> Bool {
        let room = incoming.roomOrCall()
        let (descriptor, alarm, wantsOutput, wantsEnd) = wishes.withLock {
            ($0.descriptor, $0.alarm, $0.wantsOutput, $0.wantsEnd)
        }
        if wantsEnd { return false }
        let events = (room > 0 ? POLLIN : 0) | (wantsOutput ? POLLOUT : 0)
        var polled = [
            pollfd(fd: descriptor, events: Int16(events), revents: 0),
            pollfd(fd: alarm.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, 2, -1) >= 0 else { return errno == EINTR }

        let happened = Int32(polled[0].revents)
        if polled[1].revents != 0 { alarm.quiet() }
        if happened & POLLOUT != 0 {
            wishes.withLock { $0.wantsOutput = false }
            writable.ring()
        }
        let isHungUp = happened & (POLLHUP | POLLERR | POLLNVAL) != 0
        if happened & POLLIN != 0 {
            return takeBytes(from: descriptor, upTo: min(room, 4096)) ?? !(isSocket || isHungUp)
        }
        return !isHungUp
    }

    /// Whether to go on; nothing when there was not one byte, which ends a socket and, when it
    /// has hung up, a tty.
    private func takeBytes(from descriptor: Int32, upTo limit: Int) -> Bool? {
        var result = 0
        var bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            result = Glibc.read(descriptor, buffer.baseAddress, limit)
            count = max(0, result)
        }
        // The pipe has its own copy, and wipes it.
        defer { wipe(&bytes) }
        if result == 0 { return nil }
        if result < 0 { return errno == EAGAIN || errno == EINTR }
        // Room was counted before, and only this thread fills the pipe.
        return (try? incoming.offer(bytes)) == bytes.count
    }
}
