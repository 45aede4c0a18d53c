internal import Crypto
internal import Records

/// A code on paper that opens a sealed seed: 28 symbols, 135 bits that nobody can guess.
public struct RecoveryCode: Hashable, Sendable {
    /// How many symbols there are.
    public static let length = 28

    private let symbols: CodeSymbols

    /// A new code of the chance that `generator` gives.
    public init(from generator: inout some RandomNumberGenerator) {
        symbols = CodeSymbols(
            (1..<Self.length).map { _ in UInt8(truncatingIfNeeded: generator.next()) & 31 }
        )
    }

    /// The code that somebody has typed; nil when one of its symbols is wrong.
    public init?(typed text: String) {
        guard let symbols = CodeSymbols(typed: text, count: Self.length) else { return nil }
        self.symbols = symbols
    }

    /// The code as a person reads it: on paper, and in no file.
    public var spelled: String { symbols.spelled }

    /// It is as good as any key, so no slow function stretches it.
    fileprivate var key: SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Array(symbols.text.utf8)),
            info: Array("PJ1-key sealed seed".utf8),
            outputByteCount: KeySeed.byteCount
        )
    }
}

extension RecoveryCode: CustomStringConvertible, CustomReflectable {
    /// That it is one; never what it is.
    public var description: String { "a recovery code" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A seed that may lie beside backups: worth nothing without the code on paper.
///
/// `"PJH1" | 32 bytes and 16 of tag, ChaCha20-Poly1305 (RFC 8439) with a nonce of zeros and the
/// first 4 bytes authenticated`. A code seals one seed once, so no nonce is needed.
public enum SealedSeed {
    /// How long a sealed seed is.
    public static let byteCount = 52

    private static let magic = Array("PJH1".utf8)
    private static let nonce = [UInt8](repeating: 0, count: 12)

    /// Seals `seed` with a code that was made for it.
    public static func seal(_ seed: KeySeed, with code: RecoveryCode) -> [UInt8] {
        guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
            let box = try? ChaChaPoly.seal(
                seed.bytes,
                using: code.key,
                nonce: nonce,
                authenticating: magic
            )
        else { preconditionFailure("ChaCha20-Poly1305 seals any bytes") }
        return magic + Array(box.ciphertext) + Array(box.tag)
    }

    /// Opens what `seal` made; nil when the code is another's, or a byte is.
    public static func open(_ bytes: [UInt8], with code: RecoveryCode) -> KeySeed? {
        guard bytes.count == byteCount, bytes.starts(with: magic),
            let nonce = try? ChaChaPoly.Nonce(data: nonce),
            let box = try? ChaChaPoly.SealedBox(
                nonce: nonce,
                ciphertext: bytes[4..<36],
                tag: bytes[36...]
            ),
            let seed = try? ChaChaPoly.open(box, using: code.key, authenticating: magic)
        else { return nil }
        return KeySeed(Array(seed))
    }
}
