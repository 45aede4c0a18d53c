internal import FoundationEssentials
internal import Glibc
internal import Journal
internal import Records

/// A durable sale beside a message with the same body that a broker acknowledges.
///
/// Till and brokers take turns, block by block. What an acknowledgement is worth is counted: how
/// often each flushes a file for a hundred of them. The brokers' times have a socket and a client
/// in Python in them, the till's have none: they are what a shop pays, and no race.
struct BrokerBench {
    /// Messages in a block, and messages of which the flushes are counted.
    private static let (block, counted) = (200, 100)
    private static let brokers = [
        ("nats", "NATS JetStream, file, acknowledged"),
        ("mosquitto", "Mosquitto, QoS 1"),
        ("mosquitto-saving", "Mosquitto, QoS 1, saved at every change"),
    ]

    let folder: String
    let setting: Setting
    let python: String?
    let brokers: String?

    func run() async throws -> [BenchRow] {
        guard let python, let brokers, !brokers.isEmpty else {
            throw Skipped(why: "no --python and --brokers to measure beside")
        }
        let till = try await QueuedTill(
            path: "\(folder)/till.db",
            number: 1,
            programme: setting.programme.rules
        )
        try await writeBody(till)
        let peer = try ChildProgram(
            path: python,
            ["\(setting.root)/tools/bench/readers/brokers.py", brokers, folder]
        )
        defer { peer.stop() }
        let versions = try peer.ask("versions")
        var ours = Samples()
        var theirs: [String: Samples] = [:]
        for round in 0...setting.rounds {
            Progress.say("brokers, round \(round) of \(setting.rounds)")
            for _ in 0..<Self.block {
                let taken = try await till.sell()
                if round > 0 { ours.add(taken) }
            }
            for (name, _) in Self.brokers {
                let times = try publish(name, peer)
                if round > 0 { for time in times { theirs[name, default: Samples()].add(time) } }
            }
        }
        await till.journal.close()
        var rows = [row("till: durable sale commit", ours, flushes: try ownFlushes())]
        for (name, title) in Self.brokers {
            let flushes = Int(try peer.ask("flushes \(name) \(Self.counted)")) ?? -1
            rows.append(row(title, theirs[name] ?? Samples(), flushes: flushes, versions))
        }
        return rows
    }

    /// The bytes of a sale's record, for the brokers to carry.
    private func writeBody(_ till: QueuedTill) async throws {
        _ = try await till.sell()
        let records = try await till.journal.records(after: 1, limit: 1, byteLimit: 1 << 20)
        guard let record = records.first else { throw BenchFault("no first sale") }
        try Data(record.bytes).write(to: URL(filePath: "\(folder)/body"))
    }

    private func publish(_ name: String, _ peer: ChildProgram) throws -> [Duration] {
        let answer = try peer.ask("publish \(name) \(Self.block)")
        let times = try JSONDecoder().decode([Double].self, from: Data(answer.utf8))
        return times.map { .nanoseconds(Int64($0 * 1e6)) }
    }

    /// How often a till flushes for as many sales as are counted of the brokers.
    ///
    /// Opening and closing the journal is taken out: it is counted alone, with no sale.
    private func ownFlushes() throws -> Int {
        try flushes(selling: Self.counted) - flushes(selling: 0)
    }

    private func flushes(selling count: Int) throws -> Int {
        let account = "\(folder)/flushes-\(count)"
        let words = [
            "-f", "-o", account, "-e", "trace=fsync,fdatasync", ChildProgram.beside("bench"),
            "sell", "--journal", "\(account).db", "--programme", setting.programmeFile,
            "--count", "\(count)",
        ]
        guard access("/usr/bin/strace", X_OK) == 0 else {
            throw Skipped(why: "strace is not installed (Debian: strace)")
        }
        let child = try ChildProgram(path: "/usr/bin/strace", words)
        guard try child.finish() == 0 else { throw BenchFault("the watched till ended badly") }
        return Text.of(account).split(separator: "\n").count {
            $0.contains(" fsync(") || $0.contains(" fdatasync(")
        }
    }

    private func row(
        _ name: String,
        _ times: Samples,
        flushes: Int,
        _ versions: String? = nil
    ) -> BenchRow {
        let worth = "\(flushes) flushes for \(Self.counted)"
        return BenchRow(
            name,
            times,
            note: [worth, versions].compactMap(\.self).joined(separator: "; ")
        )
    }
}
