internal import Identity
internal import NIOCore
internal import NIOSSL

/// A key that signs handshakes and never leaves its own type.
struct HandshakeKey: NIOSSLCustomPrivateKey, Hashable {
    private let key: SigningKey

    init(_ key: SigningKey) {
        self.key = key
    }

    var signatureAlgorithms: [SignatureAlgorithm] { [.ed25519] }

    func sign(
        channel: any Channel,
        algorithm: SignatureAlgorithm,
        data: ByteBuffer
    ) -> EventLoopFuture<ByteBuffer> {
        let signature = key.signature(over: Array(data.readableBytesView))
        return channel.eventLoop.makeSucceededFuture(ByteBuffer(bytes: signature))
    }

    /// TLS 1.3 encrypts nothing with this key.
    func decrypt(channel: any Channel, data: ByteBuffer) -> EventLoopFuture<ByteBuffer> {
        channel.eventLoop.makeFailedFuture(NIOSSLError.failedToLoadPrivateKey)
    }

    static func == (one: Self, other: Self) -> Bool { one.key.publicKey == other.key.publicKey }
    func hash(into hasher: inout Hasher) { hasher.combine(key.publicKey) }
}
