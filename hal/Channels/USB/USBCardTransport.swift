public import HAL

/// A USB chip card reader's messages, by its three endpoints (CCID 1.1, 3.1).
public final class USBCardTransport: CCIDTransport {
    private let pipe: USBMessagePipe

    /// Claims the reader that `query` means.
    public init(_ query: USBQuery, on bus: USBBus) throws(DeviceError) {
        let interface = try bus.open(query, .smartCard)
        pipe = try USBMessagePipe(
            interface,
            maximumMessage: Self.maximumMessage(interface.descriptor.extra)
        )
    }

    public func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await pipe.send(message, by: deadline)
    }

    public func receive(by deadline: Deadline) async throws(DeviceError) -> SensitiveBytes {
        var message = try await pipe.receive(by: deadline)
        return SensitiveBytes(erasing: &message)
    }

    public func nextNotification(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await pipe.event(by: deadline)
    }

    /// `dwMaxCCIDMessageLength`, at 44 of the class's descriptor; 271 where it is missing, which is
    /// the least that a reader of short APDUs has (CCID 1.1, 5.1).
    static func maximumMessage(_ descriptor: [UInt8]) -> Int {
        guard descriptor.count >= 48, descriptor[1] == 0x21 else { return 271 }
        let length = descriptor[44..<48].reversed().reduce(0) { $0 << 8 | Int($1) }
        // A reader that promises more is not believed: the room is set aside at once.
        return min(max(length, 271), 65_544)
    }
}
