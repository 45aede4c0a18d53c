import CSerialPort
import Glibc
public import HAL
import Wire

/// A serial port by libserialport: any baud rate, modem lines set as the port needs them.
///
/// libserialport 0.1.1 opens no pty and resolves no symlink, and does not keep a second opener
/// off; the first is `TTYChannel`'s work, the others are done here. Reading, writing and the modem
/// lines then go by the port's descriptor, as for any tty. libserialport says nothing of garbled
/// characters either (it has the tty pass them as noughts, or as they came), so the tty is told to
/// mark them, and each is a `failure` in the place of the bytes.
public final class SerialPortChannel: ByteChannel, SerialLine {
    private let port: SerialPort
    private let path: String
    private let channel: DescriptorChannel
    private let input: CleanInput

    /// Opens and claims `path`, a device or a symlink to one, at 8N1 without flow control.
    public convenience init(path: String, baud: Int) throws(DeviceError) {
        try self.init(path: path, settings: SerialSettings(baud: baud))
    }

    /// Opens and claims `path`, a device or a symlink to one.
    ///
    /// - Throws: `failure` when the port does not do what `settings` ask.
    public init(path: String, settings: SerialSettings) throws(DeviceError) {
        let port = try SerialPort.named(path)
        // A second descriptor, so that each of the two owners closes its own; they share the lock.
        let copy = fcntl(port.descriptor, F_DUPFD_CLOEXEC, 0)
        let claim = try Claim(copy) { PortClaim.error($0, path) }
        try PortClaim.lock(claim, path)
        try port.configure(settings)
        try port.flush()
        self.port = port
        self.path = path
        channel = DescriptorChannel(claim.handOver(), name: path)
        input = CleanInput(channel, name: path) {
            try? LineControl(descriptor: port.descriptor, path: path).counts()
        }
    }

    /// The serial ports of this machine as libserialport sees them, for a technician.
    public static func portNames() -> [String] {
        var list: UnsafeMutablePointer<OpaquePointer?>?
        guard sp_list_ports(&list) == SP_OK, let list else { return [] }
        defer { sp_free_port_list(list) }
        var names: [String] = []
        var index = 0
        while let port = list[index] {
            if let name = sp_get_port_name(port) { names.append(String(cString: name)) }
            index += 1
        }
        return names
    }

    public func write(_ bytes: [UInt8], by deadline: Deadline) async throws(DeviceError) {
        try await channel.write(bytes, by: deadline)
    }

    public func read(
        upTo limit: Int,
        by deadline: Deadline
    ) async throws(DeviceError) -> [UInt8] {
        try await input.read(upTo: limit, by: deadline)
    }

    public func configure(_ settings: SerialSettings) throws(DeviceError) {
        try port.configure(settings)
    }

    public func modemInputs() throws(DeviceError) -> ModemInputs {
        try control.inputs()
    }

    public func set(_ output: ModemOutput, to isOn: Bool) throws(DeviceError) {
        try control.set(output, to: isOn)
    }

    public func sendBreak(lasting duration: Duration) async throws(DeviceError) {
        try control.setBreak(to: true)
        try? await Task.sleep(for: duration)
        try control.setBreak(to: false)
    }

    public func lineCounts() throws(DeviceError) -> LineCounts {
        try control.counts()
    }

    private var control: LineControl { LineControl(descriptor: port.descriptor, path: path) }
}
