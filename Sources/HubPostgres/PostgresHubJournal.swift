internal import DurablePostgres
internal import Hub
internal import Records

/// How a store's transaction keeps records.
extension PostgresHubTransaction {
    private static let append = PostgresStatement(
        "append",
        """
        WITH entry AS (
            SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[],
                $5::integer[], $6::uuid[], $7::bytea[], $8::bytea[], $9::integer[], $10::text[])
                AS t (device, epoch, seq, kind, schema, operation, hash, bytes, state, reason)
        ), named AS (
            INSERT INTO operation
            SELECT operation, device, epoch, seq FROM entry WHERE operation IS NOT NULL
            ON CONFLICT DO NOTHING RETURNING device, epoch, seq
        )
        INSERT INTO journal SELECT * FROM entry
        WHERE operation IS NULL OR (device, epoch, seq) IN (SELECT * FROM named)
        """
    )

    func append(_ entries: [JournalEntry]) throws -> Set<JournalKey> {
        guard !entries.isEmpty else { return [] }
        let forms = entries.map(\.standing.columns)
        let content: [PostgresValue] = [
            .ints(entries.map { Int32($0.kind.rawValue) }),
            .ints(entries.map { Int32($0.schema) }),
            .uuids(entries.map { $0.operation?.bytes }),
            .blobs(entries.map(\.hash.bytes)), .blobs(entries.map(\.bytes)),
            .ints(forms.map { Int32($0.state) }), .texts(forms.map(\.reason)),
        ]
        let rows = try connection.fetch(Self.append, entries.map(\.key).columns + content)
        return rows.affected == entries.count ? [] : try missing(entries)
    }

    private static let missing = PostgresStatement(
        "missing",
        """
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS t (device, epoch, seq)
        WHERE NOT EXISTS (
            SELECT FROM journal j
            WHERE j.device = t.device AND j.epoch = t.epoch AND j.seq = t.seq
        )
        """
    )

    /// Those of `entries` that are not in the journal.
    private func missing(_ entries: [JournalEntry]) throws -> Set<JournalKey> {
        let rows = try connection.fetch(Self.missing, entries.map(\.key).columns)
        return Set(rows.map { rows.key($0) })
    }

    private static let restate = PostgresStatement(
        "restate",
        """
        UPDATE journal SET state = t.state, reason = t.reason
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::integer[], $5::text[])
            AS t (device, epoch, seq, state, reason)
        WHERE journal.device = t.device AND journal.epoch = t.epoch AND journal.seq = t.seq
        """
    )

    func restate(_ standings: [JournalKey: Standing]) throws {
        let forms = standings.values.map(\.columns)
        let values: [PostgresValue] = [
            .ints(forms.map { Int32($0.state) }), .texts(forms.map(\.reason)),
        ]
        try connection.queue(Self.restate, Array(standings.keys).columns + values)
    }
}

extension PostgresRows {
    /// The key in the three columns of `row` from `first` on.
    func key(_ row: Int, from first: Int = 0) -> JournalKey {
        JournalKey(
            device: DeviceID(UInt32(truncatingIfNeeded: long(row, first))),
            run: long(row, first + 1),
            sequence: long(row, first + 2)
        )
    }

    /// The key of the only row; nil without one.
    var firstKey: JournalKey? { count == 0 ? nil : key(0) }

    /// A digest that the store holds; a store that holds anything else there is damaged.
    func digest(_ row: Int, _ column: Int) throws(PostgresError) -> Digest {
        guard let digest = Digest(bytes(row, column)) else {
            throw PostgresError(.damaged, "a hash is not \(Digest.byteCount) bytes")
        }
        return digest
    }
}
