public import HAL

/// A device that exists only here, and speaks its wire protocol byte for byte.
///
/// A driver cannot tell it from the real thing, for it never meets the twin, only bytes: through a
/// pty and the kernel's tty layer, or through memory.
public protocol Twin: Sendable {
    /// What is wrong with the device right now.
    var faults: TwinFaults { get }

    /// Lives at the far end of a cable, until it is pulled or the task is cancelled.
    func run(on channel: any ByteChannel) async
}

extension Twin {
    /// The moment that never comes: a year from now.
    var never: Deadline { .now + .seconds(365 * 86_400) }
}
