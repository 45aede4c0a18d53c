public import HAL

/// A scale that may be unplugged and come back.
public struct KeptScale: Scale {
    private let keeper: Keeper<any Scale>

    /// The scale that `keeper` keeps.
    public init(_ keeper: Keeper<any Scale>) {
        self.keeper = keeper
    }

    public func liveWeight(by deadline: Deadline) async throws(DeviceError) -> ScaleReading {
        try await keeper.perform { scale throws(DeviceError) in
            try await scale.liveWeight(by: deadline)
        }
    }

    public func readWeight(by deadline: Deadline) async throws(DeviceError) -> Weighing {
        let weighing = try await keeper.perform { scale throws(DeviceError) in
            try await scale.readWeight(by: deadline)
        }
        keeper.statistics.add(.goodWeightReadCount)
        return weighing
    }

    public func zero(by deadline: Deadline) async throws(DeviceError) {
        try await keeper.perform { scale throws(DeviceError) in try await scale.zero(by: deadline) }
    }

    public func tare(by deadline: Deadline) async throws(DeviceError) {
        try await keeper.perform { scale throws(DeviceError) in try await scale.tare(by: deadline) }
    }

    public func clearTare(by deadline: Deadline) async throws(DeviceError) {
        try await keeper.perform { scale throws(DeviceError) in
            try await scale.clearTare(by: deadline)
        }
    }
}
