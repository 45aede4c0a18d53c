import Glibc
import HAL
import Synchronization
import Wire

/// The permanent thread behind a `KernelHotplugMonitor`, and what it shares with the tasks.
final class UEventLoop: Sendable {
    /// Messages between two looks at whether to end.
    private static let mostAtOnce = 64

    let arrival = Bell()
    let tally = Mutex(UEventTally())
    let socket: UEventSocket
    private let alarm = Alarm()
    private let isOver = Mutex(false)

    /// Opens the socket and listens from now on.
    static func start() throws(DeviceError) -> UEventLoop {
        let loop = UEventLoop(try UEventSocket())
        PermanentThread.start { loop.run() }
        return loop
    }

    private init(_ socket: UEventSocket) {
        self.socket = socket
    }

    var isListening: Bool { isOver.withLock { !$0 } }

    /// Ends the thread, and wakes all who wait.
    func stop() {
        end()
        alarm.sound()
    }

    private func end() {
        isOver.withLock { $0 = true }
        arrival.ring()
    }

    /// The thread: until `stop` is called or the socket fails.
    private func run() {
        while isListening {
            var polled = [
                pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: alarm.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&polled, 2, -1) >= 0 || errno == EINTR else { break }
            guard polled[1].revents == 0, takeAll() else { break }
        }
        end()
    }

    /// Takes what is there, and rings once for all of it; false when the socket is dead.
    private func takeAll() -> Bool {
        var isWorthALook = false
        defer { if isWorthALook { arrival.ring() } }
        for _ in 0..<Self.mostAtOnce {
            switch socket.receive() {
            case .nothing: return true
            case .refused: tally.withLock { $0.refusals += 1 }
            case .dead: return false
            case .missed:
                tally.withLock { $0.misses += 1 }
                isWorthALook = true
            case .event(let event):
                tally.withLock { $0.events += 1 }
                isWorthALook = isWorthALook || event.mayBringDevice
            }
        }
        return true
    }
}
