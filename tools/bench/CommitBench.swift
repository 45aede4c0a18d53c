internal import FoundationEssentials
internal import Journal
internal import Records

/// A durable sale through the journal, beside the bare disk and bare SQLite.
///
/// The three take turns within each round, a block of commits each, and begin in another order
/// every round, so that a disk that is busy for a second is busy for all of them.
struct CommitBench {
    /// Commits in one block.
    private static let block = 60

    let folder: String
    let setting: Setting

    private enum Contender: CaseIterable {
        case disk
        case sqlite
        case journal
    }

    func run() async throws -> [BenchRow] {
        var disk = try BareDisk(path: "\(folder)/disk")
        let sqlite = try BareSQLite(path: "\(folder)/bare.db")
        let journal = try TillJournal(
            path: "\(folder)/till.db",
            device: DeviceID(1),
            place: SampleSale.place
        )
        try await journal.append([SampleSale.day])
        let sale = SampleSale(programme: setting.programme.rules)
        let record = try await firstRecord(sale, journal)
        let job = Data(repeating: 0xA5, count: 40)
        var times: [Contender: Samples] = [:]
        var number: Int32 = 1
        // The round before the first is not counted: caches fill, files grow.
        for round in 0...setting.rounds {
            for place in Contender.allCases.indices {
                let contender = Contender.allCases[(place + round) % Contender.allCases.count]
                for _ in 0..<Self.block {
                    number += 1
                    let taken =
                        switch contender {
                        case .disk: try Samples.time { try disk.overwrite() }
                        case .sqlite: try Samples.time { try sqlite.insert(record, job) }
                        case .journal: try await commit(sale, number, journal)
                        }
                    if round > 0 { times[contender, default: Samples()].add(taken) }
                }
            }
        }
        disk.close()
        sqlite.close()
        await journal.close()
        return rows(times, bytes: record.count)
    }

    /// From a sale in memory to a sale on the disk: encoded, chained, booked, its paper queued.
    private func commit(
        _ sale: SampleSale,
        _ number: Int32,
        _ journal: TillJournal
    ) async throws -> Duration {
        let start = ContinuousClock.now
        try await journal.append([sale.draft(number: number)])
        return .now - start
    }

    /// The bytes of a sale's record, for bare SQLite to carry the same.
    private func firstRecord(_ sale: SampleSale, _ journal: TillJournal) async throws -> Data {
        try await journal.append([sale.draft(number: 1)])
        let records = try await journal.records(after: 1, limit: 1, byteLimit: 1 << 20)
        guard let record = records.first else { throw BenchFault("no first sale") }
        return Data(record.bytes)
    }

    private func rows(_ times: [Contender: Samples], bytes: Int) -> [BenchRow] {
        let disk = times[.disk] ?? Samples()
        let sqlite = times[.sqlite] ?? Samples()
        let journal = times[.journal] ?? Samples()
        let ratios = zip(
            journal.medians(ofEach: Self.block),
            sqlite.medians(ofEach: Self.block)
        ).map { $0 / $1 }
        return [
            BenchRow("disk: 4 KiB overwrite + fdatasync", disk),
            BenchRow("bare SQLite: two inserts, WAL FULL", sqlite),
            BenchRow(
                "durable sale commit",
                journal,
                note: "a record of \(bytes) bytes, postings, receipt number, print job"
            ),
            BenchRow(
                "durable sale commit / bare SQLite",
                journal.median / sqlite.median,
                "x",
                samples: ratios.count,
                aim: .atMost(1.5),
                note: "by round \(ratios.map(\.short).joined(separator: " "))"
            ),
        ]
    }
}
