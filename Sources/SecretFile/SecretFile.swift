internal import Glibc

/// A small file that nobody but its owner may read: a key, a pairing.
///
/// It appears whole or not at all, also in a power cut. One that others may read is refused and not
/// mended: somebody may have read it already.
public enum SecretFile {
    /// Why there is no secret: which file, what is wrong with it, and what to do.
    public struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
        public let description: String

        /// A problem, in words for the person at the box.
        public init(_ description: String) {
            self.description = description
        }
    }

    /// What the file at `path` holds, but no more than `limit` bytes; nil when there is none.
    public static func read(_ path: String, limit: Int) throws(Problem) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw problem(path, errno)
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw problem(path, errno) }
        guard facts.st_mode & 0o077 == 0 else {
            let fix = "chmod 600 it, and make a new one if somebody may have read it"
            throw Problem("\(path): others may read this secret; \(fix)")
        }
        var bytes = [UInt8](repeating: 0, count: limit)
        defer { for index in bytes.indices { bytes[index] = 0 } }
        let count = Glibc.read(file, &bytes, limit)
        guard count >= 0 else { throw problem(path, errno) }
        return Array(bytes.prefix(count))
    }

    /// Puts `secret` at `path`, unless a file is there: then that one stays.
    public static func make(
        _ path: String,
        _ secret: UnsafeRawBufferPointer
    ) throws(Problem) {
        try draft(path, secret) { draft throws(Problem) in
            // A link and no rename: it does not take the place of one that is there.
            guard link(draft, path) == 0 || errno == EEXIST else { throw problem(path, errno) }
        }
    }

    /// Puts `secret` at `path`, in the place of whatever is there.
    public static func replace(
        _ path: String,
        _ secret: UnsafeRawBufferPointer
    ) throws(Problem) {
        try draft(path, secret) { draft throws(Problem) in
            guard rename(draft, path) == 0 else { throw problem(path, errno) }
        }
    }

    /// Puts `secret` at `path`, unless a file is there: then that one stays.
    public static func make(_ path: String, _ secret: [UInt8]) throws(Problem) {
        try outcome(of: secret) { secret throws(Problem) in try make(path, secret) }
    }

    /// Puts `secret` at `path`, in the place of whatever is there.
    public static func replace(_ path: String, _ secret: [UInt8]) throws(Problem) {
        try outcome(of: secret) { secret throws(Problem) in try replace(path, secret) }
    }

    private static func outcome(
        of secret: [UInt8],
        _ work: (UnsafeRawBufferPointer) throws(Problem) -> Void
    ) throws(Problem) {
        let outcome = secret.withUnsafeBytes { bytes in
            Result { () throws(Problem) in try work(bytes) }
        }
        try outcome.get()
    }

    /// Takes the file at `path` away, if there is one.
    public static func remove(_ path: String) {
        unlink(path)
    }

    /// Writes beside `path` what `place` then puts there.
    private static func draft(
        _ path: String,
        _ secret: UnsafeRawBufferPointer,
        place: (String) throws(Problem) -> Void
    ) throws(Problem) {
        let draft = "\(path).\(getpid())"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw problem(draft, errno) }
        defer {
            close(file)
            unlink(draft)
        }
        guard write(file, secret.baseAddress, secret.count) == secret.count, fsync(file) == 0
        else { throw problem(draft, errno) }
        try place(draft)
        try settle(path)
    }

    /// Makes the folder remember the file's name.
    private static func settle(_ path: String) throws(Problem) {
        let end = path.lastIndex(of: "/")
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw problem(folder, errno) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw problem(folder, errno) }
    }

    private static func problem(_ path: String, _ code: Int32) -> Problem {
        let reason = String(cString: strerror(code))
        return Problem("\(path): \(reason); this user has to own it and its folder")
    }
}
