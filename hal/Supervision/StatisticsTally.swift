public import HAL
import Synchronization

/// The counts of one device since this start, to be added to those of the starts before.
public final class StatisticsTally: Sendable {
    private let counts = Mutex<[DeviceStatistic: Int]>([:])

    /// Nothing counted yet.
    public init() {}

    /// Counts `number` more.
    public func add(_ statistic: DeviceStatistic, _ number: Int = 1) {
        guard number > 0 else { return }
        counts.withLock { $0[statistic, default: 0] += number }
    }

    /// What has been counted so far.
    public var now: [DeviceStatistic: Int] { counts.withLock { $0 } }

    /// Hands over what was counted since the last call, so that each count is kept once.
    public func take() -> [DeviceStatistic: Int] {
        counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
    }
}
