import DurableSQLite
import Foundation
import GRDB
import Records
import SampleTrade
import SyncProtocol
import Testing
import autopsy
import crashes

/// A till's second database: a feed is one whole version, wherever the power goes.
struct FeedAutopsyTests {
    /// Who looks into folders, with what these tills have gone by.
    private struct Judge {
        let autopsy: FeedAutopsy
        let folder = try? TemporaryFolder()

        init() async throws {
            var truth = FeedTruth()
            for version in FedTill.versions {
                let digest = version.digest.description
                truth.learn(version.feed, Int(version.number), digest: digest)
            }
            let journal = try await SoldTill().truth
            autopsy = FeedAutopsy(truth, journal: journal, programme: .r1)
        }

        /// What is wrong after `cut`, to which `more` has happened since.
        func violations(
            _ cut: FedTill.Cut,
            _ more: (String) throws -> Void = { _ in }
        ) async throws -> [Violation] {
            let disk = try #require(folder).path + "/cut"
            try FolderFiles.write(cut.files, into: disk)
            try more(disk)
            return await autopsy.violations(in: disk, promised: cut.bounds)
        }

        /// What is wrong after each cut of `till`.
        func violations(_ till: FedTill) async throws -> [[Violation]] {
            var all: [[Violation]] = []
            for cut in till.cuts { all.append(try await violations(cut)) }
            return all
        }
    }

    @Test func `wherever the power goes, a feed is one whole version, and a till starts on it`()
        async throws
    {
        let till = try await FedTill()
        #expect(till.cuts.count > 25 && Set(till.cuts.map(\.kind)).count == 9)
        for (cut, found) in zip(till.cuts, try await Judge().violations(till)) {
            #expect(found == [], "\(cut.kind), \(cut.bounds)")
        }
    }

    @Test func `a store that applies a feed page by page is caught`() async throws {
        let till = try await FedTill { PagewiseStore($0) }
        let found = try await Judge().violations(till)
        #expect(found.joined().contains { $0.kind == .halfFeed }, "\(found)")
        #expect(found.last == [], "in the end it has all pages, and nobody would notice")
    }

    @Test func `a till that goes by a feed as soon as it comes is caught`() async throws {
        let till = try await FedTill()
        let judge = try await Judge()
        var kinds: Set<Violation.Kind> = []
        for cut in till.cuts where cut.kind == .kept {
            kinds.formUnion(try await judge.violations(cut, HastyFeeds.spoil).map(\.kind))
        }
        #expect(kinds.contains(.halfFeed))
    }

    /// As pages look that a disk has mixed up: the schema's rules say nothing of them any more.
    private static let emptied = """
        ALTER TABLE feed RENAME TO torn;
        CREATE TABLE feed AS SELECT * FROM torn;
        UPDATE feed SET number = NULL
        """

    typealias Row = (sql: String, kind: Violation.Kind, why: String)

    // swift-format-ignore
    static let damages: [Row] = [
        ("DELETE FROM entry WHERE key = '2'",                 .halfFeed,  "a product is gone"),
        ("UPDATE entry SET value = '{}' WHERE key = '2'",     .halfFeed,  "a price is another"),
        ("UPDATE feed SET number = number - 1",               .halfFeed,  "the filling before"),
        ("UPDATE feed SET digest = zeroblob(32)",             .halfFeed,  "not as it was published"),
        ("UPDATE feed SET version = 30",                      .earlyFeed, "one that had not come"),
        ("UPDATE feed SET version = 10",                      .lostFeed,  "older than the hub was told"),
        ("DELETE FROM feed; DELETE FROM entry",               .lostFeed,  "nothing at all"),
        ("UPDATE feed SET number = 9223372036854775807",      .otherFile, "a number that is none"),
        ("DROP TABLE feed",                                   .otherFile, "no table"),
        (emptied,                                             .otherFile, "a row that a lost write has emptied"),
    ]

    @Test(arguments: damages)
    func `what is damaged is seen, and traps nobody`(_ row: Row) async throws {
        let cut = try #require(try await FedTill().cuts.last)
        let found = try await Judge().violations(cut) { folder in
            let path = folder + "/feeds.db"
            let database = try DurableDatabase(path: path, migrator: DatabaseMigrator())
            defer { database.close() }
            try database.read { try $0.execute(sql: row.sql) }
        }
        #expect(found.contains { $0.kind == row.kind }, "\(row.why): \(found)")
    }

    @Test func `a file that is gone is lost, and one that is no database is told`() async throws {
        let cut = try #require(try await FedTill().cuts.last)
        let judge = try await Judge()
        #expect(try await judge.violations(cut) == [], "as it was left")
        let letter = FedTill.Cut(
            files: ["feeds.db": Array("a letter to the cashier".utf8)],
            bounds: cut.bounds,
            kind: .kept
        )
        #expect(try await judge.violations(letter).map(\.kind) == [.otherFile])
        let gone = FedTill.Cut(files: [:], bounds: cut.bounds, kind: .kept)
        #expect(try await judge.violations(gone).map(\.kind) == [.lostFeed])
        let untold = FedTill.Cut(files: [:], bounds: FeedBounds(), kind: .kept)
        #expect(try await judge.violations(untold) == [], "nobody was told of anything")
    }

    @Test func `a question to the hub tells by what the till goes`() throws {
        let standings = [
            FeedStanding(feed: "programmes"),
            FeedStanding(feed: FedTill.feed, current: FedTill.versions[1]),
        ]
        let request = FeedRequest(device: DeviceID(7), epoch: 1, standings: standings)
        let text = String(decoding: Message.encode(request), as: UTF8.self)
        let count = text.utf8.count
        let events = try TraceLog.events("7  sendto(<hub>, '\(text)', \(count), 0, NULL, 0) = 0")
        let digest = FedTill.versions[1].digest.description
        #expect(
            events == [
                .seen(.named(feed: "programmes", number: 0, digest: "\(Digest.zero)")),
                .seen(.named(feed: FedTill.feed, number: 20, digest: digest)),
            ]
        )
    }
}
