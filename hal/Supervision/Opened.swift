public import HAL

/// A device that was opened, and how to learn that it has gone.
public struct Opened<Device: Sendable>: Sendable {
    /// The device.
    public let device: Device
    /// Returns when the device has gone, with the reason; nothing when only its calls tell.
    public let end: (@Sendable () async -> DeviceError)?

    /// A device whose own calls tell that it has gone.
    public init(_ device: Device) {
        self.device = device
        end = nil
    }

    /// A device that only takes: whatever comes from it is dropped, until its channel ends.
    ///
    /// A display that is unplugged while the shop is quiet is then looked for at once, and not
    /// when the next customer stands before it.
    public init(_ device: Device, silentOn channel: any ByteChannel) {
        self.device = device
        end = {
            while true {
                do throws(DeviceError) {
                    _ = try await channel.read(upTo: 64, by: .now + .seconds(3600))
                } catch {
                    if error.kind == .noHardware || Task.isCancelled { return error }
                }
            }
        }
    }
}
