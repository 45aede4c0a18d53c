internal import Records

internal import struct Crypto.HMAC
internal import struct Crypto.SHA256
internal import struct Crypto.SymmetricKey

/// What a code proves without being sent: the key of a keyed hash, HMAC-SHA256.
///
/// It is `H("PJ1-pair-code" | the 16 symbols)`. A hub keeps it in place of the code while the offer
/// is open. It shows nothing of itself wherever it is printed.
public struct PairingSecret: Hashable, Sendable {
    private let digest: Digest

    /// The secret of this digest.
    init(digest: Digest) {
        self.digest = digest
    }

    /// The secret made of exactly these 32 bytes; nil for any other length.
    package init?(bytes: [UInt8]) {
        guard let digest = Digest(bytes) else { return nil }
        self.digest = digest
    }

    /// The secret itself, for the store that keeps it and nothing else.
    package var bytes: [UInt8] { digest.bytes }

    /// What shows that somebody who says `text` knows the code.
    func proof(of text: [UInt8]) -> [UInt8] {
        HMAC<SHA256>.authenticationCode(for: text, using: key).withUnsafeBytes { Array($0) }
    }

    /// Whether `proof` was made by somebody who knows the code; it takes the same time either way.
    func holds(_ proof: [UInt8], for text: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(proof, authenticating: text, using: key)
    }

    private var key: SymmetricKey { SymmetricKey(data: digest.bytes) }
}

extension PairingSecret: CustomStringConvertible, CustomReflectable {
    /// That it is one; never what it is.
    public var description: String { "a secret" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
