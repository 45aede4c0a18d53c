import Glibc
public import HAL
public import Twins

/// A serial port that libserialport believes in, on a mocked machine; behind it is a pty.
///
/// The far end of the pty is the wire: bytes, on which a twin can run, or a cable to another port.
public final class MockedSerialPort: Sendable {
    /// The wire.
    public let channel: any ByteChannel
    /// The UART: its lines and counts.
    public let end: SerialEnd
    /// What a channel opens: `/dev/NAME`.
    public let path: String
    private let terminal: PseudoTerminal
    private let server: IoctlServer
    /// Its folder goes when nothing holds it.
    private let machine: MockedMachine

    /// Adds the port `/dev/NAME`, joined to nothing.
    public init(_ name: String, on machine: MockedMachine) throws(DeviceError) {
        self.machine = machine
        terminal = try PseudoTerminal()
        channel = terminal.channel
        path = "/dev/\(name)"
        let device = "/sys/devices/platform/serial8250/tty/\(name)"
        machine.makeFolder(device)
        machine.link("\(device)/device", to: "../../../serial8250")
        machine.link("/sys/class/tty/\(name)", to: "../..\(device.dropFirst(4))")
        machine.link("/dev/\(name)", to: terminal.path)
        let end = SerialEnd()
        self.end = end
        server = IoctlServer(at: "\(machine.directory)/ioctl/dev/\(name)") {
            Self.answer($0, $1, $2, end)
        }
    }

    /// How whoever opened the port has set it: the pty remembers, though it does not obey.
    public var settings: SerialSettings {
        var mode = termios()
        let file = open(terminal.path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        tcgetattr(file, &mode)
        close(file)
        let speeds: [speed_t: Int] = [
            speed_t(B1200): 1200, speed_t(B9600): 9600, speed_t(B19200): 19200,
            speed_t(B38400): 38400, speed_t(B57600): 57600, speed_t(B115200): 115_200,
        ]
        let stopBits = mode.c_cflag & tcflag_t(CSTOPB) != 0 ? 2 : 1
        // CRTSCTS.
        let hasHandshake = mode.c_cflag & 0x8000_0000 != 0
        return SerialSettings(
            baud: speeds[cfgetospeed(&mode)] ?? 115_200,
            format: SerialFormat(dataBits: 8, parity: .none, stopBits: stopBits),
            flow: hasHandshake ? .rtsCTS : .none
        )
    }

    /// Where the port's wire goes.
    public var relayPort: SerialRelay.Port {
        SerialRelay.Port(channel, end) { [weak self] in
            self?.settings ?? SerialSettings(baud: 115_200)
        }
    }

    /// Answers what the kernel's serial drivers answer (tty_ioctl(4)).
    private static func answer(
        _ request: UInt64,
        _ argument: UInt64,
        _ memory: ClientMemory,
        _ end: SerialEnd
    ) -> IoctlAnswer {
        switch request {
        case 0x5415: memory.write(lines(of: end), to: argument)
        case 0x5416: drive(end, memory.read(Int32.self, at: argument), to: true)
        case 0x5417: drive(end, memory.read(Int32.self, at: argument), to: false)
        case 0x5418:
            let bits = memory.read(Int32.self, at: argument)
            drive(end, bits, to: true)
            drive(end, ~bits, to: false)
        case 0x541E:
            // TIOCGSERIAL: a 16550A, so that libserialport lists the port.
            memory.write(Int32(4), to: argument)
            memory.write([UInt8](repeating: 0, count: 68), to: argument + 4)
        case 0x5427: end.startBreak()
        case 0x5428: break
        case 0x545D: writeCounts(of: end, to: argument, memory)
        default: return .run
        }
        return .ok
    }

    /// Each line and its bit in TIOCMGET.
    private static func lines(of end: SerialEnd) -> Int32 {
        let (inputs, outputs) = (end.inputs, end.outputs)
        var bits: Int32 = 0
        if outputs.contains(.dtr) { bits |= 0x002 }
        if outputs.contains(.rts) { bits |= 0x004 }
        if inputs.contains(.cts) { bits |= 0x020 }
        if inputs.contains(.dcd) { bits |= 0x040 }
        if inputs.contains(.ri) { bits |= 0x080 }
        if inputs.contains(.dsr) { bits |= 0x100 }
        return bits
    }

    private static func drive(_ end: SerialEnd, _ bits: Int32, to isOn: Bool) {
        if bits & 0x002 != 0 { end.drive(.dtr, to: isOn) }
        if bits & 0x004 != 0 { end.drive(.rts, to: isOn) }
    }

    /// struct serial_icounter_struct: twenty words, of which five count errors.
    private static func writeCounts(
        of end: SerialEnd,
        to argument: UInt64,
        _ memory: ClientMemory
    ) {
        let counts = end.counts
        memory.write([UInt8](repeating: 0, count: 80), to: argument)
        let words = [counts.framing, counts.overrun, counts.parity, counts.breaks]
        for (index, word) in words.enumerated() {
            memory.write(Int32(truncatingIfNeeded: word), to: argument + UInt64(4 * (6 + index)))
        }
    }
}
