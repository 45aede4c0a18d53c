internal import FoundationEssentials
internal import Glibc
internal import TradeFolder

/// From switching on to ready to scan, and the memory of a `tilld` with the whole catalogue.
///
/// The first start fills the catalogue and is not counted: a shop does that at night. Every later
/// one is what a cashier waits for. The devices are twins on ptys, so that drivers open and answer.
struct StartBench {
    private static let scans = 100
    /// How long a till is left alone before its memory is read.
    private static let settling = Duration.seconds(2)

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
        _ = try await life(codes: [])
        var seen: [Life] = []
        for number in 1...setting.rounds {
            Progress.say("start \(number) of \(setting.rounds)")
            seen.append(try await life(codes: codes))
        }
        lives.cancel()
        cables.unplug()
        await lives.value
        return rows(seen, items: products.count, members: members.count)
    }

    /// What was seen of one till from its start to its end.
    private struct Life {
        var ready = Duration.zero
        var settled = Memory()
        var afterScans = Memory()
    }

    /// Starts a till, looks at it, scans `codes`, looks again, and stops it.
    private func life(codes: [String]) async throws -> Life {
        let service = LocalService(port: try LocalService.freePort())
        let start = ContinuousClock.now
        let till = try ChildProgram(path: ChildProgram.beside("tilld"), arguments(service.port))
        defer { till.stop() }
        try till.wait(forLine: "tilld: ready")
        while try service.request("GET", "/v1/status").map({ $0 != 200 }) ?? true {
            guard till.isRunning else { throw BenchFault("tilld ended before it was ready") }
            usleep(500)
        }
        var life = Life(ready: ContinuousClock.now - start)
        guard !codes.isEmpty else { return life }
        try await Task.sleep(for: Self.settling)
        life.settled = till.memory
        for code in codes {
            guard try service.request("POST", "/v1/enter", code) == 200 else {
                throw BenchFault("tilld did not take the scan \(code)")
            }
        }
        _ = try service.request("POST", "/v1/enter", "CN")
        try await Task.sleep(for: Self.settling)
        life.afterScans = till.memory
        return life
    }

    private func arguments(_ port: Int) -> [String] {
        [
            "--data", "\(folder)/till", "--boards", setting.boards, "--bench", folder,
            "--programme", setting.programmeFile, "--trade", setting.trade, "--store", "1",
            "--till", "1", "--device", "1", "--port", "\(port)",
        ]
    }

    private func rows(_ lives: [Life], items: Int, members: Int) -> [BenchRow] {
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
