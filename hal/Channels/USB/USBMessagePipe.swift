public import HAL
import Wire

/// Messages over a USB interface, one transfer each: a chip card reader (CCID), or a maker's own.
///
/// Messages leave and arrive by the bulk endpoints; what the device reports unasked, as a card
/// that is put in, comes by its interrupt endpoint.
public final class USBMessagePipe: MessagePipe {
    /// The claimed interface, for requests and the class's own descriptor.
    public let interface: USBInterface
    private let output: USBEndpoint
    private let messages = MessageQueue()
    private let events = MessageQueue()
    private let writers = Turn()
    private let readers: [Task<Void, Never>]

    /// Takes over a claimed interface.
    ///
    /// - Parameter maximumMessage: the longest message that the device may send, in bytes, as its
    ///   class descriptor says (CCID: dwMaxCCIDMessageLength).
    public init(_ interface: USBInterface, maximumMessage: Int) throws(DeviceError) {
        let input = try interface.endpoint(.bulk, isIn: true)
        output = try interface.endpoint(.bulk, isIn: false)
        // Rounded up to whole packets, so that a longer one than promised does not overflow.
        let packet = max(1, input.maximumPacket)
        let limit = (max(1, maximumMessage) + packet - 1) / packet * packet
        var readers = [
            messages.task(USBReader(interface: interface, endpoint: input, limit: limit))
        ]
        if let reports = interface.descriptor.endpoint(.interrupt, isIn: true) {
            let reader = USBReader(
                interface: interface,
                endpoint: reports,
                limit: max(1, reports.maximumPacket)
            )
            readers.append(events.task(reader))
        }
        self.readers = readers
        self.interface = interface
    }

    deinit {
        for reader in readers { reader.cancel() }
    }

    /// Gives the interface back; returns when another may claim it.
    public func close() async {
        for reader in readers { reader.cancel() }
        for reader in readers { await reader.value }
        interface.release()
    }

    public func send(_ message: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await writers.take(by: deadline)
        defer { writers.giveBack() }
        try await interface.sendWhole(message, to: output, by: deadline)
    }

    public func receive(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await messages.read(by: deadline)
    }

    /// Takes the next report that the device made unasked.
    public func event(by deadline: Deadline) async throws(DeviceError) -> [UInt8] {
        try await events.read(by: deadline)
    }
}

extension MessageQueue {
    /// Fills the queue with what `reader` reads, until the device is gone or the task ends.
    func task(_ reader: USBReader) -> Task<Void, Never> {
        Task {
            let end = await reader.run { bytes throws(DeviceError) in
                try await self.write(bytes, by: .now + .seconds(1_000_000))
            }
            self.end(end)
        }
    }
}

extension USBInterface {
    /// Sends a message by one transfer, or throws.
    func sendWhole(
        _ message: [UInt8],
        to endpoint: USBEndpoint,
        by deadline: Deadline
    ) async throws(DeviceError) {
        let outcome = await send(message, to: endpoint, by: deadline)
        if outcome.end == .stalled { clearHalt(endpoint) }
        let step = "\(outcome.count) of \(message.count) bytes left"
        if let error = USBFault.transfer(outcome, name, step) { throw error }
        guard outcome.count == message.count else {
            throw DeviceError(.failure, "\(name): \(step), and no more")
        }
    }
}
