import Glibc

/// A node that a process polls for `POLLOUT`, as libusb does to learn of ended transfers.
///
/// A FIFO that is kept full is not writable, and one that is drained is: so the process sleeps
/// until a transfer ends, as on the real node. A pty would be writable always and keep it busy.
struct WritableNode {
    private let descriptor: Int32

    init(at path: String) {
        mkfifo(path, 0o666)
        descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        // F_SETPIPE_SZ: one page is the least.
        _ = fcntl(descriptor, 1031, 4096)
        set(writable: false)
    }

    func set(writable: Bool) {
        var page = [UInt8](repeating: 0, count: 4096)
        if writable {
            while read(descriptor, &page, page.count) > 0 {}
        } else {
            while write(descriptor, page, page.count) > 0 {}
        }
    }

    func close() {
        _ = Glibc.close(descriptor)
    }
}
