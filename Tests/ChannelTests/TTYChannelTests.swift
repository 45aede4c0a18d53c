import Channels
import Glibc
import HAL
import Testing
import Twins

struct TTYChannelTests {
    private var soon: Deadline { .now + .seconds(5) }

    // swift-format-ignore
    static let refusals: [(path: String, baud: Int, kind: DeviceError.Kind, says: String, why: String)] = [
        ("/dev/ttyNONE", 9600,  .noHardware, "/dev/ttyNONE", "unplugged, or renamed by the kernel"),
        ("/dev/null",    9600,  .failure,    "not a serial", "a file that is no tty"),
        ("/dev/null",    12345, .failure,    "12345",        "a baud rate that no termios has"),
    ]

    @Test(arguments: refusals)
    func `a port that cannot be used is refused with the reason`(
        _ row: (path: String, baud: Int, kind: DeviceError.Kind, says: String, why: String)
    ) {
        let error = #expect(throws: DeviceError.self) {
            try TTYChannel(path: row.path, baud: row.baud)
        }
        #expect(error?.kind == row.kind)
        #expect(error?.detail.contains(row.says) == true)
    }

    @Test func `a port is one program's at a time`() throws {
        let terminal = try PseudoTerminal()
        let first = try TTYChannel(path: terminal.path, baud: 9600)
        let error = #expect(throws: DeviceError.self) {
            try TTYChannel(path: terminal.path, baud: 9600)
        }
        #expect(error?.kind == .busy)
        _ = first
    }

    @Test func `a till that comes back opens the port again and hears nothing old`() async throws {
        let terminal = try PseudoTerminal()
        let before = try TTYChannel(path: terminal.path, baud: 9600)
        try await terminal.channel.write([1, 2, 3], by: soon)
        before.close()
        var after: TTYChannel?
        for _ in 0..<100 where after == nil {
            after = try? TTYChannel(path: terminal.path, baud: 9600)
            try await Task.sleep(for: .milliseconds(5))
        }
        let channel = try #require(after)
        try await terminal.channel.write([9], by: soon)
        #expect(try await channel.read(upTo: 99, by: soon) == [9])
        await #expect(throws: DeviceError.self) { try await before.write([1], by: soon) }
    }

    @Test func `a pulled cable is no hardware, once what had come is read`() async throws {
        let terminal = try PseudoTerminal()
        let channel = try TTYChannel(path: terminal.path, baud: 9600)
        try await terminal.channel.write([5], by: soon)
        #expect(try await channel.read(upTo: 9, by: soon) == [5])
        terminal.unplug()
        let error = await #expect(throws: DeviceError.self) {
            try await channel.read(upTo: 9, by: soon)
        }
        #expect(error?.kind == .noHardware)
    }

    @Test func `bytes pass raw: no echo, no line, no translation`() async throws {
        let terminal = try PseudoTerminal()
        let channel = try TTYChannel(path: terminal.path, baud: 9600)
        let all = Array(UInt8.min...UInt8.max)
        try await channel.write(all, by: soon)
        #expect(try await terminal.channel.read(exactly: 256, by: soon) == all)
        try await terminal.channel.write(all, by: soon)
        #expect(try await channel.read(exactly: 256, by: soon) == all)
    }

    @Test func `a twin is found by its name on the bench, and gone with it`() async throws {
        var template = Array("/tmp/suanpan-bench-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        let directory = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        defer { rmdir(directory) }
        let path = "\(directory)/printer"
        do {
            var terminal = try PseudoTerminal(name: "printer", in: directory)
            #expect(terminal.path == path)
            // A bench that starts a twin anew: the old pty must not take the new link with it.
            terminal = try PseudoTerminal(name: "printer", in: directory)
            let channel = try TTYChannel(path: path, baud: 115_200)
            try await channel.write([0x1B, 0x40], by: soon)
            #expect(try await terminal.channel.read(exactly: 2, by: soon) == [0x1B, 0x40])
        }
        #expect(access(path, F_OK) != 0)
    }
}
