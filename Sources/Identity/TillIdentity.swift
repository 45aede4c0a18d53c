public import Records

/// A till that is paired: its own key, and those by which it knows its hub.
///
/// In its file: `"PJK1"`, the number under which it was paired as u32, its seed, the hub's key for
/// sync and the one for leases.
public struct TillIdentity: Sendable {
    /// The length of the file in bytes.
    public static let byteCount = 104

    private static let magic = Array("PJK1".utf8)

    /// The number under which the till was paired; a grant may have given it another since.
    public let device: DeviceID
    /// The hub that it was paired with, and no other.
    public let hub: HubKeys
    /// What it shows when it calls.
    public let tls: TLSIdentity
    private let seed: KeySeed
    private let signer: SigningKey

    /// The till of `seed`, paired as `device` with `hub`.
    public init(_ seed: KeySeed, as device: DeviceID, with hub: HubKeys) {
        self.device = device
        self.hub = hub
        self.seed = seed
        signer = seed.key(for: .deviceSync)
        tls = .till(seed)
    }

    /// The key by which everybody knows it.
    public var key: PublicKey { signer.publicKey }

    /// Reads what `bytes` wrote; nil when it is anything else.
    public init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.bytes(4).map(Array.init) == Self.magic,
            let device = reader.integer(UInt32.self),
            let seed = reader.bytes(KeySeed.byteCount).flatMap({ KeySeed($0) }),
            let sync = reader.bytes(PublicKey.byteCount).flatMap({ PublicKey($0) }),
            let leases = reader.bytes(PublicKey.byteCount).flatMap({ PublicKey($0) }),
            reader.remaining == 0
        else { return nil }
        self.init(seed, as: DeviceID(device), with: HubKeys(sync: sync, leases: leases))
    }

    /// What its file holds: a secret.
    package var bytes: [UInt8] {
        var bytes = Self.magic
        bytes.append(bigEndian: device.number)
        return bytes + seed.bytes + hub.sync.bytes + hub.leases.bytes
    }

    /// Seals `message` for the hub.
    ///
    /// - Parameters:
    ///   - device: Who the till is now.
    ///   - nonce: 128 random bits, never used before.
    public func seal(
        _ message: [UInt8],
        to path: String,
        from device: DeviceID,
        in epoch: UInt32,
        nonce: (UInt64, UInt64)
    ) -> SealedRequest {
        SealedRequest(
            message,
            to: path,
            of: hub.sync,
            from: device,
            in: epoch,
            nonce: nonce,
            with: signer
        )
    }

    /// Opens what came back to `request`.
    public func open(_ bytes: [UInt8], status: Int, to request: SealedRequest) -> SealedAnswer {
        SealedAnswer(bytes, status: status, to: request, of: hub.sync)
    }
}
