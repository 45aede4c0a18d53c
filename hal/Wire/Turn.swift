public import HAL
import Synchronization

/// One at a time: a lock that a task may hold while it waits for a device.
///
/// Nobody is promised an order among those who wait; a device has few askers.
public final class Turn: Sendable {
    private let isTaken = Mutex(false)
    private let released = Bell()

    /// A turn that is free.
    public init() {}

    /// Takes the turn, or throws `busy` when others keep it until `deadline`.
    public func take(by deadline: Deadline) async throws(DeviceError) {
        while true {
            let count = released.count
            if takeNow() { return }
            guard await released.isHeard(after: count, by: deadline) else {
                throw DeviceError(.busy, "others used the device until the deadline")
            }
        }
    }

    /// Gives the turn back.
    public func giveBack() {
        isTaken.withLock { $0 = false }
        released.ring()
    }

    private func takeNow() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }
}
