internal import FoundationEssentials
internal import Glibc

/// A program that is started, listened to, and stopped.
final class ChildProgram {
    private let process: pid_t
    private let output: Int32
    private var heard = ""
    private var hasEnded = false

    /// Starts the program at `path`; it says what it says to us, and its errors to whom we say
    /// ours.
    init(path: String, _ arguments: [String]) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw BenchFault("no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let fault = posix_spawn(&process, path, &actions, nil, &words, environ)
        _ = Glibc.close(ends[1])
        guard fault == 0 else {
            _ = Glibc.close(ends[0])
            throw BenchFault("\(path): \(String(cString: strerror(fault))); build it first")
        }
        self.process = process
        output = ends[0]
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

    /// Asks it to end, and makes it after three seconds.
    func stop() {
        if isRunning { kill(process, SIGTERM) }
        for _ in 0..<300 where isRunning { usleep(10_000) }
        if isRunning {
            kill(process, SIGKILL)
            while isRunning { usleep(1_000) }
        }
        _ = Glibc.close(output)
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
