import Glibc

/// What the kernel itself says after all that was done to it.
enum KernelChecks {
    static let all = [
        Check("kernel.log", "the kernel has not stumbled") { _ in
            let signs = ["BUG:", "Oops", "WARNING:", "general protection", "Call Trace", "traps:"]
            let lines = log()
            try require(!lines.isEmpty, "the kernel's log cannot be read")
            let bad = lines.filter { line in signs.contains { line.contains($0) } }
            try require(bad.isEmpty, bad.prefix(3).joined(separator: " | "))
            return "\(lines.count) lines in its log, no fault among them"
        }
    ]

    /// Everything that is still in the kernel's buffer: `/dev/kmsg` gives a record a read.
    private static func log() -> [String] {
        let descriptor = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var records: [String] = []
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            // EPIPE: older records were overwritten meanwhile, and the next read goes on.
            guard count > 0 || errno == EPIPE else { return records }
            if count > 0 { records.append(String(decoding: buffer[..<count], as: UTF8.self)) }
        }
    }
}
