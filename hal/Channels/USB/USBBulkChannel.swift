public import HAL
import Wire

/// Bytes over the two bulk endpoints of a USB interface: a printer, or what a maker liked.
///
/// Print data leave in transfers of at most 64 KB; one transfer for what comes back is always
/// under way. A stalled endpoint is made to work again, and the call that met it throws.
public final class USBBulkChannel: ByteChannel {
    /// The claimed interface, for requests beside the bytes.
    public let interface: USBInterface
    private let output: USBEndpoint
    private let incoming: BytePipe
    private let writers = Turn()
    private let reader: Task<Void, Never>

    /// Takes over a claimed interface; it needs both directions, for a printer without a way back
    /// cannot prove anything.
    public init(_ interface: USBInterface) throws(DeviceError) {
        let input = try interface.endpoint(.bulk, isIn: true)
        output = try interface.endpoint(.bulk, isIn: false)
        let incoming = BytePipe(capacity: 65_536)
        // A whole number of the largest packets, so that no packet overflows.
        let reading = USBReader(interface: interface, endpoint: input, limit: 4096)
        reader = Task {
            let end = await reading.run { bytes throws(DeviceError) in
                try await incoming.write(bytes, by: .now + .seconds(1_000_000))
            }
            incoming.end(end)
        }
        self.interface = interface
        self.incoming = incoming
    }

    /// Opens the device that `query` means and claims its interface of that class.
    public convenience init(
        _ query: USBQuery,
        _ kind: USBInterfaceClass,
        on bus: USBBus
    ) throws(DeviceError) {
        try self.init(try bus.open(query, kind))
    }

    deinit {
        reader.cancel()
    }

    /// Gives the interface back, to the kernel's driver if it had one; returns when it is done.
    public func close() async {
        reader.cancel()
        await reader.value
        interface.release()
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await incoming.read(upTo: limit, by: deadline)
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await writers.take(by: deadline)
        defer { writers.giveBack() }
        var sent = 0
        while sent < bytes.count {
            let piece = Array(bytes[sent...].prefix(65_536))
            let outcome = await interface.send(piece, to: output, by: deadline)
            sent += outcome.count
            if outcome.end == .stalled { interface.clearHalt(output) }
            let step = "\(sent) of \(bytes.count) bytes left"
            if let error = USBFault.transfer(outcome, interface.name, step) { throw error }
        }
    }
}
