import Glibc

/// What this process holds of the system: open files, threads, memory.
package struct Handles: Equatable, Sendable {
    /// Open file descriptors.
    package let files: Int
    /// Threads, the system's own pool among them.
    package let threads: Int
    /// Resident memory in bytes.
    package let memory: Int

    /// What is held now.
    package static var now: Handles {
        Handles(
            files: count("/proc/self/fd"),
            threads: count("/proc/self/task"),
            memory: resident()
        )
    }

    /// Whether more files or threads are held than in `other`.
    package func exceeds(_ other: Handles) -> Bool {
        files > other.files || threads > other.threads
    }

    private static func count(_ path: String) -> Int {
        guard let folder = opendir(path) else { return 0 }
        defer { closedir(folder) }
        var entries = 0
        while readdir(folder) != nil { entries += 1 }
        return entries
    }

    /// The second number of `/proc/self/statm`, in pages.
    private static func resident() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
        let words = bytes.split(separator: UInt8(ascii: " "))
        let pages = words.dropFirst().first.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
        return (pages ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
