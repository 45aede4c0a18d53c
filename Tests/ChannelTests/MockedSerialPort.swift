import Glibc
import Twins

/// A serial port that libserialport believes in: Debian's umockdev preload shows it this directory
/// in place of `/sys` and `/dev`, and asks a socket in it what the port's modem lines say.
///
/// Behind the port is a pty of ours, so the far end is the same as for any twin.
final class MockedSerialPort: Sendable {
    static let preload = "/usr/lib/x86_64-linux-gnu/libumockdev-preload.so.0"

    let terminal: PseudoTerminal
    let path: String

    /// Adds the port `/dev/NAME` to the mocked machine in `directory`.
    init(_ name: String, in directory: String) throws {
        terminal = try PseudoTerminal()
        path = "/dev/\(name)"
        let device = "\(directory)/sys/devices/platform/serial8250/tty/\(name)"
        for folder in ["\(directory)/dev", "\(directory)/ioctl/dev", "\(directory)/sys/class/tty"] {
            Self.makeFolder(folder)
        }
        Self.makeFolder(device)
        symlink("../../../serial8250", "\(device)/device")
        symlink(
            "../../devices/platform/serial8250/tty/\(name)",
            "\(directory)/sys/class/tty/\(name)"
        )
        symlink(terminal.path, "\(directory)/dev/\(name)")
        Self.serveControls(at: "\(directory)/ioctl/dev/\(name)")
    }

    private static func makeFolder(_ path: String) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            mkdir(made, 0o755)
        }
    }

    /// Answers the ioctls of every opening of the port, each on a thread of its own.
    private static func serveControls(at path: String) {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        listen(listener, 8)
        startThread {
            while true {
                let client = accept(listener, nil, nil)
                if client < 0 { return }
                startThread { serve(client) }
            }
        }
    }

    /// The preload's protocol: messages of three 64-bit words.
    ///
    /// `1 request address` asks for an ioctl; `6 address length` and bytes write to the asker's
    /// memory, `4` lets it do the real call, `3 result errno` ends it.
    private static func serve(_ client: Int32) {
        var words = [UInt64](repeating: 0, count: 3)
        while recv(client, &words, 24, Int32(MSG_WAITALL)) == 24 {
            var answer: [UInt64] = [3, 0, 0]
            switch words[1] {
            case 0x5415:
                // TIOCMGET: clear to send, data set ready, carrier.
                var lines: Int32 = 0x160
                var write: [UInt64] = [6, words[2], 4]
                send(client, &write, 24, 0)
                send(client, &lines, 4, 0)
            case 0x5416, 0x5417, 0x5418:
                // TIOCMBIS, TIOCMBIC, TIOCMSET: any lines will do.
                break
            default:
                var run: [UInt64] = [4, 0, 0]
                send(client, &run, 24, 0)
                guard recv(client, &words, 24, Int32(MSG_WAITALL)) == 24 else { return }
                answer = [3, words[1], words[2]]
            }
            send(client, &answer, 24, 0)
        }
    }
}

/// Runs `body` on a thread that may block.
private func startThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    pthread_create(
        &thread,
        nil,
        { argument in
            if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
        },
        Unmanaged.passRetained(Box(body)).toOpaque()
    )
}
