import Glibc

/// Wakes a thread that sleeps in `poll`: a pipe to itself, the oldest trick in Unix.
package final class Alarm: Sendable {
    /// What the thread polls for `POLLIN`.
    package let descriptor: Int32
    private let far: Int32

    /// An alarm that is quiet.
    package init() {
        var ends: [Int32] = [-1, -1]
        let code = pipe(&ends)
        precondition(code == 0, "the system refused a pipe: \(String(cString: strerror(errno)))")
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        descriptor = ends[0]
        far = ends[1]
    }

    deinit {
        close(descriptor)
        close(far)
    }

    /// Wakes the thread; a pipe that is full already wakes it as well.
    package func sound() {
        var one: UInt8 = 1
        _ = write(far, &one, 1)
    }

    /// Empties the pipe, so that the next `poll` sleeps.
    package func quiet() {
        var drained = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &drained, 64) == 64 {}
    }
}
