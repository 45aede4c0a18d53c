import Glibc
public import HAL
import Wire

/// A tty by the kernel's own interface: a serial port, a CDC-ACM device, a twin's pty.
///
/// Raw, 8 data bits, no parity, 1 stop bit, no flow control. Opening takes the port for this
/// program alone and drops what had arrived before: an answer from an earlier life answers nothing.
public final class TTYChannel: ByteChannel {
    private let channel: DescriptorChannel

    /// Opens and claims `path`, a device or a symlink to one.
    public init(path: String, baud: Int) throws(DeviceError) {
        guard let speed = Self.speeds[baud] else {
            let known = Self.speeds.keys.sorted().map(String.init).joined(separator: ", ")
            throw DeviceError(.failure, "\(path): no baud rate \(baud); there are \(known)")
        }
        let device = try PortClaim.resolve(path)
        let descriptor = open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw PortClaim.error(errno, path) }
        do throws(DeviceError) {
            try PortClaim.claim(descriptor, path)
            try Self.configure(descriptor, path, speed)
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
        channel = DescriptorChannel(descriptor, name: path)
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

    /// Gives the port back; every call from now on throws `noHardware`.
    public func close() {
        channel.close()
    }

    private static func configure(
        _ descriptor: Int32,
        _ path: String,
        _ speed: speed_t
    ) throws(DeviceError) {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else {
            throw DeviceError(.failure, "\(path): not a serial port or terminal")
        }
        cfmakeraw(&settings)
        settings.c_cflag &= ~(tcflag_t(CSTOPB) | tcflag_t(CRTSCTS))
        settings.c_cflag |= tcflag_t(CLOCAL) | tcflag_t(CREAD)
        cfsetspeed(&settings, speed)
        guard tcsetattr(descriptor, TCSANOW, &settings) == 0 else {
            throw PortClaim.error(errno, path)
        }
        tcflush(descriptor, TCIOFLUSH)
    }

    private static let speeds: [Int: speed_t] = [
        1200: speed_t(B1200),
        2400: speed_t(B2400),
        4800: speed_t(B4800),
        9600: speed_t(B9600),
        19200: speed_t(B19200),
        38400: speed_t(B38400),
        57600: speed_t(B57600),
        115200: speed_t(B115200),
        230400: speed_t(B230400),
        460800: speed_t(B460800),
        921600: speed_t(B921600),
    ]
}
