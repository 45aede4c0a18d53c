import DurableSQLite
import Foundation
import GRDB
import HAL
import Journal
import Logging
import Loyalty
import Records
import Retail
import SampleTrade
import Synchronization
import Till

/// A till on a bench: a journal in a folder of its own, and devices that a test can break.
final class TestBench: Sendable {
    static let place = Place(store: 298, till: 3)
    static let day = BusinessDay(number: 17_287)
    /// 2017-05-01T00:01:10-04:00.
    static let time = SaleTime(unixSeconds: 1_493_611_270, offsetMinutes: -240)

    let printer = TestPrinter()
    let display = TestDisplay()
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "suanpan-till-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// A file in the bench's folder.
    func file(_ name: String) -> String { folder + "/" + name }

    /// The till's journal.
    func journal() throws -> TillJournal {
        try TillJournal(path: file("till.sqlite"), device: DeviceID(7), place: Self.place)
    }

    /// The till's journal with its database at hand, so that a test can fill its disk.
    func openedJournal() throws -> (TillJournal, DurableDatabase) {
        try journal().abandon()
        let database = try DurableDatabase(
            path: file("till.sqlite"),
            settings: .durable,
            migrator: DatabaseMigrator()
        )
        return (try TillJournal(database, device: DeviceID(7), place: Self.place), database)
    }

    /// A till that works on `journal` with this bench's devices.
    func till(
        _ journal: TillJournal,
        printer: (any ReceiptPrinter)? = nil,
        clock: any TillClock = SetTillClock(TestBench.time),
        programme: Programme = .r1,
        changed: @escaping @Sendable () -> Void = {}
    ) async throws -> Till {
        try await Till(
            Till.Parts(
                journal: journal,
                programme: programme,
                devices: TillDevices(printer: printer ?? self.printer, display: display),
                clock: clock,
                shopName: "算盘 Shop",
                version: "1.0",
                log: Logger(label: "till", factory: { _ in SwiftLogNoOpLogHandler() }),
                changed: changed
            )
        )
    }
}

extension DurableDatabase {
    /// Makes the disk end after `pages` pages, or where the file ends now.
    func limit(to pages: Int = 1) throws {
        try read { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
}
