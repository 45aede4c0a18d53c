internal import Drivers
internal import FoundationEssentials
internal import HAL

/// A layout into bytes and a picture into dots, beside python-escpos and Pillow on the same ones.
///
/// We and they take turns, block by block. They are spared the layout: their lines are set before
/// the clock runs, where ours are set within it.
struct EncodingBench {
    /// How often a receipt is encoded in one block, and a picture printed.
    private static let (receipts, pictures) = (200, 5)

    let folder: String
    let setting: Setting
    let python: String?

    func run() throws -> [BenchRow] {
        guard let python else { throw Skipped(why: "no --python to measure beside") }
        try writeDocuments()
        let peer = try ChildProgram(
            path: python,
            ["\(setting.root)/tools/bench/readers/peer.py", folder]
        )
        defer { peer.stop() }
        let versions = try peer.ask("versions")
        var rows: [BenchRow] = []
        for (name, document) in Specimens.receipts.prefix(2) {
            rows += try receipt(name, document, peer, versions)
        }
        return rows + (try pictures(peer, versions))
    }

    private func writeDocuments() throws {
        let documents = Dictionary(
            uniqueKeysWithValues: Specimens.receipts.map { name, document in
                (name, document.nodes.map { SpecimenNode(node: $0) })
            }
        )
        try JSONEncoder().encode(documents).write(to: URL(filePath: "\(folder)/documents.json"))
        for (name, bytes) in SpecimenPictures.files {
            try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
        }
    }

    /// Our times and theirs, and how many bytes theirs were.
    private struct Turns {
        var ours = Samples()
        var theirs = Samples()
        var theirBytes = 0
    }

    private func receipt(
        _ name: String,
        _ document: PrintDocument,
        _ peer: ChildProgram,
        _ versions: String
    ) throws -> [BenchRow] {
        let encoder = ESCPOSEncoder(columns: 48, characters: .gbk)
        let size = try encoder.encode(document).count
        let turns = try turns(Self.receipts, peer, "receipt \(name)") {
            for _ in 0..<Self.receipts { _ = try encoder.encode(document) }
        }
        let (ours, theirs) = (turns.ours, turns.theirs)
        return [
            row(
                "encode \(name) receipt",
                ours,
                "us",
                "\(document.nodes.count) nodes, \(size) bytes"
            ),
            speed(ours, size),
            row("  python-escpos", theirs, "us", versions),
            speed(theirs, turns.theirBytes),
            ratio(turns),
        ]
    }

    private func pictures(_ peer: ChildProgram, _ versions: String) throws -> [BenchRow] {
        let picture = SpecimenPictures.photograph
        let document = PrintDocument([.image(picture)])
        let encoder = ESCPOSEncoder(columns: 48)
        let size = "\(picture.width) x \(picture.height) dots"
        let dither = try turns(Self.pictures, peer, "dither photograph.pgm") {
            for _ in 0..<Self.pictures { _ = picture.halftoned(.errorDiffusion) }
        }
        let raster = try turns(Self.pictures, peer, "raster photograph.pgm") {
            for _ in 0..<Self.pictures { _ = try encoder.encode(document) }
        }
        return [
            row("error diffusion", dither.ours, "ms", size),
            row("  Pillow", dither.theirs, "ms", versions),
            ratio(dither),
            row("picture to raster bytes", raster.ours, "ms", size),
            row("  python-escpos", raster.theirs, "ms", versions),
            ratio(raster),
        ]
    }

    /// The times of one piece of work, ours and theirs, in turns; the first round is not counted.
    private func turns(
        _ count: Int,
        _ peer: ChildProgram,
        _ work: String,
        _ ours: () throws -> Void
    ) throws -> Turns {
        var turns = Turns()
        for round in 0...setting.rounds {
            let mine = try Samples.time(ours) / count
            let answer = try peer.ask("\(work) \(count)")
            let words = answer.split(separator: " ")
            guard words.count == 2, let seconds = Double(words[0]), let bytes = Int(words[1]) else {
                throw BenchFault("the peer said: \(answer)")
            }
            guard round > 0 else { continue }
            turns.ours.add(mine)
            turns.theirs.add(.seconds(seconds) / count)
            turns.theirBytes = bytes
        }
        return turns
    }

    private func row(_ name: String, _ times: Samples, _ unit: String, _ note: String) -> BenchRow {
        let scale = unit == "us" ? 1000.0 : 1
        return BenchRow(name, times.median * scale, unit, samples: times.count, note: note)
    }

    private func speed(_ times: Samples, _ bytes: Int) -> BenchRow {
        let speed = Double(bytes) / (times.median * 1000)
        return BenchRow("    as bytes", speed, "MB/s", samples: times.count)
    }

    private func ratio(_ turns: Turns) -> BenchRow {
        let ratio = turns.theirs.median / turns.ours.median
        return BenchRow("  times as fast", ratio, "x", samples: turns.ours.count)
    }
}
