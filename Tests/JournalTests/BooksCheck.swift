import DurableSQLite
import GRDB

/// What must hold in a till's database at any moment, whatever happened before.
enum BooksCheck {
    /// What two questions ask for, and what is wrong when their answers differ.
    private typealias Rule = (found: String, expected: String, fault: String)

    private static let receipts = "SELECT id FROM journal WHERE kind IN (32, 33) ORDER BY id"
    private static let papers = "SELECT id FROM journal WHERE kind IN (3, 32, 33) ORDER BY id"
    private static let closes = "SELECT id FROM journal WHERE kind = 3 ORDER BY id"
    private static let nothing = "SELECT 0 WHERE 0"

    /// What sales, returns and points have to be.
    private static let books: [Rule] = [
        (
            "SELECT record FROM completed_sale ORDER BY record", receipts,
            "records and receipts"
        ),
        ("SELECT record FROM print_job ORDER BY record", papers, "paper owed"),
        (
            "SELECT COALESCE(SUM(sales + returns), 0) FROM business_day",
            "SELECT COUNT(*) FROM journal WHERE kind IN (32, 33)", "totals"
        ),
        (
            """
            SELECT day FROM business_day WHERE due <>
            paid_cash + paid_card + paid_external_card + paid_external_wallet + paid_points
            """, nothing, "days whose tenders are not what customers owed"
        ),
        (
            "SELECT record FROM posting GROUP BY record HAVING SUM(points) <> 0", nothing,
            "postings that do not sum to zero"
        ),
        (
            """
            SELECT record FROM posting WHERE balance <> (SELECT SUM(points) FROM posting AS past
            WHERE past.account = posting.account AND past.record <= posting.record)
            """, nothing, "balances that are not the sum of what was posted"
        ),
        (
            "SELECT record FROM posting EXCEPT SELECT record FROM completed_sale", nothing,
            "postings of no sale"
        ),
    ]

    /// What numbers and closes have to be.
    private static let days: [Rule] = [
        (
            """
            SELECT day FROM completed_sale GROUP BY day
            HAVING MIN(receipt) <> 1 OR MAX(receipt) <> COUNT(*)
            """, nothing, "days with a receipt missing"
        ),
        (
            """
            SELECT day FROM business_day WHERE last_receipt <> COALESCE(
            (SELECT MAX(receipt) FROM completed_sale AS sale
            WHERE sale.day = business_day.day), 0)
            """, nothing, "days whose last number is wrong"
        ),
        ("SELECT record FROM day_close ORDER BY number", closes, "records and closes"),
        (
            "SELECT number FROM day_close EXCEPT SELECT ROW_NUMBER() OVER () FROM day_close",
            nothing, "closes behind a number left out"
        ),
        (
            """
            SELECT (SELECT COALESCE(SUM(due), 0) FROM day_close)
            > (SELECT COALESCE(SUM(due), 0) FROM business_day)
            """, "SELECT 0", "closes of more than was sold"
        ),
    ]

    /// What is wrong; empty when nothing is.
    static func faults(_ opened: OpenedJournal) throws -> [String] {
        try opened.database.read { db in
            try (books + days).compactMap { rule in
                let found = try Int.fetchAll(db, sql: rule.found)
                let expected = try Int.fetchAll(db, sql: rule.expected)
                return found == expected ? nil : "\(rule.fault): \(found), not \(expected)"
            }
        }
    }
}
