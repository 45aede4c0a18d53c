internal import Boards
internal import Drivers
internal import HAL
internal import Twins

/// One model of printer as its profile describes it, driven as a till drives it.
struct SpecimenPrinter {
    let name: String
    let profile: PrinterProfile
    private let board: Board

    /// The printer of `boards/printers/NAME.yaml` in the repo at `root`.
    init(_ name: String, root: String) throws {
        self.name = name
        profile = try PrinterProfile.load("\(root)/boards/printers/\(name).yaml")
        board = try Board(
            name: name,
            text: """
                board: { vendor: suanpan, revision: "1", arch: x86_64 }
                receipt-printer:
                  driver: escpos-printer
                  channel: { bench: printer }
                  profile: \(name)
                  timeout-ms: 30000
                """,
            file: "\(root)/boards/\(name).yaml"
        )
    }

    /// The bytes of `document` alone, as the encoder makes them without a font to draw from.
    func encoded(_ document: PrintDocument) throws -> [UInt8] {
        try ESCPOSEncoder(profile: profile).encode(document)
    }

    /// Every byte that the driver wrote until the twin had proven `document` printed.
    func wire(_ document: PrintDocument, ticket: UInt32) async throws -> [UInt8] {
        let cable = TappedCable()
        let twin = PrinterTwin(
            columns: profile.columns.value,
            powersOnInChinese: profile.powersOnInChinese.value
        )
        let life = Task { await cable.run(twin) }
        defer {
            cable.unplug()
            life.cancel()
        }
        guard let printer = await board.openAvailable(cable).printer else {
            throw BenchFault("\(name): the board has no printer")
        }
        let request = PrintRequest(document, as: .receipt, ticket: PrintTicket(ticket))
        let evidence = try await printer.print(request, by: .now + .seconds(30))
        guard evidence.isOnPaper else { throw BenchFault("\(name): ended as \(evidence)") }
        return cable.tap.take()
    }

    /// What the twin makes of `bytes` after power-on.
    func paper(of bytes: [UInt8]) -> [PaperElement] {
        let pages = profile.codePages.value.sorted.map {
            ($0.number, $0.page.rawValue.uppercased())
        }
        return PaperReader.paper(
            of: bytes,
            columns: profile.columns.value,
            powersOnInChinese: profile.powersOnInChinese.value,
            codePages: Dictionary(uniqueKeysWithValues: pages)
        )
    }
}
