package import HAL
import Synchronization

/// A monitor with one vice, to show that the conformance checks are awake.
package final class BadHotplugMonitor: HotplugMonitor {
    /// What it does wrong.
    package enum Vice: String, CaseIterable, Sendable {
        case wakesOnlyTheFirst
        case hearsOnlyWhileListening
        case oversleeps
        case ignoresCancellation
        case hidesThatItIsDeaf

        /// The promise that it breaks.
        package var promise: HotplugMonitorConformance.Promise {
            switch self {
            case .wakesOnlyTheFirst: .hearsWhoeverListens
            case .hearsOnlyWhileListening: .hearsBeforeTheListening
            case .oversleeps: .keepsDeadlines
            case .ignoresCancellation: .endsWithItsTask
            case .hidesThatItIsDeaf: .tellsThatItIsDeaf
            }
        }
    }

    private let inner: any HotplugMonitor
    private let vice: Vice
    private let told = Mutex<Set<UInt64>>([])

    /// A monitor that is `inner` but for its `vice`.
    package init(_ inner: any HotplugMonitor, _ vice: Vice) {
        self.inner = inner
        self.vice = vice
    }

    package var isListening: Bool { vice == .hidesThatItIsDeaf || inner.isListening }

    package var arrivals: UInt64 { inner.arrivals }

    package func isArrivalHeard(after count: UInt64, by deadline: Deadline) async -> Bool {
        switch vice {
        case .hearsOnlyWhileListening:
            return await inner.isArrivalHeard(after: inner.arrivals, by: min(deadline, soon))
        case .oversleeps:
            let late = deadline + .milliseconds(1100)
            return await inner.isArrivalHeard(after: count, by: late)
        case .ignoresCancellation:
            let inner = inner
            return await Task.detached {
                await inner.isArrivalHeard(after: count, by: deadline)
            }.value
        case .wakesOnlyTheFirst:
            let isHeard = await inner.isArrivalHeard(after: count, by: deadline)
            return isHeard && told.withLock { $0.insert(count).inserted }
        case .hidesThatItIsDeaf:
            return await inner.isArrivalHeard(after: count, by: deadline)
        }
    }

    /// A wait that would last for ever lasts no longer than a test has patience.
    private var soon: Deadline { .now + .milliseconds(300) }
}
