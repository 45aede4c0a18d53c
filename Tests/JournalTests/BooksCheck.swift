import DurableSQLite
import GRDB

/// What must hold in a till's database at any moment, whatever happened before.
enum BooksCheck {
    /// What is wrong; empty when nothing is.
    static func faults(_ opened: OpenedJournal) throws -> [String] {
        try opened.database.read { db in
            let sales = try Int.fetchAll(
                db,
                sql: "SELECT id FROM journal WHERE kind = 32 ORDER BY id"
            )
            var faults: [String] = []
            func check(_ sql: String, is expected: [Int], _ fault: String) throws {
                let found = try Int.fetchAll(db, sql: sql)
                if found != expected { faults.append("\(fault): \(found), not \(expected)") }
            }
            try check(
                "SELECT record FROM completed_sale ORDER BY record",
                is: sales,
                "records and sales"
            )
            try check("SELECT record FROM print_job ORDER BY record", is: sales, "paper owed")
            try check(
                "SELECT COALESCE(SUM(sales), 0) FROM business_day",
                is: [sales.count],
                "totals"
            )
            try check(
                """
                SELECT day FROM business_day WHERE due <>
                paid_cash + paid_card + paid_external_card + paid_external_wallet
                """,
                is: [],
                "days whose tenders are not what customers owed"
            )
            try check(
                "SELECT record FROM posting GROUP BY record HAVING SUM(points) <> 0",
                is: [],
                "postings that do not sum to zero"
            )
            try check(
                """
                SELECT record FROM posting WHERE balance <> (SELECT SUM(points) FROM posting AS past
                WHERE past.account = posting.account AND past.record <= posting.record)
                """,
                is: [],
                "balances that are not the sum of what was posted"
            )
            try check(
                "SELECT record FROM posting EXCEPT SELECT record FROM completed_sale",
                is: [],
                "postings of no sale"
            )
            try check(
                """
                SELECT day FROM completed_sale GROUP BY day
                HAVING MIN(receipt) <> 1 OR MAX(receipt) <> COUNT(*)
                """,
                is: [],
                "days with a receipt missing"
            )
            try check(
                """
                SELECT day FROM business_day WHERE last_receipt <> COALESCE(
                (SELECT MAX(receipt) FROM completed_sale AS sale
                WHERE sale.day = business_day.day), 0)
                """,
                is: [],
                "days whose last number is wrong"
            )
            return faults
        }
    }
}
