public import HAL
import Wire

/// A chip card reader (CCID) on a mocked machine: its own end takes and sends whole messages.
public final class MockedCardReader: Sendable {
    /// The device, to unplug it or make it stall.
    public let device: MockedUSBDevice
    private let commands = MessageQueue()

    /// A reader in socket `1-port`.
    public init(on machine: MockedMachine, port: Int = 2, address: Int = 3) {
        device = MockedUSBDevice(
            .cardReader(),
            port: port,
            address: address,
            on: machine,
            sinks: [0x02: .messages(commands)],
            kernelDriver: "pn533_usb"
        ) { _, _ in nil }
    }

    /// Takes the next command of the host.
    public func command(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        let command = try await commands.read(by: deadline)
        device.engine.matchAgain()
        return command
    }

    /// Sends an answer to the host.
    public func answer(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await device.engine.say(message, on: 0x82, by: deadline)
    }

    /// Reports unasked, as that a card was put in: `50 03`.
    public func report(_ event: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await device.engine.say(event, on: 0x81, by: deadline)
    }
}
