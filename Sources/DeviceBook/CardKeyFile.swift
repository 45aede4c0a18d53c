public import HAL
public import SecretFile

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
    public typealias Problem = SecretFile.Problem

    /// Reads the key at `path`, or makes one there when there is no file.
    public static func key(at path: String) throws(Problem) -> CardKey {
        if let key = try read(path) { return key }
        try make(path)
        guard let key = try read(path) else {
            throw Problem("\(path): was made and is gone again; start again")
        }
        return key
    }

    /// The key in the file, or nothing when there is none.
    private static func read(_ path: String) throws(Problem) -> CardKey? {
        guard var bytes = try SecretFile.read(path, limit: CardKey.length + 1) else { return nil }
        guard let key = CardKey(erasing: &bytes) else {
            let fix = "put the right one back; without it every card gets another token"
            throw Problem("\(path): not a key of \(CardKey.length) bytes; \(fix)")
        }
        return key
    }

    private static func make(_ path: String) throws(Problem) {
        var random = SystemRandomNumberGenerator()
        let key = CardKey(random: &random)
        var outcome: Result<Void, Problem> = .success(())
        key.read { bytes in
            bytes.withUnsafeBytes { bytes in
                outcome = Result { () throws(Problem) in try SecretFile.make(path, bytes) }
            }
        }
        try outcome.get()
    }
}
