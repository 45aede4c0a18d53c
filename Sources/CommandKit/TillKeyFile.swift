public import ArgumentParser
public import Identity
public import SecretFile

/// The file with a till's own key and its hub's: who the till is.
public struct TillKeyFile: Sendable {
    /// The name of the file in a till's data folder.
    public static let fileName = "device.key"

    /// Where it is.
    public let path: String

    /// The file in a till's data folder.
    public init(folder: String) {
        path = "\(folder)/\(Self.fileName)"
    }

    /// Where a till's secret lies until a hub has taken its key.
    private var draft: String { "\(path).draft" }

    /// Who the till is; nil while it is not paired.
    public func identity() throws(ExitCode) -> TillIdentity? {
        let limit = TillIdentity.byteCount + 1
        let bytes = try reported { () throws(SecretFile.Problem) in
            try SecretFile.read(path, limit: limit)
        }
        guard let bytes else { return nil }
        guard let identity = TillIdentity(bytes) else {
            throw Failure.data("\(path): not a till's keys; pair it again with till pair")
        }
        return identity
    }

    /// The secret of a till that is about to be paired: on the disk before any hub hears of it, so
    /// that it is the same one when the answer was lost.
    public func seed() throws(ExitCode) -> KeySeed {
        try reported { () throws(SecretFile.Problem) in
            if try SecretFile.read(draft, limit: KeySeed.byteCount + 1) == nil {
                var generator = SystemRandomNumberGenerator()
                let seed = KeySeed(from: &generator)
                try SecretFile.make(draft, seed.bytes)
            }
            let bytes = try SecretFile.read(draft, limit: KeySeed.byteCount + 1) ?? []
            guard let seed = KeySeed(bytes) else {
                throw SecretFile.Problem("\(draft): not a till's secret; delete it and repeat this")
            }
            return seed
        }
    }

    /// Keeps who the till is from now on.
    public func keep(_ identity: TillIdentity) throws(ExitCode) {
        try reported { () throws(SecretFile.Problem) in
            try SecretFile.replace(path, identity.bytes)
        }
        SecretFile.remove(draft)
    }
}

/// Runs `work` on a secret, and ends the program with what is wrong when it fails.
public func reported<Value>(
    _ work: () throws(SecretFile.Problem) -> Value
) throws(ExitCode) -> Value {
    do throws(SecretFile.Problem) {
        return try work()
    } catch {
        throw Failure.data("\(error)")
    }
}
