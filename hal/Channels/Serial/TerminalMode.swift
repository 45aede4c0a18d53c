package import Glibc
package import HAL

/// Serial settings in the terms of termios(3): which flags, which speed.
package struct TerminalMode: Sendable {
    /// The control flags that a format and a flow control set, of those in `controlMask`.
    package let control: tcflag_t
    /// The input flags that flow control and the marking of errors set, of those in `inputMask`.
    package let input: tcflag_t
    let speed: speed_t

    static let controlMask = tcflag_t(CSIZE | PARENB | PARODD | CSTOPB) | markParity | handshake
    static let inputMask = tcflag_t(IXON | IXOFF) | errorMask
    /// PARMRK marks what came garbled, if INPCK has it looked at and nothing else gets it first.
    private static let errorMask = tcflag_t(PARMRK | INPCK | IGNPAR | IGNBRK | BRKINT | ISTRIP)
    private static let marks = tcflag_t(PARMRK | INPCK)

    /// The mode of `settings`, or why termios has none.
    package init(_ settings: SerialSettings, path: String) throws(DeviceError) {
        guard let speed = Self.speeds[settings.baud] else {
            let known = Self.speeds.keys.sorted().map(String.init).joined(separator: ", ")
            let detail = "\(path): no baud rate \(settings.baud); there are \(known)"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
        self.speed = speed
        control =
            Self.flags(settings.format) | (settings.flow == .rtsCTS ? Self.handshake : 0)
        input = Self.marks | (settings.flow == .xonXOFF ? tcflag_t(IXON | IXOFF) : 0)
    }

    /// Sets the open port, raw otherwise, and looks whether it took the mode.
    ///
    /// A pty knows 8 data bits without parity only: the kernel says EINVAL, or drops the flags.
    ///
    /// - Throws: `noHardware` when the port has gone; `failure` when it does not do the mode.
    package func apply(
        to descriptor: Int32,
        path: String,
        format: SerialFormat
    ) throws(DeviceError) {
        var settings = try Self.settings(of: descriptor, path)
        cfmakeraw(&settings)
        settings.c_cflag = settings.c_cflag & ~Self.controlMask | control
        settings.c_cflag |= tcflag_t(CLOCAL) | tcflag_t(CREAD)
        settings.c_iflag = settings.c_iflag & ~Self.inputMask | input
        cfsetspeed(&settings, speed)
        let isTaken = try Self.set(settings, on: descriptor, path)
        settings = try Self.settings(of: descriptor, path)
        guard isTaken, settings.c_cflag & Self.controlMask == control,
            settings.c_iflag & Self.errorMask == Self.marks
        else {
            let detail = "\(path): the port does not do \(format) (a pty does 8N1 only)"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
    }

    /// Has an open port mark what comes garbled (termios(3)), whatever else is set.
    static func markErrors(on descriptor: Int32, path: String) throws(DeviceError) {
        var settings = try settings(of: descriptor, path)
        settings.c_iflag = settings.c_iflag & ~errorMask | marks
        let isTaken = try set(settings, on: descriptor, path)
        settings = try Self.settings(of: descriptor, path)
        guard isTaken, settings.c_iflag & errorMask == marks else {
            let detail = "\(path): the port does not mark garbled characters"
            throw DeviceError(.failure, detail, mayHaveRun: false)
        }
    }

    /// How an open port is set.
    ///
    /// A port that goes while it is being opened says EIO, and so does one without hardware: Linux
    /// keeps a name for a 16550 whose card was taken out (`serial8250_unregister_port`), and lets
    /// it be opened.
    private static func settings(
        of descriptor: Int32,
        _ path: String
    ) throws(DeviceError) -> termios {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else {
            guard errno == ENOTTY else { throw PortClaim.error(errno, path) }
            throw DeviceError(.failure, "\(path): not a serial port or terminal", mayHaveRun: false)
        }
        return settings
    }

    /// Sets an open port; false when it says that it cannot do that.
    private static func set(
        _ settings: termios,
        on descriptor: Int32,
        _ path: String
    ) throws(DeviceError) -> Bool {
        var settings = settings
        if tcsetattr(descriptor, TCSANOW, &settings) == 0 { return true }
        guard errno == EINVAL else { throw PortClaim.error(errno, path) }
        return false
    }

    private static func flags(_ format: SerialFormat) -> tcflag_t {
        let parity: tcflag_t =
            switch format.parity {
            case .none: 0
            case .even: tcflag_t(PARENB)
            case .odd: tcflag_t(PARENB | PARODD)
            case .mark: tcflag_t(PARENB | PARODD) | markParity
            case .space: tcflag_t(PARENB) | markParity
            }
        let size = tcflag_t(format.dataBits == 7 ? CS7 : CS8)
        return size | parity | (format.stopBits == 2 ? tcflag_t(CSTOPB) : 0)
    }

    /// CMSPAR of the kernel's termbits.h: the parity bit does not depend on the data.
    private static let markParity: tcflag_t = 0x4000_0000
    /// CRTSCTS of the kernel's termbits.h.
    private static let handshake: tcflag_t = 0x8000_0000

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
