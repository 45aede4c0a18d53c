public import Records

/// The key under which a till's hub has hashed what members are found by, as the till keeps it.
///
/// In its file: `"PJL1"`, the hub's key for sync and the key. A file of another hub counts for
/// nothing: the till was paired anew, and asks its hub.
public struct KeptLookupKey: Hashable, Sendable {
    /// The length of the file in bytes.
    public static let byteCount = 68

    private static let magic = Array("PJL1".utf8)

    /// The hub that has told it.
    public let hub: PublicKey
    /// The key.
    public let key: LookupKey

    /// The `key` that `hub` has told.
    public init(_ key: LookupKey, of hub: PublicKey) {
        (self.key, self.hub) = (key, hub)
    }

    /// Reads what `bytes` wrote; nil when it is anything else, or the key of another hub.
    public init?(_ bytes: [UInt8], of hub: PublicKey) {
        let start = Self.magic + hub.bytes
        guard bytes.starts(with: start), let key = LookupKey(bytes.dropFirst(start.count)) else {
            return nil
        }
        self.init(key, of: hub)
    }

    /// What its file holds: a secret.
    package var bytes: [UInt8] { Self.magic + hub.bytes + key.bytes }
}
