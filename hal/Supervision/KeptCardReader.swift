public import HAL

/// A card reader that may be unplugged and come back; who waits for a card waits on meanwhile.
public struct KeptCardReader: CardReader {
    private let keeper: Keeper<any CardReader>

    /// The reader that `keeper` keeps.
    public init(_ keeper: Keeper<any CardReader>) {
        self.keeper = keeper
    }

    public func swipe(by deadline: Deadline) async throws(DeviceError) -> CardSwipe {
        do throws(DeviceError) {
            let swipe = try await keeper.performWhenHere(by: deadline) {
                reader throws(DeviceError) in
                try await reader.swipe(by: deadline)
            }
            keeper.statistics.add(.goodReadCount)
            return swipe
        } catch {
            if error.kind == .failure { keeper.statistics.add(.failedReadCount) }
            throw error
        }
    }
}
