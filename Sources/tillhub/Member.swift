internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Hub
internal import Retail
internal import SyncProtocol

/// What concerns one member as a person.
struct Member: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erases a member, and lists who was erased.",
        subcommands: [MemberErase.self, MemberErasures.self]
    )
}

/// Erases a member.
struct MemberErase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Makes a member one whom nobody finds any more; sales and points stay.",
        discussion: """
            Every card and phone number of the member goes from what the hub has published, in \
            every version, and tills forget them when they ask next, within some ninety seconds. \
            In the books stays the number, which leads to nobody; no chain changes. Lists that \
            name the member later are taken without those lines. Take the member out of your own \
            lists and files as well, and repeat this after a restore. While tillhub serve has the \
            hub's folder, this asks it at --port.
            """
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var key: KeyOption
    @OptionGroup var desk: DeskOption
    @Argument(help: "The member's number.")
    var number: Int64
    @Option(help: "Who erases: a name for the record of it.")
    var by: String

    func validate() throws {
        guard number > 0 else { throw ValidationError("\(number): a member's number is above 0") }
        let isName =
            !by.isEmpty && by.count <= HubCore.personLimit
            && by.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isName else {
            throw ValidationError("--by: a name of 1 to \(HubCore.personLimit) characters")
        }
    }

    func run() async throws {
        print(try await Desk.open(store, key, desk).erase(MemberID(number), by: by))
    }
}

/// Lists who was erased.
struct MemberErasures: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erasures",
        abstract: "Lists who was erased, when and by whom.",
        discussion: "Keep the list apart from the backups: one that is older does not know it."
    )

    /// An erasure as one line of JSON.
    private struct Line: Codable {
        let member: Int64
        let at: String
        let by: String
    }

    @OptionGroup var store: StoreOption
    @Flag(help: "Write JSON, one object a line.")
    var json = false

    func run() async throws {
        let hub = try store.open()
        let erasures = try await reporting { () throws(StorageError) in try await hub.erasures() }
        for erasure in erasures {
            let at = Date(timeIntervalSince1970: Double(erasure.at) / 1000)
                .formatted(Date.ISO8601FormatStyle())
            let line = Line(member: erasure.member.number, at: at, by: erasure.by)
            print(json ? line.text : "\(line.member): \(line.at), by \(line.by)")
        }
        if erasures.isEmpty, !json { print("nobody was erased") }
    }
}
