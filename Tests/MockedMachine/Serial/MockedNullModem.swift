public import HAL
public import Twins

/// Two mocked serial ports and the cable between them, which keeps the pace of the line.
public final class MockedNullModem: Sendable {
    public let near: MockedSerialPort
    public let far: MockedSerialPort
    private let relay: SerialRelay

    /// Adds two ports with these names, joined by a cable that is sound unless said.
    public init(
        _ nearName: String,
        _ farName: String,
        on machine: MockedMachine,
        faults: SerialCable.Faults = .init(),
        isPaced: Bool = true,
        seed: UInt64 = 1
    ) throws(DeviceError) {
        near = try MockedSerialPort(nearName, on: machine)
        far = try MockedSerialPort(farName, on: machine)
        let cable = SerialCable(near.end, far.end, faults: faults, seed: seed)
        relay = SerialRelay(near.relayPort, far.relayPort, by: cable, isPaced: isPaced)
    }
}
