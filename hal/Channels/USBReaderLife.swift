import Glibc
import Synchronization

/// Tells a reader thread whether its channel still lives.
final class USBReaderLife: Sendable {
    private let isOver = Mutex(false)

    var goesOn: Bool { !isOver.withLock { $0 } }

    func end() {
        isOver.withLock { $0 = true }
    }

    /// A short sleep of the thread, while nobody reads what the printer says.
    static func nap() {
        usleep(5_000)
    }
}
