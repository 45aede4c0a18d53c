internal import DurablePostgres
internal import Hub

/// How a store's transaction keeps the backups from which the hub may be restored.
extension PostgresHubTransaction {
    private static let putBackup = PostgresStatement(
        "put-backup",
        """
        INSERT INTO backup VALUES ($1::text, $2::bigint, $3::bytea)
        ON CONFLICT (name) DO UPDATE SET taken_at = excluded.taken_at, marks = excluded.marks
        """
    )

    func put(_ backup: BackupEntry) throws {
        try connection.queue(
            Self.putBackup,
            [.text(backup.name.stored), .long(backup.takenAt), .bytes(backup.markBytes)]
        )
    }

    private static let giveUp = PostgresStatement(
        "give-up-backup",
        "DELETE FROM backup WHERE name = $1::text"
    )

    func giveUp(backup name: String) throws {
        try connection.queue(Self.giveUp, [.text(name.stored)])
    }

    private static let backups = PostgresStatement(
        "backups",
        "SELECT * FROM backup ORDER BY taken_at, name"
    )

    func backups() throws -> [BackupEntry] {
        let rows = try connection.fetch(Self.backups)
        return rows.map { row in
            BackupEntry(
                name: String(stored: rows.text(row, 0)),
                takenAt: rows.long(row, 1),
                markBytes: rows.bytes(row, 2)
            )
        }
    }
}
