import CUSB
import Glibc
import HAL
import Synchronization
import Wire

/// A libusb context and the one thread that handles its events.
///
/// Unchecked, and safe: a context may be used by every thread at once (libusb's manual, "Multi-
/// threaded applications"), and it goes after the thread has seen the end, and by that thread.
final class USBEventLoop: @unchecked Sendable {
    let context: OpaquePointer
    private let isOver = Mutex(false)
    private let listeners = Mutex<[USBListener]>([])

    /// A context whose events are handled from now on.
    static func start() throws(DeviceError) -> USBEventLoop {
        var context: OpaquePointer?
        let code = libusb_init(&context)
        guard code == 0, let context else { throw USBFault.call(code, "libusb", "start") }
        let loop = USBEventLoop(context)
        PermanentThread.start { loop.run() }
        return loop
    }

    private init(_ context: OpaquePointer) {
        self.context = context
    }

    /// Ends the thread, and the context with it; every handle must be closed before.
    func end() {
        // Under the lock, so that the thread does not give up the context meanwhile.
        isOver.withLock { isOver in
            isOver = true
            libusb_interrupt_event_handler(context)
        }
    }

    /// Keeps `listener` as long as the context, for a late callback may still name it.
    func keep(_ listener: USBListener) {
        listeners.withLock { $0.append(listener) }
    }

    /// The thread; at the end it tells every listener that there will be no more.
    private func run() {
        while !isOver.withLock({ $0 }) {
            let code = libusb_handle_events_completed(context, nil)
            // What goes wrong goes wrong again: not at full speed.
            if code != 0 && code != LIBUSB_ERROR_INTERRUPTED.rawValue { usleep(20_000) }
        }
        libusb_exit(context)
        for listener in listeners.withLock({ $0 }) { listener.finish() }
    }
}
