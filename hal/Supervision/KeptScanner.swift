public import HAL

/// A scanner that may be unplugged and come back; whoever waits for a code waits on meanwhile.
public struct KeptScanner: Scanner {
    private let keeper: Keeper<any Scanner>

    /// The scanner that `keeper` keeps.
    public init(_ keeper: Keeper<any Scanner>) {
        self.keeper = keeper
    }

    public func scan(by deadline: Deadline) async throws(DeviceError) -> Barcode {
        do throws(DeviceError) {
            let code = try await keeper.performWhenHere(by: deadline) {
                scanner throws(DeviceError) in
                try await scanner.scan(by: deadline)
            }
            keeper.statistics.add(.goodScanCount)
            return code
        } catch {
            if error.kind == .failure { keeper.statistics.add(.failedReadCount) }
            throw error
        }
    }
}
