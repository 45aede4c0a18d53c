internal import DurablePostgres
internal import Hub
internal import Loyalty
internal import Records

/// What a store's transaction writes about leases.
extension PostgresHubTransaction {
    private static let share = PostgresStatement(
        "share",
        "SELECT pg_advisory_xact_lock_shared($1::bigint)"
    )

    func share(_ subject: HubSubject) throws {
        try connection.queue(Self.share, [.long(subject.number)])
    }

    private static let claimPools = PostgresStatement(
        "claim-pools",
        "SELECT pool FROM lease_pool WHERE pool = ANY($1::text[]) ORDER BY pool FOR UPDATE"
    )

    func claim(_ pools: [LeasePool]) throws -> [LeasePool] {
        let rows = try connection.fetch(Self.claimPools, [pools.names])
        return try rows.map { try rows.pool($0) }
    }

    func put(_ changes: LeaseChanges) throws {
        if !changes.lines.isEmpty { try post(changes.lines) }
        if !changes.leases.isEmpty { try put(changes.leases) }
        if !changes.devices.isEmpty { try put(changes.devices) }
    }

    private static let open = PostgresStatement(
        "open-pools",
        "INSERT INTO lease_pool SELECT unnest($1::text[]) ON CONFLICT DO NOTHING"
    )
    private static let post = PostgresStatement(
        "post-lines",
        """
        INSERT INTO lease_balance
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
        ON CONFLICT (pool, account, unit)
            DO UPDATE SET count = lease_balance.count + excluded.count
        """
    )
    private static let clear = PostgresStatement(
        "clear-balances",
        "DELETE FROM lease_balance WHERE pool = ANY($1::text[]) AND count = 0"
    )

    private func post(_ lines: [LeasePool: [LeaseLine]]) throws {
        // In one order everywhere, so that two hubs never wait for each other.
        let pools = lines.keys.sorted { $0.description < $1.description }
        let rows = pools.flatMap { pool in
            (lines[pool] ?? []).map { (pool.description.stored, $0) }
        }
        try connection.queue(Self.open, [pools.names])
        try connection.queue(
            Self.post,
            [
                .texts(rows.map(\.0)), .texts(rows.map(\.1.account.description)),
                .texts(rows.map(\.1.unit.description.stored)), .longs(rows.map(\.1.count)),
            ]
        )
        try connection.queue(Self.clear, [pools.names])
    }

    private static let putLeases = PostgresStatement(
        "put-leases",
        """
        INSERT INTO lease
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::integer[], $5::text[])
        ON CONFLICT (lease) DO UPDATE SET state = excluded.state, words = excluded.words
        """
    )

    private func put(_ leases: [LeaseEntry]) throws {
        try connection.queue(
            Self.putLeases,
            [
                .uuids(leases.map(\.id.operation.bytes)),
                .longs(leases.map { Int64($0.holder.device) }),
                .longs(leases.map { Int64($0.holder.epoch) }),
                .ints(leases.map { Int32($0.state.rawValue) }), .texts(leases.map(\.words)),
            ]
        )
    }

    private static let putDevices = PostgresStatement(
        "put-lease-devices",
        """
        INSERT INTO lease_device
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::bigint[], $5::bigint[])
        ON CONFLICT (device) DO UPDATE SET begun = excluded.begun, awaited = excluded.awaited,
            awaited_epoch = excluded.awaited_epoch, awaited_seq = excluded.awaited_seq
        """
    )

    private func put(_ devices: [LeaseDevice]) throws {
        let columns = devices.map(\.columns)
        try connection.queue(
            Self.putDevices,
            [
                .longs(devices.map { Int64($0.device) }), .longs(devices.map { Int64($0.begun) }),
                .ints(columns.map { Int32($0.kind) }), .longs(columns.map(\.epoch)),
                .longs(columns.map(\.sequence)),
            ]
        )
    }

    private static let hold = PostgresStatement(
        "lease-hold",
        """
        INSERT INTO lease_unread VALUES ($1::bigint, $2::bigint, $3::bigint)
        ON CONFLICT DO NOTHING
        """
    )

    func hold(_ record: JournalKey) throws -> Bool {
        try connection.fetch(Self.hold, record.values).affected == 1
    }

    private static let release = PostgresStatement(
        "lease-release",
        """
        DELETE FROM lease_unread
        WHERE device = $1::bigint AND epoch = $2::bigint AND seq = $3::bigint
        """
    )

    func release(_ record: JournalKey) throws -> Bool {
        try connection.fetch(Self.release, record.values).affected == 1
    }

    private static let putExcesses = PostgresStatement(
        "put-excesses",
        """
        INSERT INTO lease_excess
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::text[])
        """
    )

    func put(_ excesses: [ExcessEntry]) throws {
        let parts: [PostgresValue] = [
            .ints(excesses.map { Int32($0.part) }),
            .texts(excesses.map { ExcessForm.encode($0.excess) }),
        ]
        try connection.queue(Self.putExcesses, excesses.map(\.key).columns + parts)
    }
}
