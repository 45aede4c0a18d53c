internal import FoundationEssentials
internal import TradeFolder

/// From switching on to ready to scan, and the memory of a `tilld` with the whole catalogue.
///
/// The first start fills the catalogue and is not counted: a shop does that at night. Every later
/// one is what a cashier waits for. The devices are twins on ptys, so that drivers open and answer.
struct StartBench {
    private static let scans = 100

    let folder: String
    let setting: Setting

    func run() async throws -> [BenchRow] {
        let cables = try PtyCables(in: folder)
        let lives = Task { await cables.run() }
        let products = try TradeFolder(path: setting.trade).products().rows
        let members = try TradeFolder(path: setting.trade).members().rows
        let step = max(1, products.count / Self.scans)
        let codes = products.indices.filter { $0.isMultiple(of: step) }.prefix(Self.scans)
            .map { products[$0].barcode }
        Progress.say("first start, which fills the catalogue")
        let till = TillStart(folder: folder, setting: setting)
        _ = try await till.life()
        var seen: [TillStart.Life] = []
        for number in 1...setting.rounds {
            Progress.say("start \(number) of \(setting.rounds)")
            seen.append(try await till.life(codes: codes))
        }
        lives.cancel()
        cables.unplug()
        await lives.value
        return rows(seen, items: products.count, members: members.count)
    }

    private func rows(_ lives: [TillStart.Life], items: Int, members: Int) -> [BenchRow] {
        var starts = Samples()
        for life in lives { starts.add(life.ready) }
        return [
            BenchRow(
                "start to ready to scan",
                starts,
                aim: .atMost(1000),
                note: "tilld with \(items) items and \(members) members; exec to a status answered"
            ),
            memory("resident memory, settled", lives.map(\.settled)),
            memory("resident memory, after \(Self.scans) scans", lives.map(\.afterScans)),
        ]
    }

    private func memory(_ name: String, _ readings: [Memory]) -> BenchRow {
        let middle = readings.sorted { $0.resident < $1.resident }[readings.count / 2]
        return BenchRow(
            name,
            middle.resident,
            "MB",
            samples: readings.count,
            aim: .atMost(64),
            note: "\(middle.anonymous.short) MB of it its own, \(middle.file.short) MB of files"
        )
    }
}
