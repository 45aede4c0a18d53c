public import HAL

/// A chip card reader that may be unplugged and come back; who waits for a card waits on meanwhile.
public struct KeptSmartCardReader: SmartCardReader {
    private let keeper: Keeper<any SmartCardReader>

    /// The reader that `keeper` keeps.
    public init(_ keeper: Keeper<any SmartCardReader>) {
        self.keeper = keeper
    }

    public func status(by deadline: Deadline) async throws(DeviceError) -> SlotStatus {
        try await keeper.perform { reader throws(DeviceError) in
            try await reader.status(by: deadline)
        }
    }

    public func waitForCard(by deadline: Deadline) async throws(DeviceError) -> AnswerToReset {
        do throws(DeviceError) {
            let answer = try await keeper.performWhenHere(by: deadline) {
                reader throws(DeviceError) in
                try await reader.waitForCard(by: deadline)
            }
            keeper.statistics.add(.goodReadCount)
            return answer
        } catch {
            if error.kind == .failure { keeper.statistics.add(.failedReadCount) }
            throw error
        }
    }

    public func transmit(
        _ command: CommandAPDU,
        by deadline: Deadline
    ) async throws(DeviceError) -> ResponseAPDU {
        try await keeper.perform { reader throws(DeviceError) in
            try await reader.transmit(command, by: deadline)
        }
    }

    public func waitForRemoval(by deadline: Deadline) async throws(DeviceError) {
        try await keeper.perform { reader throws(DeviceError) in
            try await reader.waitForRemoval(by: deadline)
        }
    }
}
