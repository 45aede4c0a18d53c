internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The terminal in our hands: keys one by one, its second screen, no cursor.
///
/// It is given back as it was, however the program ends, short of SIGKILL.
public final class RawTerminal: Sendable {
    private let before: Mutex<termios?>

    /// Whether both ends are a terminal.
    public static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Takes the terminal over.
    public init() {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else {
            before = Mutex(nil)
            return
        }
        before = Mutex(settings)
        // Keys come at once and are not echoed; ^C still is a signal, ^Z would leave us half drawn.
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        settings.c_cc.10 = 0  // VSUSP
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
        Self.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
    }

    /// Gives it back; a second call does nothing.
    public func restore() {
        let settings = before.withLock { before in
            defer { before = nil }
            return before
        }
        guard var settings else { return }
        Self.write("\u{1B}[?25h\u{1B}[?1049l")
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    deinit { restore() }

    /// Its size now, in cells.
    public var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Draws `lines` from the top; what was there before does not shine through.
    public func draw(_ lines: [String]) {
        let body = lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
        Self.write("\u{1B}[H" + body + "\u{1B}[J")
    }

    /// The keys as they are pressed, read by a thread of its own, for a read cannot be cancelled.
    public func keys() -> AsyncStream<Character> {
        AsyncStream { continuation in
            Self.startThread {
                var byte: UInt8 = 0
                while read(STDIN_FILENO, &byte, 1) == 1 {
                    continuation.yield(Character(Unicode.Scalar(byte)))
                }
                continuation.finish()
            }
        }
    }

    private static func startThread(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Box(body))
        var thread = pthread_t()
        let result = pthread_create(
            &thread,
            nil,
            { pointer in
                if let pointer { Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body() }
                return nil
            },
            box.toOpaque()
        )
        if result == 0 { pthread_detach(thread) } else { box.release() }
    }

    private final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
