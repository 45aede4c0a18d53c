internal import DurablePostgres
internal import Hub
internal import Records
internal import Retail
internal import SyncProtocol

/// How a store's transaction keeps devices and their runs.
extension PostgresHubTransaction {
    private static let putDevice = PostgresStatement(
        "put-device",
        """
        INSERT INTO device VALUES ($1::bigint, $2::integer, $3::integer, $4::bytea, $5::bigint,
            $6::bigint, $7::bytea, $8::text, $9::text, $10::bigint, $11::bigint, $12::text,
            $13::text, $14::text, $15::boolean, $16::text, $17::text, $18::bytea)
        ON CONFLICT (device) DO UPDATE SET
            store = excluded.store, till = excluded.till, base = excluded.base,
            epoch = excluded.epoch, last_seq = excluded.last_seq,
            last_hash = excluded.last_hash, version = excluded.version,
            boot_nonce = excluded.boot_nonce, last_seen = excluded.last_seen,
            archived = excluded.archived, confirmed = excluded.confirmed,
            offered = excluded.offered, challenge = excluded.challenge,
            recovering = excluded.recovering, fence = excluded.fence, grants = excluded.grants,
            witness = excluded.witness
        """
    )

    func put(_ device: DeviceEntry) throws {
        let row = device.row
        let chain: [PostgresValue] = [
            .long(Int64(row.device.number)), .int(device.place.store), .int(device.place.till),
            .bytes(row.base.bytes), .long(Int64(row.last.epoch)),
            .long(Int64(clamping: row.last.sequence)), .bytes(row.last.hash.bytes),
        ]
        let visit: [PostgresValue] = [
            .text(device.version.stored), .text(device.bootNonce.stored), .long(device.lastSeen),
        ]
        let kept: [PostgresValue] = [
            .long(Int64(clamping: row.archived)), .text(row.confirmed.rawValue),
            .text(row.offered.rawValue), row.challenge.map { .text($0.rawValue) } ?? .null,
            .bool(row.isRecovering),
            row.fence.map { .text($0.rawValue) } ?? .null, .text(GrantForm.encode(row.grants)),
            device.witness.map { .bytes($0.bytes) } ?? .null,
        ]
        try connection.queue(Self.putDevice, chain + visit + kept)
    }

    private static let device = PostgresStatement(
        "device",
        "SELECT * FROM device WHERE device = $1::bigint"
    )
    private static let devices = PostgresStatement(
        "devices",
        "SELECT * FROM device ORDER BY device"
    )

    func device(_ device: DeviceID) throws -> DeviceEntry? {
        let rows = try connection.fetch(Self.device, [.long(Int64(device.number))])
        return try rows.map { try Self.device(rows, $0) }.first
    }

    func devices() throws -> [DeviceEntry] {
        let rows = try connection.fetch(Self.devices)
        return try rows.map { try Self.device(rows, $0) }
    }

    private static func device(_ rows: PostgresRows, _ row: Int) throws -> DeviceEntry {
        guard let grants = GrantForm.decode(rows.text(row, 16)) else {
            throw PostgresError(.damaged, "a device's grants are none")
        }
        func text(_ column: Int) -> String? {
            rows.isNull(row, column) ? nil : rows.text(row, column)
        }
        let epoch = UInt32(truncatingIfNeeded: rows.long(row, 4))
        let kept = DeviceRow(
            device: DeviceID(UInt32(truncatingIfNeeded: rows.long(row, 0))),
            base: try rows.digest(row, 3),
            last: try rows.head(row, epoch: epoch, from: 5),
            archived: UInt64(bitPattern: rows.long(row, 10)),
            confirmed: SyncToken(rawValue: rows.text(row, 11)),
            offered: SyncToken(rawValue: rows.text(row, 12)),
            challenge: text(13).map(SyncToken.init(rawValue:)),
            isRecovering: rows.bool(row, 14),
            fence: text(15).flatMap(Refusal.Kind.init(rawValue:)),
            grants: grants
        )
        return DeviceEntry(
            row: kept,
            place: Place(store: rows.int(row, 1), till: rows.int(row, 2)),
            version: String(stored: rows.text(row, 7)),
            bootNonce: String(stored: rows.text(row, 8)),
            lastSeen: rows.long(row, 9),
            witness: try rows.witness(row, 17)
        )
    }

    private static let putRun = PostgresStatement(
        "put-run",
        """
        INSERT INTO chain_run VALUES ($1::bigint, $2::bigint, $3::bigint, $4::bytea, $5::bigint,
            $6::bytea, $7::bigint, $8::bigint, $9::bytea)
        ON CONFLICT (device, epoch) DO UPDATE SET
            last_seq = excluded.last_seq, last_hash = excluded.last_hash,
            witness = excluded.witness
        """
    )

    func put(_ run: ChainRun) throws {
        try connection.queue(
            Self.putRun,
            run.key.values + [
                .bytes(run.start.hash.bytes), .long(Int64(clamping: run.last.sequence)),
                .bytes(run.last.hash.bytes), .long(Int64(run.bearer.number)), .long(run.since),
                run.witness.map { .bytes($0.bytes) } ?? .null,
            ]
        )
    }

    private static let runs = PostgresStatement(
        "runs",
        """
        SELECT * FROM chain_run WHERE device BETWEEN $1::bigint AND $2::bigint
        ORDER BY device, epoch
        """
    )

    func runs(of device: DeviceID?) throws -> [ChainRun] {
        let ends = device.map { (Int64($0.number), Int64($0.number)) } ?? (0, .max)
        let rows = try connection.fetch(Self.runs, [.long(ends.0), .long(ends.1)])
        return try rows.map { row in
            let key = rows.key(row)
            return ChainRun(
                device: key.device,
                branch: key.branch,
                start: try rows.head(row, epoch: key.epoch, from: 2),
                last: try rows.head(row, epoch: key.epoch, from: 4),
                bearer: DeviceID(UInt32(truncatingIfNeeded: rows.long(row, 6))),
                since: rows.long(row, 7),
                witness: try rows.witness(row, 8)
            )
        }
    }
}

extension PostgresRows {
    /// The signature in a column; a store that holds anything else there is damaged.
    fileprivate func witness(_ row: Int, _ column: Int) throws(PostgresError) -> Witness? {
        if isNull(row, column) { return nil }
        guard let witness = Witness(bytes(row, column)) else {
            throw PostgresError(.damaged, "a signature is damaged")
        }
        return witness
    }

    /// The head whose number and hash stand in `row` from column `first` on.
    fileprivate func head(
        _ row: Int,
        epoch: UInt32,
        from first: Int
    ) throws(PostgresError) -> ChainHead {
        ChainHead(
            epoch: epoch,
            sequence: UInt64(bitPattern: long(row, first)),
            hash: try digest(row, first + 1)
        )
    }
}
