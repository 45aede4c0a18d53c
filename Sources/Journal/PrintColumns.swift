internal import GRDB
internal import HAL

/// How far a print has come, as the columns `state` and `lines` keep it.
///
/// The numbers stand in the files of shops, so none is ever given another meaning.
struct PrintColumns {
    /// 0 queued, 1 sent or fenced, 2 printed, 3 unknown, 4 printed and cut.
    let state: Int64
    /// The lines that are proven, where `state` leaves them open.
    let lines: Int64

    init(_ evidence: PrintEvidence) {
        switch evidence {
        case .queued: (state, lines) = (0, 0)
        case .sent: (state, lines) = (1, 0)
        case .fenced(let proven): (state, lines) = (1, Int64(proven))
        case .printed: (state, lines) = (2, 0)
        case .unknown(let proven): (state, lines) = (3, Int64(proven))
        case .cut: (state, lines) = (4, 0)
        }
    }

    /// What `state` and `lines` say; a damaged row says that nothing is known.
    static func evidence(_ state: Int64, _ lines: Int64) -> PrintEvidence {
        let proven = Int(clamping: max(0, lines))
        return switch state {
        case 0: .queued
        case 1: proven == 0 ? .sent : .fenced(lines: proven)
        case 2: .printed
        case 4: .cut
        default: .unknown(lines: proven)
        }
    }

    /// Writes down that `job` has come so far.
    func write(_ job: PrintJob.ID, _ db: Database) throws {
        if job.copy == 0 {
            try db.cachedExecute(
                "UPDATE print_job SET state = ?, lines = ? WHERE record = ?",
                [state, lines, job.record]
            )
        } else {
            try db.cachedExecute(
                "UPDATE print_copy SET state = ?, lines = ? WHERE record = ? AND copy = ?",
                [state, lines, job.record, job.copy]
            )
        }
    }

    /// The tables' second history: prints keep what was proven of them, and copies are jobs too.
    ///
    /// What was `printed` before stays so, and what had been begun has no line proven.
    static let migration = """
        ALTER TABLE print_job ADD COLUMN lines INTEGER NOT NULL DEFAULT 0;
        DROP INDEX print_job_not_printed;
        CREATE INDEX print_job_not_on_paper ON print_job (record) WHERE state NOT IN (2, 4);
        CREATE TABLE print_copy (
            record INTEGER NOT NULL,
            copy INTEGER NOT NULL,
            state INTEGER NOT NULL,
            lines INTEGER NOT NULL,
            PRIMARY KEY (record, copy)
        ) STRICT, WITHOUT ROWID;
        """
}
