internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Hub
internal import Identity
internal import SecretFile

/// Where the hub's own secret is.
struct KeyOption: ParsableArguments {
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp(
            "The file with the hub's secret; hub.key in its folder unless named.",
            discussion: """
                It is made when it is first needed, and is in no backup: keep a sealed copy, see \
                tillhub key. Without it every till has to be paired again, and whoever has it can \
                pass for the hub. Hubs on one database have one, so copy it to each.
                """,
            valueName: "file"
        )
    )
    var path: String?

    /// The file for the hub that `store` names; nil when nobody has named one for a database.
    func file(for store: StoreOption) -> HubKeyFile? {
        (path ?? store.folder.map { "\($0)/\(HubKeyFile.fileName)" }).map(HubKeyFile.init)
    }
}

/// The file with a hub's secret, from which all of its keys are made: 32 bytes.
struct HubKeyFile {
    /// The name of the file in a hub's folder.
    static let fileName = "hub.key"

    /// What whoever makes a backup has to know.
    static let isInNoBackup =
        "the hub's secret is not in it: tillhub key seal makes a sealed copy to keep with it"

    /// How a hub gets its secret again.
    static let comesBack =
        "put the hub's secret there, or its sealed copy with tillhub key open; without it every "
        + "till has to be paired again"

    let path: String

    /// Who the hub is, by the file; nil while there is none.
    func identity() throws(ExitCode) -> HubIdentity? {
        try seed().map(HubIdentity.init)
    }

    /// Whether the file is there, whatever is in it.
    var isThere: Bool { FileManager.default.fileExists(atPath: path) }

    /// Puts a secret, or a sealed one, where no file may be.
    static func place(_ bytes: [UInt8], at path: String) throws(ExitCode) {
        guard !HubKeyFile(path: path).isThere else {
            throw Failure.data("\(path): a file is there; move it away, or name another")
        }
        try reported { () throws(SecretFile.Problem) in try SecretFile.make(path, bytes) }
    }

    /// The secret in the file; nil while there is none.
    func seed() throws(ExitCode) -> KeySeed? {
        let bytes = try reported { () throws(SecretFile.Problem) in
            try SecretFile.read(path, limit: KeySeed.byteCount + 1)
        }
        guard let bytes else { return nil }
        guard let seed = KeySeed(bytes) else {
            throw Failure.data("\(path): not a hub's secret of 32 bytes; put the right one back")
        }
        return seed
    }

    /// Who the hub is that `hub` keeps; makes the secret of one that has shown no key to anybody.
    func identity(of hub: HubCore) async throws(ExitCode) -> HubIdentity {
        let isNew = try await reporting { () throws(StorageError) in
            try await hub.store.read { try $0.hubKeys() } == nil
        }
        if isNew {
            try reported { () throws(SecretFile.Problem) in
                var generator = SystemRandomNumberGenerator()
                try SecretFile.make(path, KeySeed(from: &generator).bytes)
            }
        }
        guard let identity = try identity() else {
            throw Failure.data(
                "\(path): the hub's secret is gone, by which its tills know it; put it back from "
                    + "your copy, or name it with --key"
            )
        }
        let isOwn = try await reporting { () throws(StorageError) in
            try await hub.show(identity.keys)
        }
        guard isOwn else {
            throw Failure.data(
                "\(path): this is the secret of another hub, and tills would not believe this one; "
                    + "name the right one with --key"
            )
        }
        return identity
    }
}
