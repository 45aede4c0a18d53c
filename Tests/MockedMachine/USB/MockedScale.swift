public import HAL
import Synchronization

/// A HID device on a mocked machine that sends reports and takes them by SET_REPORT.
public final class MockedScale: Sendable {
    private final class Inbox: Sendable {
        let reports = Mutex<[[UInt8]]>([])
    }

    /// The device, to unplug it or make it stall.
    public let device: MockedUSBDevice
    private let inbox = Inbox()

    /// A scale in socket `1-port`.
    public init(on machine: MockedMachine, port: Int = 3, address: Int = 4) {
        let inbox = inbox
        device = MockedUSBDevice(
            .reports(),
            port: port,
            address: address,
            on: machine,
            sinks: [:],
            kernelDriver: "usbhid"
        ) { setup, payload in
            guard setup[0] == 0x21, setup[1] == 9 else { return nil }
            inbox.reports.withLock { $0.append(payload) }
            return []
        }
    }

    /// The reports that the host has set.
    public var received: [[UInt8]] { inbox.reports.withLock { $0 } }

    /// Sends a report to the host.
    public func send(_ report: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await device.engine.say(report, on: 0x81, by: deadline)
    }
}
