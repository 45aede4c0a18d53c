public import HAL

/// A USB printer (class 07): bytes both ways, and the class's three requests.
///
/// The requests are those of the USB printer class definition 1.1, table in 4.2.
public final class USBPrinterChannel: ByteChannel {
    private let channel: USBBulkChannel

    /// Opens and claims the printer that `query` means, on the bus of the process unless said.
    public init(_ query: USBQuery, on bus: USBBus? = nil) throws(DeviceError) {
        let bus = if let bus { bus } else { try USBBus.common() }
        channel = try USBBulkChannel(query, .printer, on: bus)
    }

    /// Gives the printer back; returns when another may claim it.
    public func close() async {
        await channel.close()
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await channel.read(upTo: limit, by: deadline)
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await channel.write(bytes, by: deadline)
    }

    /// GET_DEVICE_ID: who the printer says it is, and what it speaks.
    public func deviceID(by deadline: Deadline) async throws(DeviceError) -> IEEE1284ID {
        // Interface in the high byte, its setting in the low one; the others want it the usual way.
        let index = UInt16(channel.interface.descriptor.number) << 8
        let answer = try await channel.interface.control(
            USBSetup(type: 0xA1, request: 0, index: index),
            count: 1024,
            by: deadline
        )
        return IEEE1284ID(answer: answer)
    }

    /// GET_PORT_STATUS: what the printer's old parallel-port lines would say.
    public func portStatus(by deadline: Deadline) async throws(DeviceError) -> PrinterPortStatus {
        let answer = try await channel.interface.control(
            USBSetup(type: 0xA1, request: 1, index: index),
            count: 1,
            by: deadline
        )
        guard let bits = answer.first else {
            throw DeviceError(.failure, "\(channel.interface.name): an empty port status")
        }
        return PrinterPortStatus(rawValue: bits)
    }

    /// SOFT_RESET: empties the printer's buffers and its endpoints.
    public func softReset(by deadline: Deadline) async throws(DeviceError) {
        let reset = USBSetup(type: 0x21, request: 2, index: index)
        _ = try await channel.interface.control(reset, by: deadline)
    }

    private var index: UInt16 { UInt16(channel.interface.descriptor.number) }
}

/// The three bits of GET_PORT_STATUS; a healthy printer says 18h.
public struct PrinterPortStatus: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    /// The bits as the printer sent them.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Set while there is no error: the old line is active low.
    public static let noError = PrinterPortStatus(rawValue: 0x08)
    /// The printer is on line.
    public static let selected = PrinterPortStatus(rawValue: 0x10)
    public static let paperEmpty = PrinterPortStatus(rawValue: 0x20)
}
