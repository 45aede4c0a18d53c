internal import FoundationEssentials
internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// What a store's transaction reads about leases.
extension SQLiteHubTransaction {
    func deviceLeases(_ device: DeviceID) throws -> DeviceLeases {
        let number = device.number
        let standing = try first("SELECT * FROM lease_device WHERE device = ?", [number])
        return DeviceLeases(
            standing: standing.map(Self.leaseDevice) ?? LeaseDevice(device: number),
            leases: try all(
                "SELECT * FROM lease WHERE device = ? AND state < 2 ORDER BY lease",
                [number]
            ).map(Self.lease),
            unread: try all(
                "SELECT * FROM lease_unread WHERE device = ? ORDER BY epoch, seq",
                [number]
            ).map { JournalKey($0) }
        )
    }

    func leases(named names: [LeaseID]) throws -> [LeaseEntry] {
        try Set(names).sorted().compactMap { name in
            try first("SELECT * FROM lease WHERE lease = ?", [name.data]).map(Self.lease)
        }
    }

    func leases(after name: LeaseID?, limit: Int) throws -> [LeaseEntry] {
        try all(
            "SELECT * FROM lease WHERE lease > ? ORDER BY lease LIMIT ?",
            [name?.data ?? Data(), limit]
        ).map(Self.lease)
    }

    func ledgers(of pools: [LeasePool]) throws -> [LeasePool: [LeaseLine]] {
        try pools.reduce(into: [:]) { ledgers, pool in
            let lines = try all(
                "SELECT account, unit, count FROM lease_balance WHERE pool = ?",
                [pool.description.stored]
            ).map(Self.line)
            if !lines.isEmpty { ledgers[pool] = lines.summed }
        }
    }

    func pools(after pool: LeasePool?, limit: Int) throws -> [LeasePool] {
        try all(
            "SELECT DISTINCT pool FROM lease_balance WHERE pool > ? ORDER BY pool LIMIT ?",
            [pool?.description.stored ?? "", limit]
        ).map { row in
            guard let pool = LeasePool(String(stored: row[0])) else {
                throw Self.damage("a pool is none")
            }
            return pool
        }
    }

    func leaseDevices() throws -> [LeaseDevice] {
        try all("SELECT * FROM lease_device ORDER BY device").map(Self.leaseDevice)
    }

    func awaitedDevices(limit: Int) throws -> [LeaseDevice] {
        try all(
            "SELECT * FROM lease_device WHERE awaited > 0 ORDER BY device LIMIT ?",
            [limit]
        ).map(Self.leaseDevice)
    }

    func unreadRecords() throws -> [JournalKey] {
        try all("SELECT * FROM lease_unread ORDER BY device, epoch, seq").map { JournalKey($0) }
    }

    func excesses() throws -> [ExcessEntry] {
        try all("SELECT * FROM lease_excess ORDER BY device, epoch, seq, part").map { row in
            guard let excess = ExcessForm.decode(row[4]) else {
                throw Self.damage("an excess is none")
            }
            return ExcessEntry(key: JournalKey(row), part: row[3], excess: excess)
        }
    }

    func earnings(of member: MemberID) throws -> [LeaseEarning] {
        try all(
            """
            SELECT programme, version, day, SUM(points) FROM posting WHERE member = ?
            GROUP BY programme, version, day
            """,
            [member.number]
        ).map { row in
            LeaseEarning(
                programme: ProgrammeVersion(id: String(stored: row[0]), version: row[1]),
                day: BusinessDay(number: row[2]),
                points: Points(row[3])
            )
        }
    }

    private func all(
        _ sql: String,
        _ arguments: [(any DatabaseValueConvertible)?] = []
    ) throws -> [Row] {
        try Row.fetchAll(
            db.cachedStatement(sql: sql),
            arguments: StatementArguments(arguments)
        )
    }

    private static func lease(_ row: Row) throws -> LeaseEntry {
        guard let name = OperationID(row[0] as Data),
            let entry = LeaseEntry(
                id: LeaseID(name),
                device: row[1],
                epoch: row[2],
                state: row[3],
                words: row[4]
            )
        else { throw damage("a lease is none") }
        return entry
    }

    private static func leaseDevice(_ row: Row) -> LeaseDevice {
        LeaseDevice(device: row[0], begun: row[1], kind: row[2], epoch: row[3], sequence: row[4])
    }

    private static func line(_ row: Row) throws -> LeaseLine {
        guard let account = LeaseAccount(row[0]), let unit = LeaseUnit(String(stored: row[1]))
        else { throw damage("a balance is none") }
        return LeaseLine(account: account, unit: unit, count: row[2])
    }

    private static func damage(_ detail: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: detail)
    }
}

/// What a store's transaction writes about leases.
extension SQLiteHubTransaction {
    /// There is one writer: nobody else has claimed anything.
    func share(_ subject: HubSubject) throws {}

    func claim(_ pools: [LeasePool]) throws -> [LeasePool] {
        guard try first("SELECT 1 FROM lease_balance LIMIT 1", []) != nil else { return [] }
        return try pools.filter { pool in
            let sql = "SELECT 1 FROM lease_balance WHERE pool = ? LIMIT 1"
            return try first(sql, [pool.description.stored]) != nil
        }
    }

    func put(_ changes: LeaseChanges) throws {
        for (pool, lines) in changes.lines {
            for line in lines { try post(line, to: pool.description.stored) }
        }
        for entry in changes.leases {
            try run(
                """
                INSERT INTO lease VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (lease) DO UPDATE SET state = excluded.state, words = excluded.words
                """,
                [
                    entry.id.data, entry.holder.device, entry.holder.epoch, entry.state.rawValue,
                    entry.words,
                ]
            )
        }
        for device in changes.devices {
            let (kind, epoch, sequence) = device.columns
            try run(
                "INSERT OR REPLACE INTO lease_device VALUES (?, ?, ?, ?, ?)",
                [device.device, device.begun, kind, epoch, sequence]
            )
        }
    }

    private func post(_ line: LeaseLine, to pool: String) throws {
        let key = [pool, line.account.description, line.unit.description.stored]
        try run(
            """
            INSERT INTO lease_balance VALUES (?, ?, ?, ?)
            ON CONFLICT (pool, account, unit) DO UPDATE SET count = count + excluded.count
            """,
            key + [line.count]
        )
        try run(
            """
            DELETE FROM lease_balance WHERE pool = ? AND account = ? AND unit = ? AND count = 0
            """,
            key
        )
    }

    func hold(_ record: JournalKey) throws -> Bool {
        try run("INSERT INTO lease_unread VALUES (?, ?, ?) ON CONFLICT DO NOTHING", record.columns)
        return db.changesCount == 1
    }

    func release(_ record: JournalKey) throws -> Bool {
        try run(
            "DELETE FROM lease_unread WHERE device = ? AND epoch = ? AND seq = ?",
            record.columns
        )
        return db.changesCount == 1
    }

    func put(_ excesses: [ExcessEntry]) throws {
        for entry in excesses {
            try run(
                "INSERT INTO lease_excess VALUES (?, ?, ?, ?, ?)",
                entry.key.columns + [entry.part, ExcessForm.encode(entry.excess)]
            )
        }
    }
}

extension LeaseID {
    fileprivate var data: Data { Data(operation.bytes) }
}
