internal import Crypto

/// The private half of an Ed25519 key (RFC 8032): it signs, and shows nothing of itself wherever it
/// is printed.
public struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    /// The other half, which everybody may know.
    public let publicKey: PublicKey

    /// The key whose secret is these 32 bytes.
    init(secret: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret),
            let publicKey = PublicKey(Array(key.publicKey.rawRepresentation))
        else { preconditionFailure("an Ed25519 secret is any 32 bytes") }
        self.key = key
        self.publicKey = publicKey
    }

    /// The signature over `text`, 64 bytes.
    public func signature(over text: [UInt8]) -> [UInt8] {
        guard let signature = try? key.signature(for: text) else {
            preconditionFailure("Ed25519 signs any text")
        }
        return Array(signature)
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    /// Whose it is; never what it is.
    public var description: String { "the key of \(publicKey)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
