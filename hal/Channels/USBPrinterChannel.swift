public import HAL
import Wire

/// A USB printer (class 07) by libusb 1.0.26: bulk OUT for print data, bulk IN for answers.
///
/// It never resets the device and never sets a configuration: either makes some printers lose the
/// first job after it. It claims the printer interface alone, takes it from the kernel's `usblp`
/// and gives it back at the end. A device that was unplugged is gone for this channel even when it
/// comes back: libusb's handle stays dead, and the till opens a new channel.
public final class USBPrinterChannel: ByteChannel {
    private let printer: USBPrinter
    private let incoming: BytePipe
    private let worker = Worker()
    private let writers = Turn()
    private let life: USBReaderLife

    /// Opens the first printer with this vendor and product number.
    public init(vendor: UInt16, product: UInt16) throws(DeviceError) {
        let printer = try USBPrinter(vendor: vendor, product: product)
        let incoming = BytePipe(capacity: 65_536)
        let life = USBReaderLife()
        PermanentThread.start { Self.receive(from: printer, into: incoming, while: life) }
        self.printer = printer
        self.incoming = incoming
        self.life = life
    }

    deinit {
        life.end()
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
        let printer = printer
        let outcome = await worker.run { () -> Result<Void, DeviceError> in
            Result { () throws(DeviceError) in try printer.send(bytes, by: deadline) }
        }
        try outcome.get()
    }

    /// The reader thread.
    ///
    /// A transfer lasts a quarter of a second at most, so that it sees the end of its life.
    private static func receive(
        from printer: USBPrinter,
        into pipe: BytePipe,
        while life: USBReaderLife
    ) {
        while life.goesOn {
            do throws(DeviceError) {
                var rest = try printer.receive(waitMilliseconds: 250)[...]
                while !rest.isEmpty, life.goesOn {
                    rest = rest.dropFirst(try pipe.offer(rest))
                    if !rest.isEmpty { USBReaderLife.nap() }
                }
            } catch {
                return pipe.end(error)
            }
        }
    }
}
