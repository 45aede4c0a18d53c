import HAL

/// Reads one endpoint for as long as its task lives: there is always one transfer under way.
///
/// What the device says is taken when it says it, asked or not; when nobody takes it from here the
/// device is kept waiting, and nothing is lost.
struct USBReader: Sendable {
    let interface: USBInterface
    let endpoint: USBEndpoint
    /// The most bytes of one transfer.
    let limit: Int

    /// More broken transfers in a row than this are no accident.
    private static let patience = 3

    /// Hands every transfer's bytes to `take`, until the device is gone or the task ends.
    ///
    /// - Returns: why no more will come.
    func run(_ take: ([UInt8]) async throws(DeviceError) -> Void) async -> DeviceError {
        var failures = 0
        while true {
            let outcome = await interface.receive(limit, from: endpoint)
            failures = outcome.end == .completed ? 0 : failures + 1
            do throws(DeviceError) {
                if !outcome.bytes.isEmpty { try await take(outcome.bytes) }
            } catch {
                return error
            }
            switch outcome.end {
            case .completed:
                // Some devices answer with nothing in place of keeping silent: not at full speed.
                if outcome.bytes.isEmpty { try? await Task.sleep(for: .milliseconds(10)) }
            case .stalled where failures <= Self.patience:
                interface.clearHalt(endpoint)
            case .broken where failures <= Self.patience:
                try? await Task.sleep(for: .milliseconds(10))
            default:
                let error = USBFault.transfer(outcome, interface.name, "reading")
                // Whatever it was, this channel will hear no more.
                return DeviceError(.noHardware, error?.detail ?? interface.name)
            }
        }
    }
}
