public import HAL
import Synchronization

/// A monitor that keeps every promise and is as awkward about it as the promises allow.
///
/// It wakes for nothing, as often as it is asked when it floods, and is late by some milliseconds
/// with what it has heard. Seeded: a failure comes again with its seed.
public final class HostileHotplugMonitor: HotplugMonitor {
    private let inner: any HotplugMonitor
    private let falseAlarmsInThousand: Int
    private let random: Mutex<SeededRandom>
    private let falseAlarms = Mutex<UInt64>(0)

    /// Wraps `inner`; of a thousand waits about `falseAlarmsInThousand` end at once, for nothing.
    public init(_ inner: any HotplugMonitor, seed: UInt64, falseAlarmsInThousand: Int) {
        self.inner = inner
        self.falseAlarmsInThousand = falseAlarmsInThousand
        random = Mutex(SeededRandom(seed: seed))
    }

    public var isListening: Bool { inner.isListening }

    public var arrivals: UInt64 { inner.arrivals + falseAlarms.withLock { $0 } }

    public func isArrivalHeard(after count: UInt64, by deadline: Deadline) async -> Bool {
        if arrivals != count { return true }
        if !Task.isCancelled, deadline > .now, roll() <= falseAlarmsInThousand {
            falseAlarms.withLock { $0 += 1 }
            return true
        }
        let heard = inner.arrivals
        guard arrivals == count else { return true }
        let isHeard = await inner.isArrivalHeard(after: heard, by: deadline)
        let late = ContinuousClock.now + .milliseconds(roll() / 200)
        if isHeard, late < deadline { try? await Task.sleep(until: late, clock: .continuous) }
        return isHeard
    }

    private func roll() -> Int {
        random.withLock { Int.random(in: 1...1000, using: &$0) }
    }
}
