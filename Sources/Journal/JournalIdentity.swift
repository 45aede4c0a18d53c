internal import DurableSQLite
internal import FoundationEssentials
internal import GRDB
internal import Records
internal import Retail

extension TillJournal {
    /// Writes down whose journal this is, or holds the file to it.
    ///
    /// A grant of the hub may have given the till another number since; whoever starts it still
    /// names the one under which the journal was begun.
    static func identify(
        _ database: DurableDatabase,
        _ device: DeviceID,
        _ place: Place
    ) throws(StorageError) {
        do {
            try database.queue.write { db in
                guard
                    let row = try Row.fetchOne(db, sql: "SELECT device, store, till FROM identity")
                else { return try start(db, device, place) }
                let owner = DeviceID(UInt32(truncatingIfNeeded: try row.whole(0)))
                let stands = Place(
                    store: Int32(truncatingIfNeeded: try row.whole(1)),
                    till: Int32(truncatingIfNeeded: try row.whole(2))
                )
                guard owner == device, stands == place else {
                    throw StorageError.refused(
                        path: database.path,
                        detail: "this is the journal of device \(owner), \(stands), not of device "
                            + "\(device), \(place); use the folder of this till"
                    )
                }
            }
        } catch {
            throw StorageError(error, path: database.path)
        }
    }

    /// Whose journal this is.
    static func owner(
        of database: DurableDatabase
    ) throws(StorageError) -> (device: DeviceID, place: Place) {
        do {
            return try database.queue.read { db in
                guard
                    let row = try Row.fetchOne(db, sql: "SELECT device, store, till FROM identity")
                else {
                    throw StorageError.damaged(path: database.path, detail: "it is no journal yet")
                }
                return (
                    DeviceID(UInt32(truncatingIfNeeded: try row.whole(0))),
                    Place(
                        store: Int32(truncatingIfNeeded: try row.whole(1)),
                        till: Int32(truncatingIfNeeded: try row.whole(2))
                    )
                )
            }
        } catch {
            throw StorageError(error, path: database.path)
        }
    }

    private static func start(_ db: Database, _ device: DeviceID, _ place: Place) throws {
        let root = ChainHead.root(of: device, epoch: 1)
        try db.execute(
            sql: """
                INSERT INTO identity (id, device, store, till, epoch, base, clean)
                VALUES (1, ?, ?, ?, 1, ?, 1)
                """,
            arguments: [
                Int64(device.number), Int64(place.store), Int64(place.till), Digest.zero.data,
            ]
        )
        try db.execute(
            sql: "INSERT INTO chain SELECT 1, device, store, till, epoch, base, x'' FROM identity"
        )
        try db.execute(
            sql: """
                INSERT INTO sync_state
                (id, epoch, acknowledged, hash, archived, incarnation, token, set_aside)
                VALUES (1, 1, 0, ?, 0, NULL, '', 0)
                """,
            arguments: [root.hash.data]
        )
    }
}
