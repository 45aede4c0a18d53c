internal import GRDB
internal import Records

/// A till's tables but for what they are about: records, marks and paper.
///
/// They are all that has to follow from the records, and two tills with the same records have the
/// same.
enum Books {
    /// Tables that hold more than follows from the records.
    private static let apart = [
        "journal", "identity", "sync_state", "print_job", "print_copy", "grdb_migrations",
    ]

    /// A digest of every row, a table at a time.
    static func digest(_ db: Database) throws -> [String: Digest] {
        var books = [
            // How far the paper has come follows from the printer, that it is owed from the sale.
            "print_job": try digest(db, "SELECT record FROM print_job ORDER BY record")
        ]
        let all = "SELECT name FROM sqlite_master WHERE type = 'table'"
        for table in try String.fetchAll(db, sql: all)
        where !apart.contains(table) && !table.hasPrefix("sqlite_") {
            books[table] = try digest(db, "SELECT * FROM \(table)")
        }
        return books
    }

    private static func digest(_ db: Database, _ sql: String) throws -> Digest {
        let rows = try Row.fetchCursor(db, sql: sql)
        var text = ""
        while let row = try rows.next() {
            for value in row.databaseValues { text += "\(value)\u{1F}" }
            text += "\n"
        }
        return .of(Array(text.utf8))
    }

    /// Records whose postings do not sum to zero, and postings whose balance is not the sum of
    /// those to the same account up to them.
    static func unbalanced(_ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) FROM (
                SELECT record FROM posting GROUP BY record HAVING SUM(points) <> 0
                UNION ALL
                SELECT record FROM (
                    SELECT record, balance,
                    SUM(points) OVER (PARTITION BY account ORDER BY record) AS total FROM posting)
                WHERE balance <> total)
                """
        ) ?? 0
    }

    /// The receipts' numbers, in the order in which they were given.
    static func receipts(_ db: Database) throws -> [Int] {
        try Int.fetchAll(db, sql: "SELECT receipt FROM completed_sale ORDER BY record")
    }
}
