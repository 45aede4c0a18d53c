internal import Crypto
public import Records

/// What a key is for: every purpose has a key of its own, so that nothing signed for one of them
/// means anything for another.
public enum KeyPurpose: String, CaseIterable, Sendable {
    /// A till's requests to its hub.
    case deviceSync = "PJ1-key device sync"
    /// A hub's answers to its tills.
    case hubSync = "PJ1-key hub sync"
    /// The leases that a hub grants.
    case hubLeases = "PJ1-key hub leases"
    /// The feeds that a hub publishes: what is sold, whose card is whose.
    case hubFeeds = "PJ1-key hub feeds"
    /// The hashes under which a hub's tills find members; nothing is signed with it.
    case hubLookup = "PJ1-key hub lookup"
    /// What people order of a hub that is serving, on its own machine.
    case hubDesk = "PJ1-key hub desk"
    /// A till's handshakes.
    case deviceTLS = "PJ1-key device tls"
    /// A hub's handshakes.
    case hubTLS = "PJ1-key hub tls"
}

/// The secret from which all keys of one box or one hub are made: 32 bytes of chance.
///
/// The key for a purpose is HKDF-SHA256 over the seed, without salt, with the purpose's name as
/// info. A seed shows nothing of itself wherever it is printed.
public struct KeySeed: Sendable {
    /// The length of a seed in bytes.
    public static let byteCount = 32

    /// The secret itself, for the file that keeps it and nothing else.
    package let bytes: [UInt8]

    /// The seed made of exactly these 32 bytes; nil for any other length.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// A new seed of the chance that `generator` gives, which nobody can guess.
    public init(from generator: inout some RandomNumberGenerator) {
        var bytes: [UInt8] = []
        for _ in 0..<(Self.byteCount / 8) { bytes.append(bigEndian: generator.next()) }
        self.bytes = bytes
    }

    /// The key that signs for `purpose`.
    public func key(for purpose: KeyPurpose) -> SigningKey {
        SigningKey(secret: secret(for: purpose))
    }

    /// The key under which the numbers of members are hashed.
    public var lookupKey: LookupKey {
        guard let key = LookupKey(secret(for: .hubLookup)) else {
            preconditionFailure("a secret has 32 bytes")
        }
        return key
    }

    private func secret(for purpose: KeyPurpose) -> [UInt8] {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes),
            info: Array(purpose.rawValue.utf8),
            outputByteCount: Self.byteCount
        ).withUnsafeBytes { Array($0) }
    }
}

extension KeySeed: CustomStringConvertible, CustomReflectable {
    /// That it is one; never what it is.
    public var description: String { "a seed" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
