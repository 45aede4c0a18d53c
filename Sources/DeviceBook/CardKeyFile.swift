internal import Glibc
public import HAL

/// The file with the key of a box's card tokens: 32 bytes that nobody else may read.
///
/// A box makes it at its first start, so that a card gives the same token after every start. For
/// one token a card in a whole shop, the same file is put on each of its boxes. It is a secret and
/// no setting: whoever has it can try all bank numbers until one gives a token; so a file that
/// others may read is refused, not mended.
public enum CardKeyFile {
    /// The name of the file in a till's data folder.
    public static let fileName = "card.key"

    /// Why there is no key: which file, what is wrong with it, and what to do.
    public struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// Reads the key at `path`, or makes one there when there is no file.
    public static func key(at path: String) throws(Problem) -> CardKey {
        if let key = try read(path) { return key }
        try make(path)
        guard let key = try read(path) else {
            throw Problem(description: "\(path): was made and is gone again; start again")
        }
        return key
    }

    /// The key in the file, or nothing when there is none.
    private static func read(_ path: String) throws(Problem) -> CardKey? {
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
            throw Problem(description: "\(path): others may read this secret; \(fix)")
        }
        var bytes = [UInt8](repeating: 0, count: CardKey.length + 1)
        let count = Glibc.read(file, &bytes, bytes.count)
        defer { bytes.eraseAll() }
        var key = Array(bytes.prefix(max(0, count)))
        guard let key = CardKey(erasing: &key) else {
            let fix = "put the right one back; without it every card gets another token"
            throw Problem(description: "\(path): not a key of \(CardKey.length) bytes; \(fix)")
        }
        return key
    }

    /// Makes the file: written whole beside its place, then put there unless one came meanwhile.
    private static func make(_ path: String) throws(Problem) {
        let draft = "\(path).\(getpid())"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw problem(draft, errno) }
        defer {
            close(file)
            unlink(draft)
        }
        var random = SystemRandomNumberGenerator()
        let key = CardKey(random: &random)
        let isWritten = key.read { bytes in
            bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) == $0.count }
        }
        guard isWritten, fsync(file) == 0 else { throw problem(draft, errno) }
        // A link and no rename: it does not take the place of a key that is there.
        guard link(draft, path) == 0 || errno == EEXIST else { throw problem(path, errno) }
    }

    private static func problem(_ path: String, _ code: Int32) -> Problem {
        let reason = String(cString: strerror(code))
        return Problem(description: "\(path): \(reason); this user has to own it and its folder")
    }
}
