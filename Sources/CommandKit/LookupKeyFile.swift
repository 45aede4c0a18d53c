public import ArgumentParser
public import Identity
public import Records
public import SecretFile

/// The file with the key under which a till's hub has hashed what members are found by.
///
/// `KeptLookupKey` says what is in it.
public struct LookupKeyFile: Sendable {
    /// The name of the file in a till's data folder.
    public static let fileName = "lookup.key"

    /// Where it is.
    public let path: String
    private let hub: PublicKey

    /// The file in a till's data folder, of a till that is paired with `hub`.
    public init(folder: String, of hub: HubKeys) {
        path = "\(folder)/\(Self.fileName)"
        self.hub = hub.sync
    }

    /// The key of this hub; nil while it has told none.
    public func key() throws(ExitCode) -> LookupKey? {
        let bytes = try reported { () throws(SecretFile.Problem) in
            // One byte more than there are, so that a longer file is none.
            try SecretFile.read(path, limit: KeptLookupKey.byteCount + 1)
        }
        return bytes.flatMap { KeptLookupKey($0, of: hub)?.key }
    }

    /// Keeps the key that the hub has told.
    public func keep(_ key: LookupKey) throws(SecretFile.Problem) {
        try SecretFile.replace(path, KeptLookupKey(key, of: hub).bytes)
    }
}
