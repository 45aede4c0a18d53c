internal import FoundationEssentials
internal import Journal
internal import Records
internal import Sync

/// What a long queue costs a till: at its counter, at its start, and until the hub has it all.
///
/// Two tills sell in turns, one whose hub has everything and one with the whole queue, so that a
/// disk that is busy for a second is busy for both; and again while the queue drains into a
/// `tillhub` on this machine, which takes its share of the same processors.
struct QueueBench {
    /// Commits in one block.
    private static let block = 60
    /// How long the cashier waits between two sales while the queue drains.
    private static let pause = Duration.milliseconds(10)
    /// After so long a drain is cut off; its rate is known by then.
    private static let patience = Duration.seconds(180)

    let folder: String
    let setting: Setting
    /// How many records are queued.
    let records: Int

    func run() async throws -> [BenchRow] {
        let rules = setting.programme.rules
        try FileManager.default.createDirectory(
            atPath: "\(folder)/till",
            withIntermediateDirectories: true
        )
        let path = "\(folder)/till/till.db"
        let idle = try await QueuedTill(path: "\(folder)/idle.db", number: 2, programme: rules)
        let full = try await QueuedTill(path: path, number: 1, programme: rules)
        try await full.fill(to: records)
        let offline = try await sellInTurns(idle, full)
        await full.journal.close()
        let start = try await restart()
        let again = try await QueuedTill(reopening: full, path: path)
        let drain = try await drain(again, beside: idle)
        await again.journal.close()
        await idle.journal.close()
        return rows(offline, start, drain)
    }

    /// The commits of both tills, round by round; the first round is not counted.
    private func sellInTurns(_ idle: QueuedTill, _ full: QueuedTill) async throws -> Pair {
        var times = Pair()
        for round in 0...setting.rounds {
            for turn in 0..<2 {
                let isIdle = (turn + round).isMultiple(of: 2)
                for _ in 0..<Self.block {
                    let taken = try await (isIdle ? idle : full).sell()
                    if round > 0 { times.add(taken, isIdle: isIdle) }
                }
            }
        }
        return times
    }

    /// Starts of a real `tilld` on the long queue; the first fills the catalogue.
    private func restart() async throws -> Samples {
        let cables = try PtyCables(in: folder)
        let lives = Task { await cables.run() }
        let till = TillStart(folder: folder, setting: setting)
        var starts = Samples()
        for number in 0...setting.rounds {
            Progress.say("start \(number) of \(setting.rounds) with the queue")
            let life = try await till.life()
            if number > 0 { starts.add(life.ready) }
        }
        lives.cancel()
        cables.unplug()
        await lives.value
        return starts
    }

    /// What was seen while the queue drained.
    private struct Drain {
        var times = Pair()
        var records = 0
        var seconds = 0.0
        var isWhole = false
    }

    /// Lets the queue of `full` go to a hub, while both tills sell.
    private func drain(_ full: QueuedTill, beside idle: QueuedTill) async throws -> Drain {
        let hub = try HubProgram(["--data", "\(folder)/hub"], setting)
        defer { hub.stop() }
        let uplink = Uplink(
            journal: full.journal,
            link: HTTPHubLink(base: hub.base, trust: .anyone),
            version: "bench",
            bootNonce: String(repeating: "0", count: 32)
        )
        let start = ContinuousClock.now
        let first = full.journal.queueDepth.mark.sequence
        let upload = Task { try? await uplink.run() }
        var drain = Drain()
        var said = 0.0
        while !drain.isWhole, .now - start < Self.patience {
            drain.times.add(try await idle.sell(), isIdle: true)
            drain.times.add(try await full.sell(), isIdle: false)
            uplink.wake()
            try await Task.sleep(for: Self.pause)
            let depth = full.journal.queueDepth
            drain.seconds = (ContinuousClock.now - start).milliseconds / 1000
            drain.records = Int(depth.mark.sequence - first)
            // The last sales are under way as long as there are sales.
            drain.isWhole = depth.head.sequence - depth.mark.sequence < 100
            guard drain.seconds > said + 10 else { continue }
            said = drain.seconds
            Progress.say("\(drain.records) records drained in \(said.short) s")
        }
        upload.cancel()
        uplink.wake()
        await upload.value
        guard drain.records > 0 else { throw BenchFault("nothing drained: \(await uplink.status)") }
        return drain
    }

    /// The times of the till without and of the till with a queue.
    private struct Pair {
        var idle = Samples()
        var full = Samples()

        var ratio: Double { full.median / idle.median }

        mutating func add(_ time: Duration, isIdle: Bool) {
            if isIdle { idle.add(time) } else { full.add(time) }
        }
    }

    private func rows(_ offline: Pair, _ starts: Samples, _ drain: Drain) -> [BenchRow] {
        let count = "\(records) records queued"
        return [
            BenchRow("sale commit, nothing queued", offline.idle),
            BenchRow("sale commit, offline", offline.full, note: count),
            BenchRow(
                "offline / nothing queued",
                offline.ratio,
                "x",
                samples: offline.full.count,
                aim: .atMost(1.2)
            ),
            BenchRow("sale commit, nothing queued, beside a drain", drain.times.idle),
            BenchRow("sale commit while the queue drains", drain.times.full),
            BenchRow(
                "draining / nothing queued beside it",
                drain.times.ratio,
                "x",
                samples: drain.times.full.count,
                aim: .atMost(1.2),
                note: "against nothing queued and no drain: "
                    + "\((drain.times.full.median / offline.idle.median).short) x"
            ),
            BenchRow(
                "drain of one till",
                Double(drain.records) / drain.seconds,
                "rec/s",
                samples: 1,
                note: "\(drain.records) records in \(drain.seconds.short) s over HTTP into a "
                    + "tillhub on SQLite here, " + (drain.isWhole ? "to the end" : "cut off")
            ),
            BenchRow("start to ready to scan, offline", starts, aim: .atMost(1000), note: count),
        ]
    }
}
