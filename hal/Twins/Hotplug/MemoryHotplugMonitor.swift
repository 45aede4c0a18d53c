public import HAL
import Synchronization
import Wire

/// A monitor that hears what a test tells it.
public final class MemoryHotplugMonitor: HotplugMonitor {
    private let arrival = Bell()
    private let isDeaf = Mutex(false)

    /// A monitor that has heard nothing yet.
    public init() {}

    public var isListening: Bool { isDeaf.withLock { !$0 } }

    public var arrivals: UInt64 { arrival.count }

    public func isArrivalHeard(after count: UInt64, by deadline: Deadline) async -> Bool {
        await arrival.isHeard(after: count, by: deadline)
    }

    /// Something may have come.
    public func announce() {
        guard isListening else { return }
        arrival.ring()
    }

    /// It hears nothing from now on.
    public func goDeaf() {
        isDeaf.withLock { $0 = true }
        arrival.ring()
    }
}
