internal import Glibc
internal import Synchronization

/// Keeps a second process away from a file, for as long as this one lives.
///
/// It is `flock` on a file of its own beside the database: the kernel lets go when the process
/// ends, however it ends, so a power cut or a kill never leaves a lock behind. The file holds the
/// owner's process number, for the message that the second one prints.
final class FileLock: Sendable {
    /// nil once it is given up.
    private let descriptor: Mutex<Int32?>

    init(path: String) throws(StorageError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .deviceFailed(path: path, detail: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            _ = Glibc.close(descriptor)
            throw .inUse(path: String(path.dropLast(".lock".count)), holder: holder)
        }
        let owner = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, owner, owner.count, 0)
        self.descriptor = Mutex(descriptor)
    }

    /// Gives it up; a second time does nothing, since the number may be another file's by then.
    func release() {
        let own = descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
        if let own { _ = Glibc.close(own) }
    }

    private static func holder(_ descriptor: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 32)
        let length = pread(descriptor, &text, text.count, 0)
        let digits = text.prefix(max(0, length)).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty
            ? "another process" : "process \(String(decoding: digits, as: UTF8.self))"
    }
}
