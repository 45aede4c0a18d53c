internal import ArgumentParser
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import Hub
internal import HubWeb
internal import Identity
internal import SyncProtocol

/// What the hub tells its tills: what is sold, whose card is whose, and what members earn.
struct Feed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Publishes what tills sell by and whom they know, and lists it.",
        subcommands: [FeedPublish.self, FeedList.self]
    )
}

/// Publishes a feed from a file.
struct FeedPublish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publishes a file as the newest version of a feed.",
        discussion: """
            programmes takes a programme's file, configuration one with the settings shop-name and \
            receipt-footer, coupons one with a list of coupons, catalogue a table as products.csv \
            of a trade folder, members one as \
            members.csv, which may have a column phone; what members are found by is hashed before \
            it is kept. The file is all that there is: what it does not name is gone. One wrong \
            line and nothing is published; then it names the lines and ends with 65. Tills ask \
            within some ninety seconds, and go over when they have all of it; a basket that has \
            begun earns by the programme that it began by, and takes the coupons of then. A \
            programme is in force at the hub from \
            then on. While tillhub serve has the hub's folder, this asks it at --port.
            """
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var key: KeyOption
    @OptionGroup var desk: DeskOption
    @Argument(
        help: "The feed: programmes, configuration, coupons, catalogue or members.",
        transform: Self.kind
    )
    var feed: FeedKind
    @Argument(help: "The file.")
    var file: String
    @Option(help: "The calling code of phone numbers that are written without one.")
    var callingCode = "86"

    func validate() throws {
        guard (1...3).contains(callingCode.utf8.count), UInt(callingCode) ?? 0 > 0 else {
            throw ValidationError("--calling-code: '\(callingCode)' is none; China has 86")
        }
    }

    @Sendable private static func kind(_ word: String) throws -> FeedKind {
        guard let kind = FeedKind(rawValue: word) else {
            let known = FeedKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no feed '\(word)'; there are \(known)")
        }
        return kind
    }

    func run() async throws {
        let path = URL(filePath: file).standardizedFileURL.path()
        let file = FeedFile(feed, path: path, callingCode: callingCode)
        let (isDone, words) = try await Desk.open(store, key, desk).publish(file)
        guard isDone else { throw Failure.data(words) }
        print(words)
    }
}

/// Lists what is published.
struct FeedList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the newest version of each feed."
    )

    @OptionGroup var store: StoreOption
    @Flag(help: "Write JSON, one object a line.")
    var json = false

    func run() async throws {
        let hub = try store.open()
        let versions = try await reporting { () throws(StorageError) in
            try await hub.store.read { reading in
                try FeedKind.allCases.compactMap { try reading.newestFeed($0.rawValue) }
            }
        }
        for version in versions {
            let (feed, number, digest) = (version.feed, version.number, version.digest)
            print(json ? version.text : "\(feed): version \(number), digest \(digest)")
        }
        if versions.isEmpty, !json { print("nothing is published") }
    }
}
