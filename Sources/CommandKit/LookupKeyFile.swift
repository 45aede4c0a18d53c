public import ArgumentParser
public import Identity
public import Records
public import SecretFile

/// The file with the key under which a till's hub has hashed what members are found by.
///
/// `"PJL1" | the hub's key for sync 32 B | the key 32 B`. A file of another hub counts for nothing:
/// the till was paired anew, and asks its hub.
public struct LookupKeyFile: Sendable {
    /// The name of the file in a till's data folder.
    public static let fileName = "lookup.key"

    private static let magic = Array("PJL1".utf8)

    /// Where it is.
    public let path: String
    private let hub: PublicKey

    /// The file in a till's data folder, of a till that is paired with `hub`.
    public init(folder: String, of hub: HubKeys) {
        path = "\(folder)/\(Self.fileName)"
        self.hub = hub.sync
    }

    private var start: [UInt8] { Self.magic + hub.bytes }

    /// The key of this hub; nil while it has told none.
    public func key() throws(ExitCode) -> LookupKey? {
        let limit = start.count + LookupKey.byteCount + 1
        let bytes = try reported { () throws(SecretFile.Problem) in
            try SecretFile.read(path, limit: limit)
        }
        guard let bytes, bytes.starts(with: start) else { return nil }
        return LookupKey(bytes.dropFirst(start.count))
    }

    /// Keeps the key that the hub has told.
    public func keep(_ key: LookupKey) throws(SecretFile.Problem) {
        try SecretFile.replace(path, start + key.bytes)
    }
}
