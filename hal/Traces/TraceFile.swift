import Glibc
public import HAL

/// A file that a trace is written to: made for it, and for its owner's eyes only.
///
/// Every line goes to the kernel at once, so that a till that is killed leaves its trace behind.
final class TraceFile: Sendable {
    private let descriptor: Int32

    /// Makes the file at `path`.
    ///
    /// - Throws: `failure` when there is one already, or none can be made.
    init(making path: String) throws(DeviceError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw DeviceError(.failure, "\(path): \(reason)", mayHaveRun: false)
        }
    }

    deinit {
        close(descriptor)
    }

    /// Writes `bytes`; false when the disk did not take them all.
    func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

extension TraceRecorder {
    /// So many bytes of lines a trace has, unless somebody says otherwise: an hour of a busy till.
    public static let usualLimit = 16 << 20

    /// A recorder that writes to a new file at `path`.
    ///
    /// - Throws: `failure` when there is a file already, or none can be made.
    public convenience init(
        _ wire: WireKind,
        device: String,
        to path: String,
        limit: Int = usualLimit
    ) throws(DeviceError) {
        let file = try TraceFile(making: path)
        self.init(wire, device: device, limit: limit) { file.write($0) }
    }
}
