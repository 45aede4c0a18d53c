internal import DurablePostgres
internal import Hub
internal import Loyalty
internal import Records
internal import Retail

/// What a store's transaction reads about leases.
extension PostgresHubTransaction {
    private static let standing = PostgresStatement(
        "lease-device",
        "SELECT * FROM lease_device WHERE device = $1::bigint"
    )
    private static let open = PostgresStatement(
        "leases-of-device",
        "SELECT * FROM lease WHERE device = $1::bigint AND state < 2 ORDER BY lease"
    )
    private static let unread = PostgresStatement(
        "unread-of-device",
        "SELECT * FROM lease_unread WHERE device = $1::bigint ORDER BY epoch, seq"
    )

    func deviceLeases(_ device: DeviceID) throws -> DeviceLeases {
        var found = DeviceLeases(standing: LeaseDevice(device: device.number))
        let key: [PostgresValue] = [.long(Int64(device.number))]
        try connection.queue(Self.standing, key) { rows in
            if rows.count > 0 { found.standing = rows.leaseDevice(0) }
        }
        try connection.queue(Self.open, key) { rows in
            found.leases = try rows.map { try rows.lease($0) }
        }
        try connection.queue(Self.unread, key) { rows in
            found.unread = rows.map { rows.key($0) }
        }
        try connection.settle()
        return found
    }

    private static let named = PostgresStatement(
        "leases-named",
        "SELECT * FROM lease WHERE lease = ANY($1::uuid[]) ORDER BY lease"
    )

    func leases(named names: [LeaseID]) throws -> [LeaseEntry] {
        let rows = try connection.fetch(Self.named, [.uuids(names.map(\.operation.bytes))])
        return try rows.map { try rows.lease($0) }
    }

    private static let page = PostgresStatement(
        "leases-after",
        """
        SELECT * FROM lease WHERE $1::uuid IS NULL OR lease > $1::uuid
        ORDER BY lease LIMIT $2::bigint
        """
    )

    func leases(after name: LeaseID?, limit: Int) throws -> [LeaseEntry] {
        let start = name.map { PostgresValue.bytes($0.operation.bytes) } ?? .null
        let rows = try connection.fetch(Self.page, [start, .long(Int64(limit))])
        return try rows.map { try rows.lease($0) }
    }

    private static let balances = PostgresStatement(
        "lease-balances",
        "SELECT pool, account, unit, count FROM lease_balance WHERE pool = ANY($1::text[])"
    )

    func ledgers(of pools: [LeasePool]) throws -> [LeasePool: [LeaseLine]] {
        let rows = try connection.fetch(Self.balances, [pools.names])
        var ledgers: [LeasePool: [LeaseLine]] = [:]
        for row in rows.map({ $0 }) {
            guard let account = LeaseAccount(rows.text(row, 1)),
                let unit = LeaseUnit(String(stored: rows.text(row, 2)))
            else { throw PostgresError(.damaged, "a balance is none") }
            let line = LeaseLine(account: account, unit: unit, count: rows.long(row, 3))
            ledgers[try rows.pool(row), default: []].append(line)
        }
        return ledgers.mapValues(\.summed)
    }

    private static let pools = PostgresStatement(
        "lease-pools",
        "SELECT pool FROM lease_pool WHERE pool > $1::text ORDER BY pool LIMIT $2::bigint"
    )

    func pools(after pool: LeasePool?, limit: Int) throws -> [LeasePool] {
        let start = pool?.description.stored ?? ""
        let rows = try connection.fetch(Self.pools, [.text(start), .long(Int64(limit))])
        return try rows.map { try rows.pool($0) }
    }

    private static let devices = PostgresStatement(
        "lease-devices",
        "SELECT * FROM lease_device ORDER BY device"
    )

    func leaseDevices() throws -> [LeaseDevice] {
        let rows = try connection.fetch(Self.devices)
        return rows.map { rows.leaseDevice($0) }
    }

    private static let awaited = PostgresStatement(
        "lease-awaited",
        "SELECT * FROM lease_device WHERE awaited > 0 ORDER BY device LIMIT $1::bigint"
    )

    func awaitedDevices(limit: Int) throws -> [LeaseDevice] {
        let rows = try connection.fetch(Self.awaited, [.long(Int64(limit))])
        return rows.map { rows.leaseDevice($0) }
    }

    private static let allUnread = PostgresStatement(
        "unread",
        "SELECT * FROM lease_unread ORDER BY device, epoch, seq"
    )

    func unreadRecords() throws -> [JournalKey] {
        let rows = try connection.fetch(Self.allUnread)
        return rows.map { rows.key($0) }
    }

    private static let excesses = PostgresStatement(
        "excesses",
        "SELECT * FROM lease_excess ORDER BY device, epoch, seq, part"
    )

    func excesses() throws -> [ExcessEntry] {
        let rows = try connection.fetch(Self.excesses)
        return try rows.map { row in
            guard let excess = ExcessForm.decode(rows.text(row, 4)) else {
                throw PostgresError(.damaged, "an excess is none")
            }
            return ExcessEntry(key: rows.key(row), part: Int(rows.int(row, 3)), excess: excess)
        }
    }

    private static let earnings = PostgresStatement(
        "earnings",
        """
        SELECT programme, version, day, SUM(points)::bigint FROM posting
        WHERE member = $1::bigint AND side = 1 GROUP BY programme, version, day
        """
    )

    func earnings(of member: MemberID) throws -> [LeaseEarning] {
        let rows = try connection.fetch(Self.earnings, [.long(member.number)])
        return rows.map { row in
            LeaseEarning(
                programme: ProgrammeVersion(
                    id: String(stored: rows.text(row, 0)),
                    version: Int(rows.long(row, 1))
                ),
                day: BusinessDay(number: rows.int(row, 2)),
                points: Points(rows.long(row, 3))
            )
        }
    }
}

extension [LeasePool] {
    /// The pools' names as the store keeps them.
    var names: PostgresValue { .texts(map(\.description.stored)) }
}

extension PostgresRows {
    /// The lease in `row`; a store that holds anything else there is damaged.
    fileprivate func lease(_ row: Int) throws -> LeaseEntry {
        guard let name = OperationID(bytes(row, 0)),
            let entry = LeaseEntry(
                id: LeaseID(name),
                device: long(row, 1),
                epoch: long(row, 2),
                state: Int(int(row, 3)),
                words: isNull(row, 4) ? nil : text(row, 4)
            )
        else { throw PostgresError(.damaged, "a lease is none") }
        return entry
    }

    fileprivate func leaseDevice(_ row: Int) -> LeaseDevice {
        LeaseDevice(
            device: long(row, 0),
            begun: long(row, 1),
            kind: Int(int(row, 2)),
            epoch: long(row, 3),
            sequence: long(row, 4)
        )
    }

    /// The pool in the first column of `row`.
    func pool(_ row: Int) throws -> LeasePool {
        guard let pool = LeasePool(String(stored: text(row, 0))) else {
            throw PostgresError(.damaged, "a pool is none")
        }
        return pool
    }
}
