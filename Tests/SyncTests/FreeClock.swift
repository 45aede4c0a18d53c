import Sync
import Synchronization

/// A clock on which waiting takes no time.
final class FreeClock: UplinkClock {
    private let milliseconds = Mutex<Int64>(0)

    func now() -> Int64 {
        milliseconds.withLock { $0 }
    }

    func rest(_ milliseconds: Int64) async {
        self.milliseconds.withLock { $0 += milliseconds }
    }
}
