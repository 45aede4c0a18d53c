import Foundation
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

/// The seeds of a test: the first `count`, or the one that `SUANPAN_SEED` names.
func seeds(_ count: UInt64) -> [UInt64] {
    let named = ProcessInfo.processInfo.environment["SUANPAN_SEED"].flatMap { UInt64($0) }
    return named.map { [$0] } ?? Array(0..<count)
}
