public import HAL
import Synchronization
import Wire

/// Hears from the kernel and from udev that a device has come.
///
/// It listens to both: the kernel speaks first, when the device has a file and not yet its link
/// under `/dev/serial/by-id`; udev speaks when it has, and is not there in every box. Whoever looks
/// too early is told again.
public final class KernelHotplugMonitor: HotplugMonitor {
    private struct Shared {
        weak var monitor: KernelHotplugMonitor?
    }

    private static let shared = Mutex(Shared())
    private let loop: UEventLoop

    /// A monitor with a socket and a thread of its own; mostly `common` is what is wanted.
    ///
    /// - Throws: `failure` where the system has no such socket.
    public init() throws(DeviceError) {
        loop = try UEventLoop.start()
    }

    deinit {
        loop.stop()
    }

    /// The one that all keepers of the process use; it ends with the last of them.
    public static func common() throws(DeviceError) -> KernelHotplugMonitor {
        try shared.withLock { shared throws(DeviceError) in
            if let monitor = shared.monitor { return monitor }
            let monitor = try KernelHotplugMonitor()
            shared.monitor = monitor
            return monitor
        }
    }

    public var isListening: Bool { loop.isListening }

    public var arrivals: UInt64 { loop.arrival.count }

    public func isArrivalHeard(after count: UInt64, by deadline: Deadline) async -> Bool {
        await loop.arrival.isHeard(after: count, by: deadline)
    }

    /// Stops listening; who waits is woken.
    public func close() {
        loop.stop()
    }

    /// The number of its socket, by which others can send to it alone.
    package var port: UInt32 { loop.socket.port }

    /// What has come on the socket so far.
    package var tally: UEventTally { loop.tally.withLock { $0 } }
}

/// What a monitor has taken from its socket.
package struct UEventTally: Equatable, Sendable {
    /// Messages of the kernel and udev, whatever they told of.
    package var events = 0
    /// How often something was lost.
    package var misses = 0
    /// Messages of those who have no say.
    package var refusals = 0
}
