import DurableSQLite
import Foundation
import GRDB
import Testing

/// A database that would lose what it acknowledges does not open.
struct DurableDatabaseTests {
    private func migrator() -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("notes") { db in
            try db.execute(sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")
        }
        return migrator
    }

    private func open(
        _ folder: TestFolder,
        _ change: (inout DurableDatabase.Settings) -> Void = { _ in }
    ) throws -> DurableDatabase {
        var settings = DurableDatabase.Settings.durable
        change(&settings)
        return try DurableDatabase(path: folder.file, settings: settings, migrator: migrator())
    }

    typealias Row = (mode: String, level: String, detail: String)

    // swift-format-ignore
    static let rows: [Row] = [
        ("DELETE",   "FULL",   "journal_mode is delete"),
        ("TRUNCATE", "FULL",   "journal_mode is truncate"),
        ("MEMORY",   "FULL",   "journal_mode is memory"),
        ("OFF",      "FULL",   "journal_mode is off"),
        ("WAL",      "NORMAL", "synchronous is 1"),
        ("WAL",      "OFF",    "synchronous is 0"),
    ]

    @Test(arguments: rows.indices)
    func `a database that is not durable is refused with the reason`(_ index: Int) throws {
        let row = Self.rows[index]
        let folder = try TestFolder()
        #expect {
            _ = try open(folder) { settings in
                settings.journalMode = row.mode
                settings.synchronous = row.level
            }
        } throws: { error in
            guard case StorageError.notDurable(let path, let detail) = error else { return false }
            return path == folder.file && detail.contains(row.detail)
        }
    }

    @Test func `an opened database is in WAL with FULL, and stays so`() async throws {
        let database = try open(TestFolder())
        for _ in 0..<2 {
            let (mode, level) = try database.read { db in
                (
                    try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                    try Int.fetchOne(db, sql: "PRAGMA synchronous")
                )
            }
            #expect(mode == "wal")
            #expect(level == 2)
            try await database.write {
                try $0.execute(sql: "INSERT INTO note (text) VALUES (NULL)")
            }
        }
    }

    @Test func `the second opener is refused, and the first is named`() throws {
        let folder = try TestFolder()
        let first = try open(folder)
        #expect(throws: StorageError.inUse(path: folder.file, holder: "process \(getpid())")) {
            _ = try open(folder)
        }
        first.close()
        try open(folder).close()
    }

    @Test func `a full disk refuses the whole transaction and takes the next that fits`()
        async throws
    {
        let folder = try TestFolder()
        let database = try open(folder) { $0.pageLimit = 12 }
        let long = String(repeating: "x", count: 60_000)
        await #expect(throws: StorageError.diskFull(path: folder.file)) {
            try await database.write { db in
                try db.execute(sql: "INSERT INTO note (text) VALUES ('first')")
                try db.execute(sql: "INSERT INTO note (text) VALUES (?)", arguments: [long])
            }
        }
        try await database.write { try $0.execute(sql: "INSERT INTO note (text) VALUES ('small')") }
        let notes = try database.read {
            try String.fetchAll($0, sql: "SELECT text FROM note")
        }
        #expect(notes == ["small"])
    }

    @Test func `a file that is no database is damaged, and is left as it was`() throws {
        let folder = try TestFolder()
        let text = String(repeating: "This is a letter, not a database. ", count: 100)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file))
        #expect {
            _ = try open(folder)
        } throws: { error in
            guard case StorageError.damaged = error else { return false }
            return true
        }
        #expect(FileManager.default.contents(atPath: folder.file) == Data(text.utf8))
    }
}

/// A folder of one test's own, gone with it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "suanpan-sqlite-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The database's file in here.
    var file: String { path + "/test.sqlite" }
}
