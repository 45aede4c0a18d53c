public import Records

/// What a sealed request shows of who signed it, apart from its message.
///
/// Whoever has the same message can hold the signature against it again, at any later time.
public struct RequestSeal: Hashable, Sendable {
    /// The length of its bytes.
    public static let byteCount = 120
    /// How many random bytes a request has.
    public static let nonceByteCount = 16

    /// Who says that it signed.
    public let device: DeviceID
    /// In which epoch it was.
    public let epoch: UInt32
    /// The key that signed, if the signature holds.
    public let key: PublicKey
    private let nonce: [UInt8]
    private let signature: [UInt8]

    /// Signs `message` with `key`, for the hub of this sync key at `path`.
    ///
    /// - Parameter nonce: 128 random bits, never used before.
    init(
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
        var chance: [UInt8] = []
        chance.append(bigEndian: nonce.0)
        chance.append(bigEndian: nonce.1)
        self.nonce = chance
        let names = Self.names(device, epoch, chance, key.publicKey)
        signature = key.signature(over: Self.text(names, path, hub, message))
    }

    /// Reads what `bytes` wrote; nil when it is cut off or longer.
    public init?(_ bytes: some Collection<UInt8>) {
        var reader = ByteReader(Array(bytes))
        guard let device = reader.integer(UInt32.self),
            let epoch = reader.integer(UInt32.self),
            let nonce = reader.bytes(Self.nonceByteCount),
            let key = reader.bytes(PublicKey.byteCount).flatMap({ PublicKey($0) }),
            let signature = reader.bytes(PublicKey.signatureByteCount),
            reader.remaining == 0
        else { return nil }
        self.device = DeviceID(device)
        self.epoch = epoch
        self.nonce = Array(nonce)
        self.key = key
        self.signature = Array(signature)
    }

    /// All of it, as it stands in a request: device, epoch, nonce, key, signature.
    public var bytes: [UInt8] { Self.names(device, epoch, nonce, key) + signature }

    /// Whether the owner of `key` signed `message`, for the hub of this sync key at `path`.
    public func holds(over message: [UInt8], at path: String, of hub: PublicKey) -> Bool {
        let names = Self.names(device, epoch, nonce, key)
        return key.verifies(signature, over: Self.text(names, path, hub, message))
    }

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
