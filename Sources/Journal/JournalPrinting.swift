public import DurableSQLite
internal import GRDB
public import HAL
public import Records

/// What the spooler reads and writes.
extension TillJournal {
    /// The oldest sale after record `last` that waits for its paper; nil when there is none.
    ///
    /// One that the journal says is `sent` was said to be with its sale: see `append`.
    public func nextPrint(after last: Int64) async throws(StorageError) -> PrintJob? {
        try database.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT record, 0, state, lines, bytes
                        FROM print_job INDEXED BY print_job_not_on_paper
                        JOIN journal ON id = record
                        WHERE state NOT IN (2, 4) AND state < 2 AND record > ?
                        ORDER BY record LIMIT 1
                        """
                ),
                arguments: [last]
            )
            return try row.flatMap { try Self.job($0, db) }
        }
    }

    /// What an earlier run left for the printer, oldest sale first: what it had begun, and the
    /// copies that nobody has begun.
    public func printsLeft() async throws(StorageError) -> [PrintJob] {
        try database.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT record, 0 AS copy, state, lines, bytes
                    FROM print_job INDEXED BY print_job_not_on_paper JOIN journal ON id = record
                    WHERE state NOT IN (2, 4) AND state = 1
                    UNION ALL
                    SELECT record, copy, state, lines, bytes
                    FROM print_copy JOIN journal ON id = record WHERE state < 2
                    ORDER BY record, copy
                    """
            )
            return try rows.compactMap { try Self.job($0, db) }
        }
    }

    /// Writes down how far a print has come, durably.
    public func setPrint(
        _ job: PrintJob.ID,
        _ evidence: PrintEvidence
    ) async throws(StorageError) {
        try await commits.run { db in try PrintColumns(evidence).write(job, db) }
    }

    /// Writes down how far a print has come, with the next commit or within a second.
    ///
    /// A power cut in that second forgets it, and the rung below is what the next start goes on
    /// from. `done` is called when it is durable, or could not be written.
    public func notePrint(
        _ job: PrintJob.ID,
        _ evidence: PrintEvidence,
        done: @escaping @Sendable (StorageError?) -> Void = { _ in }
    ) {
        commits.post { db in
            try PrintColumns(evidence).write(job, db)
        } done: {
            done($0)
        }
    }

    /// How many papers are still to be brought out, and how many receipts are there.
    public func printCounts() async throws(StorageError) -> (waiting: Int, printed: Int) {
        try database.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT (SELECT COUNT(*) FROM print_job
                        WHERE state NOT IN (2, 4) AND state < 2),
                        (SELECT COALESCE(SUM(sales + returns), 0) FROM business_day)
                        - (SELECT COUNT(*) FROM print_job WHERE state NOT IN (2, 4)
                        AND record NOT IN (SELECT record FROM day_close))
                        """
                )
            )
            return (row?[0] ?? 0, row?[1] ?? 0)
        }
    }

    /// The last sale that was paid; nil before the first.
    public func lastSale() async throws(StorageError) -> CompletedSale? {
        try database.read { db in
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT record, 0, state, lines, bytes
                        FROM print_job JOIN journal ON id = record
                        WHERE kind = \(RecordKind.saleCompleted.rawValue)
                        ORDER BY record DESC LIMIT 1
                        """
                )
            )
            let job = try row.flatMap { try Self.job($0, db) }
            guard case .sale(let sale)? = job?.subject else { return nil }
            return sale
        }
    }

    /// How many prints an earlier run had begun and not brought to an end.
    static func interruptedPrints(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT (SELECT COUNT(*) FROM print_job WHERE state NOT IN (2, 4) AND state = 1)
                + (SELECT COUNT(*) FROM print_copy WHERE state = 1)
                """
        ) ?? 0
    }

    /// The job of a row with record, copy, state, lines and the record's bytes; nil once the body
    /// is pruned.
    static func job(_ row: Row, _ db: Database) throws -> PrintJob? {
        let bytes = row.blob(4)
        guard !bytes.isEmpty else { return nil }
        guard let subject = PrintJob.Subject(try Fact(try Records.Record(bytes))) else {
            return nil
        }
        return PrintJob(
            id: PrintJob.ID(record: row[0], copy: row[1]),
            evidence: PrintColumns.evidence(row[2], row[3]),
            subject: subject,
            balance: try balance(of: subject.member, at: row[0], db)
        )
    }
}
