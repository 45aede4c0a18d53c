public import Identity
public import NIOCore
public import NIOSSL

/// TLS 1.3 between ends that know each other by a key, and by nothing else.
///
/// Each end shows a certificate that its own key has signed (`TLSCertificate`). There is no
/// authority, no host's name, no list of ciphers to weigh, and no date that a wrong clock could
/// miss.
public enum PinnedTLS {
    /// How a till calls.
    ///
    /// - Parameters:
    ///   - hub: The key that the other end's certificate has to be signed with; without it, it may
    ///     be anybody's, and only nobody else can listen.
    ///   - identity: What the till shows.
    public static func calling(
        _ hub: PublicKey?,
        showing identity: TLSIdentity?
    ) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.show(identity)
        guard let hub else {
            configuration.certificateVerification = .none
            return configuration
        }
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .certificates([certificate(TLSCertificate.anchor(of: hub))])
        return configuration
    }

    /// How a hub is called: whoever shows a certificate has to have the key that signed it.
    public static func answering(as identity: TLSIdentity) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [],
            privateKey: .privateKey(NIOSSLPrivateKey(customPrivateKey: HandshakeKey(identity.key)))
        )
        configuration.show(identity)
        configuration.certificateVerification = .optionalVerification
        configuration.applicationProtocols = ["http/1.1"]
        configuration.sendCANameList = false
        return configuration
    }

    /// Whether a caller may show these certificates: one of ours, signed by its owner.
    public static func verify(_ shown: [NIOSSLCertificate]) -> NIOSSLVerificationResult {
        guard shown.count == 1, let certificate = owned(shown[0]), certificate.isGenuine else {
            return .failed
        }
        return .certificateVerified
    }

    /// Whose certificate the caller at the other end of `channel` showed; nil for nobody's.
    ///
    /// The handshake has proven it: `verify(_:)`.
    public static func caller(on channel: any Channel) async -> PublicKey? {
        guard let shown = try? await channel.nioSSL_peerCertificate().get() else { return nil }
        return owned(shown)?.owner
    }

    private static func owned(_ shown: NIOSSLCertificate) -> TLSCertificate? {
        (try? shown.toDERBytes()).flatMap { TLSCertificate($0) }
    }

    fileprivate static func certificate(_ bytes: [UInt8]) -> NIOSSLCertificate {
        guard let certificate = try? NIOSSLCertificate(bytes: bytes, format: .der) else {
            preconditionFailure("a certificate of our own making can be read")
        }
        return certificate
    }
}

extension TLSConfiguration {
    /// Shows `identity`, and speaks the one version and the one kind of signature that there is.
    fileprivate mutating func show(_ identity: TLSIdentity?) {
        minimumTLSVersion = .tlsv13
        verifySignatureAlgorithms = [.ed25519]
        // Without this the system's authorities would be read, and believed.
        trustRoots = .certificates([])
        guard let identity else { return }
        let key = NIOSSLPrivateKey(customPrivateKey: HandshakeKey(identity.key))
        privateKey = .privateKey(key)
        certificateChain = [.certificate(PinnedTLS.certificate(identity.certificate.bytes))]
        signingSignatureAlgorithms = [.ed25519]
    }
}
