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

    /// The journal as the next start finds it.
    func reopened() throws -> TillJournal {
        journal.abandon()
        return try folder.journal()
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
