internal import FoundationEssentials
internal import GRDB
internal import Records
internal import Retail
internal import SyncProtocol

/// How a store's transaction keeps devices, their runs, and backups.
extension SQLiteHubTransaction {
    func put(_ device: DeviceEntry) throws {
        let row = device.row
        try run(
            """
            INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (device) DO UPDATE SET
                store = excluded.store, till = excluded.till, base = excluded.base,
                epoch = excluded.epoch, last_seq = excluded.last_seq,
                last_hash = excluded.last_hash, version = excluded.version,
                boot_nonce = excluded.boot_nonce, last_seen = excluded.last_seen,
                archived = excluded.archived, confirmed = excluded.confirmed,
                offered = excluded.offered, challenge = excluded.challenge,
                recovering = excluded.recovering, fence = excluded.fence,
                grants = excluded.grants, witness = excluded.witness
            """,
            [
                row.device.number, device.place.store, device.place.till, row.base.data,
                row.last.epoch, Int64(clamping: row.last.sequence), row.last.hash.data,
                device.version.stored, device.bootNonce.stored, device.lastSeen,
                Int64(clamping: row.archived), row.confirmed.rawValue, row.offered.rawValue,
                row.challenge?.rawValue, row.isRecovering, row.fence?.rawValue,
                GrantForm.encode(row.grants), device.witness.map { Data($0.bytes) },
            ]
        )
    }

    func device(_ device: DeviceID) throws -> DeviceEntry? {
        try first("SELECT * FROM device WHERE device = ?", [device.number]).map(Self.device)
    }

    func devices() throws -> [DeviceEntry] {
        try Row.fetchAll(db, sql: "SELECT * FROM device ORDER BY device").map(Self.device)
    }

    private static func device(_ row: Row) throws -> DeviceEntry {
        guard let grants = GrantForm.decode(row[16]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a device's grants are none")
        }
        let kept = DeviceRow(
            device: DeviceID(row[0]),
            base: try digest(row[3]),
            last: try head(epoch: row[4], row, from: 5),
            archived: UInt64(bitPattern: row[10] as Int64),
            confirmed: SyncToken(rawValue: row[11]),
            offered: SyncToken(rawValue: row[12]),
            challenge: (row[13] as String?).map(SyncToken.init(rawValue:)),
            isRecovering: row[14],
            fence: (row[15] as String?).flatMap(Refusal.Kind.init(rawValue:)),
            grants: grants
        )
        return DeviceEntry(
            row: kept,
            place: Place(store: row[1], till: row[2]),
            version: String(stored: row[7]),
            bootNonce: String(stored: row[8]),
            lastSeen: row[9],
            witness: try witness(row[17])
        )
    }

    /// The signature in `data`; a store that holds anything else there is damaged.
    private static func witness(_ data: Data?) throws -> Witness? {
        guard let data else { return nil }
        guard let witness = Witness([UInt8](data)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a signature is damaged")
        }
        return witness
    }

    /// The head whose number and hash stand in `row` from column `first` on.
    private static func head(epoch: UInt32, _ row: Row, from first: Int) throws -> ChainHead {
        ChainHead(
            epoch: epoch,
            sequence: UInt64(bitPattern: row[first] as Int64),
            hash: try digest(row[first + 1])
        )
    }

    func put(_ run: ChainRun) throws {
        try self.run(
            """
            INSERT INTO chain_run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (device, epoch) DO UPDATE SET
                last_seq = excluded.last_seq, last_hash = excluded.last_hash,
                witness = excluded.witness
            """,
            run.key.columns + [
                run.start.hash.data, Int64(clamping: run.last.sequence), run.last.hash.data,
                run.bearer.number, run.since, run.witness.map { Data($0.bytes) },
            ]
        )
    }

    func runs(of device: DeviceID?) throws -> [ChainRun] {
        let ends: [Int64] = device.map { [Int64($0.number), Int64($0.number)] } ?? [0, .max]
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT * FROM chain_run WHERE device BETWEEN ? AND ? ORDER BY device, epoch"
            ),
            arguments: StatementArguments(ends)
        )
        return try rows.map { row in
            let key = JournalKey(row)
            return ChainRun(
                device: key.device,
                branch: key.branch,
                start: try Self.head(epoch: key.epoch, row, from: 2),
                last: try Self.head(epoch: key.epoch, row, from: 4),
                bearer: DeviceID(row[6]),
                since: row[7],
                witness: try Self.witness(row[8])
            )
        }
    }

    func put(_ backup: BackupEntry) throws {
        try run(
            """
            INSERT INTO backup VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET taken_at = excluded.taken_at, marks = excluded.marks
            """,
            [backup.name.stored, backup.takenAt, Data(backup.markBytes)]
        )
    }

    func giveUp(backup name: String) throws {
        try run("DELETE FROM backup WHERE name = ?", [name.stored])
    }

    func backups() throws -> [BackupEntry] {
        try Row.fetchAll(db, sql: "SELECT * FROM backup ORDER BY taken_at, name").map { row in
            BackupEntry(
                name: String(stored: row[0]),
                takenAt: row[1],
                markBytes: [UInt8](row[2] as Data)
            )
        }
    }
}
