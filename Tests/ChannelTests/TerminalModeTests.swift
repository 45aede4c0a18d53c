import Channels
import Glibc
import HAL
import Testing
import Twins

/// What termios(3) is told; a pty obeys little of it, so the flags themselves are looked at.
struct TerminalModeTests {
    typealias Row = (
        format: String, flow: SerialSettings.FlowControl, control: UInt32, input: UInt32,
        why: String
    )

    // CS7 20h, CS8 30h, CSTOPB 40h, PARENB 100h, PARODD 200h, PARMRK 8h, INPCK 10h, IXON 400h,
    // IXOFF 1000h.
    // swift-format-ignore
    static let rows: [Row] = [
        ("8N1", .none,    0x0000_0030, 0x0018, "what most devices leave the factory with"),
        ("7E1", .none,    0x0000_0120, 0x0018, "a scale"),
        ("7O1", .none,    0x0000_0320, 0x0018, "an old scale"),
        ("8N2", .none,    0x0000_0070, 0x0018, "a card terminal"),
        ("8M1", .none,    0x4000_0330, 0x0018, "mark is odd parity that sticks"),
        ("8S1", .none,    0x4000_0130, 0x0018, "space is even parity that sticks"),
        ("8N1", .rtsCTS,  0x8000_0030, 0x0018, "the kernel heeds CTS"),
        ("8N1", .xonXOFF, 0x0000_0030, 0x1418, "both ways"),
    ]

    @Test(arguments: rows)
    func `settings become the flags of termios`(_ row: Row) throws {
        let format = try #require(SerialFormat(row.format))
        let settings = SerialSettings(baud: 9600, format: format, flow: row.flow)
        let mode = try TerminalMode(settings, path: "/dev/x")
        #expect(mode.control == row.control)
        #expect(mode.input == row.input)
    }

    @Test func `a port that goes while it is being set is gone, and not a wrong one`() throws {
        let terminal = try PseudoTerminal()
        let descriptor = open(terminal.path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let settings = SerialSettings(baud: 9600)
        let mode = try TerminalMode(settings, path: "port")
        try mode.apply(to: descriptor, path: "port", format: settings.format)
        terminal.unplug()
        var hangUp = pollfd(fd: descriptor, events: 0, revents: 0)
        try #require(poll(&hangUp, 1, 5_000) == 1)
        let error = #expect(throws: DeviceError.self) {
            try mode.apply(to: descriptor, path: "port", format: settings.format)
        }
        #expect(error?.kind == .noHardware)
        #expect(error?.detail.contains("no hardware behind this port") == true)
    }
}
