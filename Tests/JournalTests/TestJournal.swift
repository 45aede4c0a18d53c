import DurableSQLite
import Foundation
import GRDB
import Journal
import Records
import Retail

/// A folder of one test's own, gone with it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "suanpan-journal-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The journal's file in here.
    var file: String { path + "/till.sqlite" }

    /// The journal in here, opened as a till opens it.
    func journal() throws -> TillJournal {
        try TillJournal(path: file, device: TestTill.device, place: TestTill.place)
    }
}

/// A journal with its database at hand, so that a test can fill its disk or damage its rows.
struct OpenedJournal {
    let journal: TillJournal
    let database: DurableDatabase
    private let folder: TestFolder

    /// Opens the journal in `folder`; its disk has room for `pageLimit` pages.
    init(_ folder: TestFolder, pageLimit: Int? = nil) throws {
        // The schema is the journal's own; the second opening finds it in place.
        self.folder = folder
        try folder.journal().abandon()
        var settings = DurableDatabase.Settings.durable
        settings.pageLimit = pageLimit
        database = try DurableDatabase(
            path: folder.file,
            settings: settings,
            migrator: DatabaseMigrator()
        )
        journal = try TillJournal(database, device: TestTill.device, place: TestTill.place)
    }

    /// How many pages the file has now.
    func pages() throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
    }

    /// Makes the disk end after `pages` pages.
    func limit(to pages: Int) throws {
        try database.read { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }

    /// Every value of every row of every table.
    func contents() throws -> [String: [[DatabaseValue]]] {
        try database.read { db in
            let sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
            let tables = try String.fetchAll(db, sql: sql)
            return try tables.reduce(into: [:]) { contents, table in
                contents[table] = try Row.fetchAll(db, sql: "SELECT * FROM \(table)")
                    .map { Array($0.databaseValues) }
            }
        }
    }

    /// Changes the file as no journal would.
    func damage(_ sql: String, _ arguments: StatementArguments = []) throws {
        try database.read { try $0.execute(sql: sql, arguments: arguments) }
    }
}

/// Chance that can be repeated: SplitMix64.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The seeds of a test: the first `count`, or the one that `SUANPAN_SEED` names.
    static func seeds(_ count: UInt64) -> [UInt64] {
        let named = ProcessInfo.processInfo.environment["SUANPAN_SEED"].flatMap { UInt64($0) }
        return named.map { [$0] } ?? Array(0..<count)
    }
}
