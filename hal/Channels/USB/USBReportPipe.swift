public import HAL
import Wire

/// Reports of a USB HID device: a scale, a stripe reader, a display without a serial port.
///
/// Each report is one message. One that is sent begins with the report's number, 0 when the device
/// numbers none; the 0 is not sent. Devices without an interrupt endpoint out take it by
/// SET_REPORT (HID 1.11, 7.2.2).
public final class USBReportPipe: MessagePipe {
    private let interface: USBInterface
    private let output: USBEndpoint?
    private let reports = MessageQueue()
    private let writers = Turn()
    private let reader: Task<Void, Never>

    /// Takes over a claimed interface of class 03.
    public init(_ interface: USBInterface) throws(DeviceError) {
        let input = try interface.endpoint(.interrupt, isIn: true)
        let limit = max(1, input.maximumPacket)
        output = interface.descriptor.endpoint(.interrupt, isIn: false)
        reader = reports.task(USBReader(interface: interface, endpoint: input, limit: limit))
        self.interface = interface
    }

    deinit {
        reader.cancel()
    }

    /// Gives the interface back; returns when another may claim it.
    public func close() async {
        reader.cancel()
        await reader.value
        interface.release()
    }

    public func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        guard let number = message.first else { return }
        try await writers.take(by: deadline)
        defer { writers.giveBack() }
        let report = number == 0 ? Array(message.dropFirst()) : message
        if let output { return try await interface.sendWhole(report, to: output, by: deadline) }
        let setReport = USBSetup(
            type: 0x21,
            request: 9,
            // The kind in the high byte, 2 is output.
            value: 0x0200 | UInt16(number),
            index: UInt16(interface.descriptor.number)
        )
        _ = try await interface.control(setReport, report, by: deadline)
    }

    public func receive(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await reports.read(by: deadline)
    }
}
