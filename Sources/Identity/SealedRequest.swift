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
    /// How many random bytes a request has.
    public static let nonceByteCount = 16

    private static let magic = Array("PJS1".utf8)

    /// Who says that it sent this.
    public let device: DeviceID
    /// In which epoch it is.
    public let epoch: UInt32
    /// The key that signed it, if it is genuine.
    public let key: PublicKey
    /// The message.
    public let message: [UInt8]
    /// All of it, as sent.
    public let bytes: [UInt8]
    private let nonce: [UInt8]
    private let signature: [UInt8]

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
        self.device = device
        self.epoch = epoch
        self.key = key.publicKey
        self.message = message
        var chance: [UInt8] = []
        chance.append(bigEndian: nonce.0)
        chance.append(bigEndian: nonce.1)
        self.nonce = chance
        let names = Self.names(device, epoch, chance, key.publicKey)
        signature = key.signature(over: Self.text(names, path, hub, message))
        bytes = Self.magic + names + signature + message
    }

    /// Whether `bytes` want to be a sealed request; no other message begins so.
    public static func isMeant(by bytes: [UInt8]) -> Bool {
        bytes.starts(with: magic)
    }

    /// Reads a sealed request; nil when it is cut off or none.
    public init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.bytes(4).map(Array.init) == Self.magic,
            let device = reader.integer(UInt32.self),
            let epoch = reader.integer(UInt32.self),
            let nonce = reader.bytes(Self.nonceByteCount),
            let key = reader.bytes(PublicKey.byteCount).flatMap({ PublicKey($0) }),
            let signature = reader.bytes(PublicKey.signatureByteCount),
            let message = reader.bytes(reader.remaining)
        else { return nil }
        self.device = DeviceID(device)
        self.epoch = epoch
        self.nonce = Array(nonce)
        self.key = key
        self.signature = Array(signature)
        self.message = Array(message)
        self.bytes = bytes
    }

    /// Whether the owner of `key` sealed it, for the hub of this sync key at `path`.
    public func isGenuine(at path: String, of hub: PublicKey) -> Bool {
        let names = Self.names(device, epoch, nonce, key)
        return key.verifies(signature, over: Self.text(names, path, hub, message))
    }

    /// What an answer names it by: the digest of all but the message, which the signature names.
    var digest: Digest { .of(Array(bytes.prefix(Self.overhead))) }

    private static func names(
        _ device: DeviceID,
        _ epoch: UInt32,
        _ nonce: [UInt8],
        _ key: PublicKey
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: device.number)
        bytes.append(bigEndian: epoch)
        return bytes + nonce + key.bytes
    }

    private static func text(
        _ names: [UInt8],
        _ path: String,
        _ hub: PublicKey,
        _ message: [UInt8]
    ) -> [UInt8] {
        Array("PJ1-request".utf8) + hub.bytes + names + Digest.of(Array(path.utf8)).bytes
            + Digest.of(message).bytes
    }
}
