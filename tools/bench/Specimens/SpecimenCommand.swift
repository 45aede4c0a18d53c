internal import ArgumentParser
internal import Drivers
internal import FoundationEssentials
internal import Glyphs
internal import HAL
internal import Twins

/// Writes what every printer profile makes of the same documents, and what we read in codes.
///
/// `FOLDER/corpus.json`, if it is there, brings texts and codes that others have made.
struct SpecimenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "specimens",
        abstract: "Writes bytes, pictures and readings into a folder, for others to read."
    )

    @Option(help: "Where they are written.")
    var folder: String
    @Option(help: "The repo, for its printers' profiles.")
    var root = "."

    func run() async throws {
        for (name, bytes) in SpecimenPictures.files { try write(bytes, to: name) }
        for (name, bytes) in try await SpecimenDisplay.files() { try write(bytes, to: name) }
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(root)/boards/printers")
            .filter { $0.hasSuffix(".yaml") }
            .map { String($0.dropLast(5)) }
            .sorted()
        var printers: [SpecimenFile.Printer] = []
        for name in names { printers.append(try await printer(SpecimenPrinter(name, root: root))) }
        let corpus = try corpus()
        let file = SpecimenFile(
            printers: printers,
            texts: try corpus?.texts.map(text) ?? [],
            readings: corpus?.codes.map {
                SpecimenFile.Reading(
                    kind: $0.kind.rawValue,
                    text: $0.text,
                    read: $0.kind.read($0.text)
                )
            } ?? []
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try write(Array(try encoder.encode(file)), to: "specimens.json")
        print(
            "\(folder): \(printers.count) printers, \(file.texts.count) texts, "
                + "\(file.readings.count) codes"
        )
    }

    private func printer(_ printer: SpecimenPrinter) async throws -> SpecimenFile.Printer {
        let encoded = try Specimens.nodes.map { name, node in
            let bytes = try printer.encoded(PrintDocument([node]))
            let path = "\(printer.name)/\(name).bin"
            try write(bytes, to: path)
            return SpecimenFile.Job(name: name, nodes: [.init(node: node)], bytes: path, paper: nil)
        }
        var printed: [SpecimenFile.Job] = []
        for (place, (name, document)) in Specimens.receipts.enumerated() {
            let bytes = try await printer.wire(document, ticket: UInt32(place))
            let path = "\(printer.name)/\(name)"
            try write(bytes, to: path + ".bin")
            try write(picture(of: bytes, on: printer), to: path + ".pbm")
            let nodes = document.nodes.map { SpecimenNode(node: $0) }
            printed.append(
                .init(name: name, nodes: nodes, bytes: path + ".bin", paper: path + ".pbm")
            )
        }
        return SpecimenFile.Printer(printer, encoded: encoded, printed: printed)
    }

    /// The paper as a Netpbm file, which packs dots as `Bitmap` does.
    private func picture(of bytes: [UInt8], on printer: SpecimenPrinter) -> [UInt8] {
        let drawing = PaperDrawing(
            dots: printer.profile.dots.value,
            columns: printer.profile.columns.value,
            wire: bytes,
            glyphs: FreeTypeGlyphs() ?? NoGlyphs()
        )
        let paper = drawing.draw(printer.paper(of: bytes))
        return Array("P4 \(paper.width) \(paper.height)\n".utf8) + paper.rows
    }

    private func text(_ text: SpecimenCorpus.Text) throws -> SpecimenFile.Text {
        let document = PrintDocument(text.lines.map { .text($0) })
        let encoder = ESCPOSEncoder(columns: 48, characters: text.area)
        let path = "texts/\(text.name).bin"
        try write(try encoder.encode(document), to: path)
        return .init(name: text.name, area: text.area.rawValue, lines: text.lines, bytes: path)
    }

    private func corpus() throws -> SpecimenCorpus? {
        guard let data = FileManager.default.contents(atPath: "\(folder)/corpus.json") else {
            return nil
        }
        return try JSONDecoder().decode(SpecimenCorpus.self, from: data)
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let path = "\(folder)/\(path)"
        let parent = path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)
        try FileManager.default.createDirectory(
            atPath: String(parent),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: URL(filePath: path))
    }
}
