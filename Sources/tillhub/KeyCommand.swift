internal import ArgumentParser
internal import CommandKit
internal import Identity
internal import SecretFile

/// The hub's secret, for the day on which its machine is lost.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Makes a sealed copy of the hub's secret, and puts it back.",
        discussion: """
            No backup of a hub holds its secret, since whoever has it can pass for the hub. A hub \
            without it is another hub to its tills: each has to be paired again.
            """,
        subcommands: [Seal.self, Open.self]
    )

    /// Makes the sealed copy.
    struct Seal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a sealed copy, and prints the code that opens it.",
            discussion: """
                The file may lie beside the backups. Write the code on paper and keep it somewhere \
                else: it is printed once, and nobody can open the file without it.
                """
        )

        @OptionGroup var store: StoreOption
        @OptionGroup var key: KeyOption
        @Option(help: "The file to write; none may be there.")
        var to: String

        func run() async throws {
            guard let file = key.file(for: store) else {
                throw Failure.data("name the file with the hub's secret with --key")
            }
            guard let seed = try file.seed() else {
                throw Failure.data("\(file.path): there is no secret of a hub here yet")
            }
            var generator = SystemRandomNumberGenerator()
            let code = RecoveryCode(from: &generator)
            try HubKeyFile.place(SealedSeed.seal(seed, with: code), at: to)
            print("\(code.spelled)\nopens \(to): write it down, and keep it apart from the file")
        }
    }

    /// Puts the secret back.
    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Puts the hub's secret back from a sealed copy.",
            discussion: """
                Type the code without spaces or in quotes; without one it is read from the input, \
                where no list of processes shows it.
                """
        )

        @Argument(help: "The sealed copy.")
        var file: String
        @Argument(help: "The code, as tillhub key seal printed it.")
        var code: String?
        @OptionGroup var store: StoreOption
        @OptionGroup var key: KeyOption

        func run() async throws {
            guard let target = key.file(for: store) else {
                throw Failure.data("name the file with the hub's secret with --key")
            }
            let sealed = try reported { () throws(SecretFile.Problem) in
                try SecretFile.read(file, limit: SealedSeed.byteCount + 1)
            }
            guard let sealed else { throw Failure.data("\(file): there is no such file") }
            guard let code = RecoveryCode(typed: code ?? readLine() ?? "") else {
                throw Failure.data(
                    "this is no code: it has \(RecoveryCode.length) letters and digits, and one of "
                        + "these is wrong"
                )
            }
            guard let seed = SealedSeed.open(sealed, with: code) else {
                throw Failure.data("\(file): the code opens another file, or this one is damaged")
            }
            if let folder = store.folder { try DataFolder.make(folder) }
            try HubKeyFile.place(seed.bytes, at: target.path)
            print("the hub's secret is in \(target.path) again")
        }
    }
}
