import Glibc
import HAL

/// An open port that no other program may use: its descriptor, and with it the lock or the grab.
///
/// UnifiedPOS's claim as a value. It cannot be copied, so a port has one owner; one that is dropped
/// is released, so a port that could not be set up is left as it was found. The channel that is
/// made of it takes it over, and releases it at its own end.
struct Claim: ~Copyable {
    /// What ioctls go to; nobody keeps it.
    let descriptor: Int32

    /// Owns `descriptor`, which was just opened, or throws what `fault` makes of the reason.
    init(
        _ descriptor: Int32,
        orThrow fault: (Int32) -> DeviceError
    ) throws(DeviceError) {
        guard descriptor >= 0 else { throw fault(errno) }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Hands it to a new owner, who closes it.
    consuming func handOver() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }
}
