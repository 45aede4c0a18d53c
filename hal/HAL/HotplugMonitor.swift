/// Tells when a device may have come, so that whoever misses one looks at once.
///
/// It only says that a look is worth while: whether the device is there, and whether it is the
/// right one, is for the look to find out. Every implementation keeps these promises, and one body
/// of tests checks them on all of them:
///
/// 1. An arrival after `arrivals` was read is heard, whenever the listening begins.
/// 2. No wait outlives its deadline, nor its task.
/// 3. What was missed or not understood counts as an arrival: a look too many costs little.
/// 4. One that goes deaf wakes those who wait and says so in `isListening` from then on.
///
/// Read the count, look, then listen:
///
///     let count = monitor.arrivals
///     if device.isThere { return }
///     _ = await monitor.isArrivalHeard(after: count, by: deadline)
public protocol HotplugMonitor: Sendable {
    /// Whether it hears anything; one that does not is of no more use.
    var isListening: Bool { get }

    /// How often something may have come since it was made.
    var arrivals: UInt64 { get }

    /// Waits for an arrival after the one numbered `count`.
    ///
    /// False means that the deadline has passed, or that the task was cancelled.
    func isArrivalHeard(after count: UInt64, by deadline: Deadline) async -> Bool
}
