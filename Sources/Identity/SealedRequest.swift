public import Records

/// A request of a till that shows who sent it, to which hub, and that it is not another's.
///
///     "PJS1"  device u32  epoch u32  nonce 16 B  key 32 B  signature 64 B  the message
///
/// Signed is `"PJ1-request" | the hub's sync key | device | epoch | nonce | key | H(path) |
/// H(message)`. The key goes along, so whoever receives it checks the signature before any store is
/// asked; whether that key is the device's is then one comparison. The nonce makes every request
/// another one: the answer names the request, so no answer of the past fits.
public struct SealedRequest: Hashable, Sendable {
    /// By how much a sealed message is longer.
    public static let overhead = 124

    private static let magic = Array("PJS1".utf8)

    /// Who signed it, if it is genuine, and the signature.
    public let seal: RequestSeal
    /// The message.
    public let message: [UInt8]
    /// All of it, as sent.
    public let bytes: [UInt8]

    /// Seals `message` with `key`, for the hub of this sync key at `path`.
    ///
    /// - Parameter nonce: 128 random bits, never used before.
    public init(
        _ message: [UInt8],
        to path: String,
        of hub: PublicKey,
        from device: DeviceID,
        in epoch: UInt32,
        nonce: (UInt64, UInt64),
        with key: SigningKey
    ) {
        seal = RequestSeal(
            message,
            to: path,
            of: hub,
            from: device,
            in: epoch,
            nonce: nonce,
            with: key
        )
        self.message = message
        bytes = Self.magic + seal.bytes + message
    }

    /// Whether `bytes` want to be a sealed request; no other message begins so.
    public static func isMeant(by bytes: [UInt8]) -> Bool {
        bytes.starts(with: magic)
    }

    /// Reads a sealed request; nil when it is cut off or none.
    public init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.bytes(4).map(Array.init) == Self.magic,
            let seal = reader.bytes(RequestSeal.byteCount).flatMap({ RequestSeal($0) }),
            let message = reader.bytes(reader.remaining)
        else { return nil }
        self.seal = seal
        self.message = Array(message)
        self.bytes = bytes
    }

    /// Who says that it sent this.
    public var device: DeviceID { seal.device }
    /// In which epoch it is.
    public var epoch: UInt32 { seal.epoch }
    /// The key that signed it, if it is genuine.
    public var key: PublicKey { seal.key }

    /// Whether the owner of `key` sealed it, for the hub of this sync key at `path`.
    public func isGenuine(at path: String, of hub: PublicKey) -> Bool {
        seal.holds(over: message, at: path, of: hub)
    }

    /// What an answer names it by: the digest of all but the message, which the signature names.
    var digest: Digest { .of(Array(bytes.prefix(Self.overhead))) }
}
