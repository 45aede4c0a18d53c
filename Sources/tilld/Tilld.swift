internal import ArgumentParser
internal import Boards
internal import CommandKit
internal import DurableSQLite
internal import FoundationEssentials
internal import HAL
internal import Journal
internal import Logging
internal import Records
internal import Retail
internal import StrictYAML
internal import Sync
internal import Till
internal import TillWeb

/// The daemon on the box: it owns the devices, the journal and the line to the hub.
@main
struct Tilld: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tilld",
        abstract: "Runs one till: devices, sales, journal, uplink, and the box's own service.",
        discussion: """
            It sells with no network and no hub. Ends with 65 for a file that is wrong, 69 when \
            the port or the database is taken, 73 and 74 when a folder cannot be made or the \
            disk failed.
            """
    )

    @Option(help: "Where the journal and the catalogue are kept.")
    var data: String
    @Option(help: "The board: a name in the folder of boards, or a file.")
    var board = "simulated"
    @Option(help: "The folder of board files.")
    var boards: String?
    @Option(help: "The bench's folder, where simulated devices are.")
    var bench: String?
    @Option(help: "The programme file by which sales earn points until the hub publishes one.")
    var programme: String
    @Option(help: "A trade folder: its products and cards become the catalogue.")
    var trade: String?
    @Option(help: "The number of the store.")
    var store: Int32
    @Option(help: "The number of the till in it.")
    var till: Int32
    @Option(help: "The device number that the hub gave this till.")
    var device: UInt32
    @Option(help: "The hub, as https://HOST:PORT; without it the till keeps everything to itself.")
    var hub: String?
    @Flag(
        help: """
            Sends over plain HTTP to any hub on this machine, as http://127.0.0.1:PORT: for tests.
            """
    )
    var unpaired = false
    @Option(help: "The port of the box's own service, on 127.0.0.1.")
    var port = TillServer.defaultPort
    @Option(
        name: .customLong("card-key"),
        help: "The secret file of card tokens, 32 bytes; made in the data folder unless named."
    )
    var cardKey: String?
    @Option(help: "Writes a device's wire down: ROLE=FILE, as card-reader=reader.trace.")
    var record: [String] = []
    @Option(help: "The calling code of the shop's country, for phone numbers without one.")
    var callingCode = "86"
    @Option(
        name: .customLong("shop-name"),
        help: "The name over the receipt, unless the hub has published one."
    )
    var shopName = "算盘 Suanpan"

    func validate() throws {
        guard (1...3).contains(callingCode.utf8.count), UInt(callingCode) ?? 0 > 0 else {
            throw ValidationError("--calling-code: '\(callingCode)' is none; China has 86")
        }
    }

    func run() async throws {
        let log = Logger(label: "tilld")
        let parts = try await Assembly(options: self, log: log).assemble()
        try await parts.run()
    }
}
