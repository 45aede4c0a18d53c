internal import ArgumentParser
internal import CommandKit
internal import Hub

/// Makes a hub know a programme and members before any till has called.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes a programme and the members of a trade folder into the hub.",
        discussion: """
            Lines of the folder that are wrong are named and left out; then it ends with 65.
            """
    )

    @OptionGroup var store: StoreOption
    @Option(help: "The programme's file.")
    var programme: String?
    @Option(help: "The trade folder.")
    var trade: String?

    func validate() throws {
        guard programme != nil || trade != nil else {
            throw ValidationError("nothing to import; give --programme FILE or --trade DIR")
        }
    }

    func run() async throws {
        let file = try programme.map(ProgrammeFile.init(path:))
        let hub = try store.openOrCreate(.paired)
        if let file {
            try await hub.adopt(file)
            print("programme \(file.path) is in force")
        }
        if let trade {
            let (members, problems) = try await hub.importMembers(folder: trade)
            print("\(members) members known")
            if problems > 0 { throw Failure.data("\(problems) lines were left out") }
        }
    }
}
