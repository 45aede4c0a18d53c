internal import FoundationEssentials
internal import Glibc

/// A program that is started, listened to, and stopped.
final class ChildProgram {
    private let process: pid_t
    private let input: Int32
    private let output: Int32
    private var heard = ""
    private var hasEnded = false

    /// Starts the program at `path`.
    ///
    /// It hears what we say and says what it says to us, and its errors to whom we say ours;
    /// `variables` are added to its environment.
    init(path: String, _ arguments: [String], variables: [String] = []) throws {
        let (input, output) = (try Self.pipe(), try Self.pipe())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.reading, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output.writing, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A task's thread has its signals blocked, and a child with that mask hears no SIGTERM; nor
        // do its own children.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = Self.strings([path] + arguments)
        var environment = Self.strings(variables + Self.environment)
        defer { for word in words + environment { free(word) } }
        var process: pid_t = 0
        let fault = posix_spawn(&process, path, &actions, &attributes, &words, &environment)
        for end in [input.reading, output.writing] { _ = Glibc.close(end) }
        guard fault == 0 else {
            for end in [input.writing, output.reading] { _ = Glibc.close(end) }
            throw BenchFault("\(path): \(String(cString: strerror(fault))); build it first")
        }
        self.process = process
        self.input = input.writing
        self.output = output.reading
    }

    /// Two ends that no other child inherits.
    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw BenchFault("no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// What `execve` takes; each is to be freed.
    private static func strings(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        words.map { strdup($0) } + [nil]
    }

    /// Our own environment.
    private static var environment: [String] {
        ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
    }

    /// Says a line to it, and returns the line that it answers.
    func ask(_ line: String) throws -> String {
        let bytes = Array("\(line)\n".utf8)
        guard write(input, bytes, bytes.count) == bytes.count else {
            throw BenchFault("it no longer listens to `\(line)`")
        }
        var answer: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1, byte != 10 { answer.append(byte) }
        guard byte == 10 else { throw BenchFault("it ended before it answered `\(line)`") }
        return String(decoding: answer, as: UTF8.self)
    }

    /// The program `name` of the folder that this one is in.
    static func beside(_ name: String) -> String {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folders = (own ?? "").split(separator: "/").dropLast()
        return "/" + (folders + [name[...]]).joined(separator: "/")
    }

    /// Returns when the program has said a line that begins with `start`.
    func wait(forLine start: String) throws {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !heard.split(separator: "\n").contains(where: { $0.hasPrefix(start) }) {
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { throw BenchFault("it ended before it said `\(start)`") }
            heard += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    /// Whether it has not ended.
    var isRunning: Bool {
        guard !hasEnded else { return false }
        var status: Int32 = 0
        hasEnded = waitpid(process, &status, WNOHANG) == process
        return !hasEnded
    }

    /// What it holds of the machine's memory now.
    var memory: Memory { Memory(status: Text.of("/proc/\(process)/status")) }

    /// Lets it end by itself: says nothing more to it, hears it out, and returns its exit status.
    func finish() throws -> Int32 {
        _ = Glibc.close(input)
        var buffer = [UInt8](repeating: 0, count: 4096)
        while read(output, &buffer, buffer.count) > 0 {}
        _ = Glibc.close(output)
        var status: Int32 = 0
        guard waitpid(process, &status, 0) == process else { throw BenchFault("no such child") }
        hasEnded = true
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// Asks it to end, and makes it after three seconds.
    func stop() {
        if isRunning { kill(process, SIGTERM) }
        for _ in 0..<300 where isRunning { usleep(10_000) }
        if isRunning {
            kill(process, SIGKILL)
            while isRunning { usleep(1_000) }
        }
        for end in [input, output] { _ = Glibc.close(end) }
    }
}

extension ChildProgram {
    /// The processor time that it has had, in its own code and in the kernel's for it.
    var processorTime: Duration {
        // The name, in brackets, may hold blanks: times are the 14th and 15th field of the line.
        let fields =
            Text.of("/proc/\(process)/stat").split(separator: ")").last?
            .split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let kernel = Int(fields[12]) else {
            return .zero
        }
        return .milliseconds((user + kernel) * 1000 / sysconf(Int32(_SC_CLK_TCK)))
    }
}

/// What of a program is in memory, in MB of 1,000,000 bytes.
struct Memory {
    /// Everything (VmRSS).
    var resident = 0.0
    /// What it has written itself (RssAnon).
    var anonymous = 0.0
    /// Pages of its program, libraries and mapped files (RssFile), which others may share.
    var file = 0.0

    init() {}

    /// As the kernel's file `status` states it, in KiB.
    init(status: String) {
        for line in status.split(separator: "\n") {
            let words = line.split(whereSeparator: { " \t:".contains($0) })
            guard words.count > 1, let kibibytes = Double(words[1]) else { continue }
            switch words[0] {
            case "VmRSS": resident = kibibytes * 1024 / 1e6
            case "RssAnon": anonymous = kibibytes * 1024 / 1e6
            case "RssFile": file = kibibytes * 1024 / 1e6
            default: continue
            }
        }
    }
}
