import Glibc
import HAL

/// What opening a port takes that no library does: the true path, the lock, the reason in words.
enum PortClaim {
    /// `path` with every symlink resolved: libserialport refuses `/dev/serial/by-id/...` as it is.
    static func resolve(_ path: String) throws(DeviceError) -> String {
        guard let resolved = realpath(path, nil) else { throw error(errno, path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Keeps other programs off an open port.
    ///
    /// `flock` binds programs that lock too, root among them; `TIOCEXCL` refuses every later open
    /// but root's. A pty gets only the lock: its mark would outlive a killed till for as long as
    /// the bench holds the pty, and the next till could not open it.
    static func lock(_ claim: borrowing Claim, _ path: String) throws(DeviceError) {
        guard flock(claim.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw DeviceError(.busy, "\(path): another program has it open")
        }
        guard !isPseudoTerminal(claim.descriptor) else { return }
        _ = ioctl(claim.descriptor, UInt(TIOCEXCL), 0)
    }

    /// The error of opening `path`, with what a technician does about it.
    static func error(_ code: Int32, _ path: String) -> DeviceError {
        let reason = String(cString: strerror(code))
        switch code {
        case ENOENT, ENXIO, ENODEV:
            return DeviceError(.noHardware, "\(path): no such port; see `ls /dev/serial/by-id`")
        case EIO:
            let remedy = "plug it in, or see `ls /dev/serial/by-id`"
            return DeviceError(.noHardware, "\(path): no hardware behind this port; \(remedy)")
        case EBUSY:
            return DeviceError(.busy, "\(path): another program has it open")
        case EACCES, EPERM:
            let remedy = "add the user to the group dialout"
            return DeviceError(.failure, "\(path): \(reason); \(remedy)", mayHaveRun: false)
        default:
            return DeviceError(.failure, "\(path): \(reason)", mayHaveRun: false)
        }
    }

    /// Character devices 136 to 143 are `/dev/pts`.
    private static func isPseudoTerminal(_ descriptor: Int32) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return (136...143).contains(status.st_rdev >> 8 & 0xFFF)
    }
}
