public import DurableSQLite
internal import GRDB
public import HAL
public import Supervision

/// What a box remembers of its devices, in one SQLite file beside the journal.
///
/// It is a file of its own, for it may be lost: a box without it takes the devices that it finds
/// and counts from nought. Nothing of a sale is in it.
public struct DeviceBook: RoleBook {
    /// The name of the file in a till's data folder.
    public static let fileName = "devices.db"

    private let database: DurableDatabase

    /// Opens the book at `path`, or starts it.
    public init(path: String) throws(StorageError) {
        database = try DurableDatabase(path: path, cacheKilobytes: 64, migrator: Self.migrator)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: role bindings, statistics") { db in
            try db.execute(
                sql: """
                    CREATE TABLE binding (
                        role TEXT PRIMARY KEY,
                        place TEXT NOT NULL,
                        vendor INTEGER,
                        product INTEGER,
                        serial TEXT
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE statistic (
                        role TEXT NOT NULL,
                        name TEXT NOT NULL,
                        value INTEGER NOT NULL,
                        PRIMARY KEY (role, name)
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        return migrator
    }

    public func device(of role: String) async throws -> DeviceIdentity? {
        try database.read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT place, vendor, product, serial FROM binding WHERE role = ?",
                arguments: [role]
            ).map(Self.identity)
        }
    }

    private static func identity(_ row: Row) -> DeviceIdentity {
        let vendor: UInt16? = row[1]
        let product: UInt16? = row[2]
        let model =
            if let vendor, let product { USBModel(vendor: vendor, product: product) } else {
                USBModel?.none
            }
        return DeviceIdentity(place: row[0], model: model, serial: row[3])
    }

    public func bind(_ role: String, to device: DeviceIdentity) async throws {
        try await database.write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO binding VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    role, device.place, device.model?.vendor, device.model?.product, device.serial,
                ]
            )
        }
    }

    public func add(_ counts: [DeviceStatistic: Int], to role: String) async throws {
        try await database.write { db in
            for (statistic, count) in counts {
                try db.execute(
                    sql: """
                        INSERT INTO statistic VALUES (?, ?, ?)
                        ON CONFLICT (role, name) DO UPDATE SET value = value + excluded.value
                        """,
                    arguments: [role, statistic.rawValue, count]
                )
            }
        }
    }

    /// A name that this version does not know stays in the file and is not shown.
    public func statistics() async throws -> [String: [DeviceStatistic: Int]] {
        try database.read { db in
            var all: [String: [DeviceStatistic: Int]] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT role, name, value FROM statistic") {
                guard let statistic = DeviceStatistic(rawValue: row[1]) else { continue }
                all[row[0], default: [:]][statistic] = row[2]
            }
            return all
        }
    }

    /// Closes the file and gives up the lock.
    public func close() {
        database.close()
    }
}
