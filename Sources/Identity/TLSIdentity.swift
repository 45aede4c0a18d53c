/// What one end of a line shows of itself: a key for TLS, and its owner's word for it.
public struct TLSIdentity: Sendable {
    /// Signs handshakes.
    public let key: SigningKey
    /// The owner's word that the key is its own.
    public let certificate: TLSCertificate

    /// A key with whatever is shown for it.
    package init(_ key: SigningKey, _ certificate: TLSCertificate) {
        self.key = key
        self.certificate = certificate
    }

    /// What the owner of this seed shows.
    private init(_ seed: KeySeed, _ purpose: KeyPurpose, of owner: KeyPurpose) {
        key = seed.key(for: purpose)
        certificate = TLSCertificate(of: key.publicKey, by: seed.key(for: owner))
    }

    /// What a till of this seed shows, paired or about to be.
    public static func till(_ seed: KeySeed) -> TLSIdentity {
        TLSIdentity(seed, .deviceTLS, of: .deviceSync)
    }

    /// What the hub of this seed shows.
    public static func hub(_ seed: KeySeed) -> TLSIdentity {
        TLSIdentity(seed, .hubTLS, of: .hubSync)
    }
}
