import DurableSQLite
import Foundation
import GRDB
import Journal
import Logging
import Loyalty
import Records
import Retail
import SampleTrade
import Till
import autopsy

/// A till that has sold: its folder, what it promised, and what its journal has to be.
struct SoldTill {
    let folder: TemporaryFolder
    let truth: JournalTruth
    var promised = Promises()

    /// Two sales, the first a member's, and a basket on the counter; all of it acknowledged.
    init() async throws {
        folder = try TemporaryFolder()
        let journal = try TillJournal(
            path: folder.path + "/till.db",
            device: DeviceID(7),
            place: Place(store: 1, till: 2)
        )
        let till = try await Self.till(journal)
        let today = SystemTillClock().read().time.localDay
        _ = await till.perform([
            .openDay(today), .ring(Self.line), .identify(MemberID(318)), .tenderExact(.cash),
            .ring(Self.line), .ring(Self.line), .tenderExact(.cash),
            .ring(Self.line), .ring(Self.line),
        ])
        promised.records = Int(journal.queueDepth.head.sequence)
        promised.receipts = [1, 2]
        promised.printed = [1, 2]
        await till.shutDown()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/truth",
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(
            atPath: folder.path + "/till.db",
            toPath: folder.path + "/truth/till.db"
        )
        truth = try await JournalTruth(
            path: folder.path + "/truth/till.db",
            scratch: folder.path + "/truth"
        )
    }

    static let line = LineItem(
        article: Article(product: 1, name: "米 Rice", department: nil, pointsClass: nil),
        quantity: .count(1),
        gross: Money(minorUnits: 350)
    )

    private static func till(_ journal: TillJournal) async throws -> Till {
        try await Till(
            Till.Parts(
                journal: journal,
                programme: .r1,
                devices: TillDevices(),
                clock: SystemTillClock(),
                shopName: "",
                version: "test",
                log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
    }

    var file: String { folder.path + "/till.db" }

    /// Changes the journal as no till would.
    func damage(_ sql: String) throws {
        let database = try DurableDatabase(path: file, migrator: DatabaseMigrator())
        defer { database.close() }
        try database.read { try $0.execute(sql: sql) }
    }

    /// What is wrong with the folder as it is now.
    func violations() async -> [Violation] {
        await JournalAutopsy(truth, programme: .r1)
            .violations(at: file, promised: promised)
    }
}

/// A folder of one test's own, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "suanpan-crash-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
