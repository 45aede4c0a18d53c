internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
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
                It is made when it is first needed. Keep a copy apart from the backups: without it \
                every till has to be paired again, and whoever has it can pass for the hub. Hubs \
                on one database have one, so copy it to each.
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

    let path: String

    /// Who the hub is, by the file; nil while there is none.
    func identity() throws(ExitCode) -> HubIdentity? {
        let bytes = try reported { () throws(SecretFile.Problem) in
            try SecretFile.read(path, limit: KeySeed.byteCount + 1)
        }
        guard let bytes else { return nil }
        guard let seed = KeySeed(bytes) else {
            throw Failure.data("\(path): not a hub's secret of 32 bytes; put the right one back")
        }
        return HubIdentity(seed)
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
