import Glibc

/// The address sanitizer in this program, if it was built with it.
enum Sanitizer {
    private typealias SetCallback = @convention(c) (@convention(c) () -> Void) -> Void

    private static let setCallback: SetCallback? = {
        guard let symbol = dlsym(nil, "__sanitizer_set_death_callback") else { return nil }
        return unsafeBitCast(symbol, to: SetCallback.self)
    }()

    /// Whether it watches.
    static var isThere: Bool { setCallback != nil }

    /// Has `body` called when it has found a fault, before the program ends.
    static func whenFound(_ body: @convention(c) () -> Void) {
        setCallback?(body)
    }

    /// Says something on the error output.
    static func say(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}

/// What is being executed, for whoever reports its failure.
enum Watch {
    /// Longer than any execution takes: whatever is at it then goes round for ever.
    private static let patience: UInt32 = 20

    // One thread executes; the handlers only read, when it has stopped.
    nonisolated(unsafe) private static var name = ""
    nonisolated(unsafe) private static var seed: UInt64 = 0

    /// Reports faults, traps and executions that do not end.
    static func start() {
        Sanitizer.whenFound { Watch.tell("found a fault") }
        for trap in [SIGILL, SIGTRAP, SIGABRT] where !Sanitizer.isThere {
            signal(trap) { _ in
                Watch.tell("trapped")
                _exit(1)
            }
        }
        signal(SIGALRM) { _ in
            Watch.tell("does not end")
            _exit(1)
        }
    }

    /// Notes what is executed from now on.
    static func now(_ name: String, _ seed: UInt64) {
        (Self.name, Self.seed) = (name, seed)
        if seed & 255 == 0 { alarm(patience) }
    }

    private static func tell(_ what: String) {
        Sanitizer.say("FAILED \(name) \(what); again with --only \(name) --once \(seed)\n")
    }
}
