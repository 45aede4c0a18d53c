import DurableSQLite
import Foundation
import GRDB
import Journal
import Records
import Retail
import Testing

/// Whose journal it is, who has it open, and what would lose sales.
struct OpeningTests {
    typealias Row = (device: UInt32, store: Int32, till: Int32, opens: Bool, why: String)

    // swift-format-ignore
    static let rows: [Row] = [
        (7, 298, 3, true,  "the till whose journal it is"),
        (8, 298, 3, false, "another device in the same place"),
        (7, 298, 4, false, "the next till: the folders were mixed up"),
        (7, 299, 3, false, "a till of another store"),
    ]

    @Test(arguments: rows)
    func `a journal opens for its own till only, and says what to do`(_ row: Row) throws {
        let folder = try TestFolder()
        try folder.journal().abandon()
        let device = DeviceID(row.device)
        let place = Place(store: row.store, till: row.till)
        do throws(StorageError) {
            try TillJournal(path: folder.file, device: device, place: place).abandon()
            #expect(row.opens)
        } catch {
            #expect(!row.opens)
            let text = error.description
            #expect(text.contains("device 7, store 298 till 3"), "whose it is: \(text)")
            #expect(text.contains("device \(device), \(place)"), "who came: \(text)")
            #expect(text.contains("use the folder of this till"), "the fix: \(text)")
        }
        // The refusal has let go of the file.
        try folder.journal().abandon()
    }

    @Test func `the second opener is refused and told which process has it`() throws {
        let folder = try TestFolder()
        let first = try folder.journal()
        #expect(throws: StorageError.inUse(path: folder.file, holder: "process \(getpid())")) {
            _ = try folder.journal()
        }
        first.abandon()
        try folder.journal().abandon()
    }

    @Test func `a look at a journal finds out whose it is`() async throws {
        let folder = try TestFolder()
        var till = TestTill()
        let journal = try folder.journal()
        try await journal.append([till.open(), till.sell(1)])
        await journal.close()
        let look = try TillJournal(readingFrom: folder.file)
        #expect(look.device == TestTill.device)
        #expect(look.place == TestTill.place)
        #expect(try await look.lastSale()?.receipt.number == 1)
    }

    @Test func `a file that never was a journal is damaged to a reader`() throws {
        let folder = try TestFolder()
        #expect(throws: StorageError.damaged(path: folder.file, detail: "it is no journal yet")) {
            _ = try TillJournal(readingFrom: folder.file)
        }
    }

    typealias Mode = (journal: String, level: String, detail: String, why: String)

    // swift-format-ignore
    static let modes: [Mode] = [
        ("WAL",    "NORMAL", "synchronous is 1",        "a power cut takes the last sales"),
        ("WAL",    "OFF",    "synchronous is 0",        "a power cut takes the file"),
        ("DELETE", "FULL",   "journal_mode is delete",  "a scan waits for two flushes"),
        ("MEMORY", "FULL",   "journal_mode is memory",  "a crash leaves half a sale"),
    ]

    @Test(arguments: modes.indices)
    func `a journal that could lose a sale does not open, and says why`(_ index: Int) throws {
        let row = Self.modes[index]
        let folder = try TestFolder()
        var settings = DurableDatabase.Settings.durable
        settings.journalMode = row.journal
        settings.synchronous = row.level
        #expect {
            _ = try DurableDatabase(
                path: folder.file,
                settings: settings,
                migrator: DatabaseMigrator()
            )
        } throws: { error in
            guard case StorageError.notDurable(_, let detail) = error else { return false }
            return detail.contains(row.detail) && "\(error)".contains("sales could be lost")
        }
    }

    @Test func `a database that lives in memory is no journal`() throws {
        let path = ":memory:"
        // Its lock lands in the current folder, whatever that is.
        defer { try? FileManager.default.removeItem(atPath: path + ".lock") }
        #expect {
            _ = try TillJournal(path: path, device: TestTill.device, place: TestTill.place)
        } throws: { error in
            guard case StorageError.notDurable(path, let detail) = error else { return false }
            return detail.contains("journal_mode is memory")
        }
    }

    @Test func `a folder that is not there is named`() throws {
        let folder = try TestFolder()
        let path = folder.path + "/missing/till.sqlite"
        #expect {
            _ = try TillJournal(path: path, device: TestTill.device, place: TestTill.place)
        } throws: { error in
            guard case StorageError.deviceFailed = error else { return false }
            return "\(error)".contains(path)
        }
    }
}
