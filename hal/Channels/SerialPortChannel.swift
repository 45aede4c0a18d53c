import CSerialPort
import Glibc
public import HAL
import Wire

/// A serial port by libserialport: any baud rate, modem lines set as the port needs them.
///
/// Raw, 8 data bits, no parity, 1 stop bit, no flow control, DTR and RTS on: many displays and
/// scanners draw their power from them. libserialport 0.1.1 opens no pty and resolves no symlink,
/// and does not keep a second opener off; the first is `TTYChannel`'s work, the others are done
/// here. Reading and writing then go by the port's descriptor, as for any tty.
public final class SerialPortChannel: ByteChannel {
    private let port: Port
    private let channel: DescriptorChannel

    /// Opens and claims `path`, a device or a symlink to one.
    public init(path: String, baud: Int) throws(DeviceError) {
        let port = try Port.named(path)
        var descriptor: Int32 = -1
        try port.check(sp_get_port_handle(port.pointer, &descriptor), "handle")
        try PortClaim.claim(descriptor, path)
        try port.check(sp_set_baudrate(port.pointer, Int32(clamping: baud)), "baud rate \(baud)")
        try port.check(sp_set_bits(port.pointer, 8), "8 data bits")
        try port.check(sp_set_parity(port.pointer, SP_PARITY_NONE), "no parity")
        try port.check(sp_set_stopbits(port.pointer, 1), "1 stop bit")
        try port.check(sp_set_flowcontrol(port.pointer, SP_FLOWCONTROL_NONE), "no flow control")
        try port.check(sp_flush(port.pointer, SP_BUF_BOTH), "flush")
        // A second descriptor, so that each of the two owners closes its own.
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw PortClaim.error(errno, path) }
        self.port = port
        channel = DescriptorChannel(copy, name: path)
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
        try await channel.read(upTo: limit, by: deadline)
    }
}

/// An open `sp_port`.
///
/// Unchecked, and safe: the pointer is used by the one task that opens the port, before anything
/// else can see it, and once more at the very end to close it.
private final class Port: @unchecked Sendable {
    let pointer: OpaquePointer
    private let path: String

    private init(_ pointer: OpaquePointer, _ path: String) throws(DeviceError) {
        self.pointer = pointer
        self.path = path
        try check(sp_open(pointer, SP_MODE_READ_WRITE), "open")
    }

    /// Opens the port called `path`, or the one that `path` is a symlink to.
    static func named(_ path: String) throws(DeviceError) -> Port {
        var found: OpaquePointer?
        if sp_get_port_by_name(path, &found) == SP_OK, let found { return try Port(found, path) }
        let device = try PortClaim.resolve(path)
        if sp_get_port_by_name(device, &found) == SP_OK, let found { return try Port(found, path) }
        let detail = "\(path): libserialport knows no serial port \(device)"
        throw DeviceError(.noHardware, detail)
    }

    deinit {
        sp_close(pointer)
        sp_free_port(pointer)
    }

    /// Turns libserialport's code for `step` into an error.
    func check(_ code: sp_return, _ step: String) throws(DeviceError) {
        switch code {
        case SP_OK: return
        case SP_ERR_FAIL:
            let reason = PortClaim.error(sp_last_error_code(), path)
            throw DeviceError(reason.kind, "\(reason.detail) (\(step))", mayHaveRun: false)
        case SP_ERR_SUPP:
            throw DeviceError(.failure, "\(path): the port does not do \(step)", mayHaveRun: false)
        default:
            throw DeviceError(.failure, "\(path): \(step) refused", mayHaveRun: false)
        }
    }
}
