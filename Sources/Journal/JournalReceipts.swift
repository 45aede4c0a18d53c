public import DurableSQLite
internal import GRDB
public import HAL
internal import Records
public import Retail

/// A receipt of a sale or a return with every print of it.
public struct ReceiptPrints: Sendable {
    /// One print.
    public struct Copy: Hashable, Sendable {
        /// Its number, from 1 on.
        public let number: Int
        /// How far it has come.
        public let evidence: PrintEvidence
    }

    /// The receipt itself.
    public let original: PrintJob
    /// The copies that were asked for, in order.
    public let copies: [Copy]

    /// Whether some print of it is on paper.
    public var isOnPaper: Bool {
        original.evidence.isOnPaper || copies.contains { $0.evidence.isOnPaper }
    }

    /// Whether a print of it waits for the printer, or is under way.
    public var isWaiting: Bool {
        ([original.evidence] + copies.map(\.evidence)).contains { evidence in
            switch evidence {
            case .queued, .sent, .fenced: true
            case .printed, .cut, .unknown: false
            }
        }
    }
}

/// What cashiers and technicians look up, and ask for.
extension TillJournal {
    /// The newest `limit` receipts, the newest first.
    ///
    /// - Parameter isUnproven: Only those of which no print is known to be on paper.
    public func receipts(
        limit: Int,
        isUnproven: Bool = false
    ) async throws(StorageError) -> [ReceiptPrints] {
        try database.read { db in
            let sql =
                isUnproven
                ? """
                SELECT record, 0, state, lines, bytes
                FROM print_job INDEXED BY print_job_not_on_paper JOIN journal ON id = record
                WHERE kind <> \(RecordKind.dayClosed.rawValue) AND state NOT IN (2, 4)
                AND NOT EXISTS (SELECT 1 FROM print_copy AS copy
                WHERE copy.record = print_job.record AND copy.state IN (2, 4))
                ORDER BY record DESC LIMIT ?
                """
                : """
                SELECT record, 0, state, lines, bytes
                FROM print_job JOIN journal ON id = record
                WHERE kind <> \(RecordKind.dayClosed.rawValue) ORDER BY record DESC LIMIT ?
                """
            return try Row.fetchAll(db, sql: sql, arguments: [limit])
                .compactMap { try Self.prints($0, db) }
        }
    }

    /// The receipt `number` with its prints; nil when no sale has it.
    public func receipt(_ number: ReceiptNumber) async throws(StorageError) -> ReceiptPrints? {
        try database.read { try Self.prints(of: number, $0) }
    }

    /// Owes one more copy of the receipt `number`, unless a print of it waits already.
    ///
    /// - Returns: The copy, durably owed; nil when there is no such receipt, or it waits.
    public func addCopy(of number: ReceiptNumber) async throws(StorageError) -> PrintJob? {
        try await commits.run { db in
            guard let prints = try Self.prints(of: number, db), !prints.isWaiting else {
                return nil
            }
            let (record, copy) = (prints.original.id.record, prints.copies.count + 1)
            try db.cachedExecute(
                "UPDATE print_job SET copies = ? WHERE record = ?",
                [copy, record]
            )
            try db.cachedExecute(
                "INSERT INTO print_copy (record, copy, state, lines) VALUES (?, ?, 0, 0)",
                [record, copy]
            )
            return PrintJob(
                id: PrintJob.ID(record: record, copy: copy),
                evidence: .queued,
                subject: prints.original.subject,
                balance: prints.original.balance
            )
        }
    }

    private static func prints(of number: ReceiptNumber, _ db: Database) throws -> ReceiptPrints? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT print_job.record, 0, state, lines, bytes FROM completed_sale
                JOIN print_job ON print_job.record = completed_sale.record
                JOIN journal ON id = print_job.record WHERE day = ? AND receipt = ?
                ORDER BY print_job.record DESC LIMIT 1
                """,
            arguments: [Int64(number.day.number), Int64(number.number)]
        )
        return try row.flatMap { try prints($0, db) }
    }

    private static func prints(_ row: Row, _ db: Database) throws -> ReceiptPrints? {
        guard let original = try job(row, db) else { return nil }
        let copies = try Row.fetchAll(
            db,
            sql: "SELECT copy, state, lines FROM print_copy WHERE record = ? ORDER BY copy",
            arguments: [original.id.record]
        )
        return ReceiptPrints(
            original: original,
            copies: copies.map { row in
                ReceiptPrints.Copy(
                    number: row[0],
                    evidence: PrintColumns.evidence(row[1], row[2])
                )
            }
        )
    }
}
