internal import GRDB
internal import Loyalty
internal import Records
internal import Retail

/// Takings as columns: those of `business_day`, which every sale adds to, and of `day_close`, which
/// says what of them is closed.
enum TakingsColumns {
    /// The columns' names for a list: `sales, lines, …, paid_cash, …`.
    static let names = (figures + [TenderColumns.names]).joined(separator: ", ")

    /// What sums each column.
    private static let sums = names.split(separator: ", ")
        .map { "COALESCE(SUM(\($0)), 0)" }.joined(separator: ", ")

    /// The columns of what is no tender.
    static let figures = [
        "sales", "lines", "net", "maker_coupon", "due", "points", "returns", "refunded",
    ]

    /// The values of the columns.
    static func values(_ takings: Takings) -> StatementArguments {
        [
            takings.sales, takings.lines, takings.net.minorUnits, takings.makerCoupon.minorUnits,
            takings.due.minorUnits, takings.points.value, takings.returns,
            takings.refunded.minorUnits,
        ] + TenderColumns.values(takings.tenders)
    }

    /// What stands in a row from column `first` on.
    static func takings(_ row: Row, from first: Int = 0) throws -> Takings {
        var takings = Takings()
        takings.sales = try row.whole(first)
        takings.lines = try row.whole(first + 1)
        takings.net = Money(minorUnits: try row.whole(first + 2))
        takings.makerCoupon = Money(minorUnits: try row.whole(first + 3))
        takings.due = Money(minorUnits: try row.whole(first + 4))
        takings.points = Points(try row.whole(first + 5))
        takings.returns = try row.whole(first + 6)
        takings.refunded = Money(minorUnits: try row.whole(first + 7))
        takings.tenders = TenderColumns.totals(row, from: first + figures.count)
        return takings
    }

    /// What all rows of `table` sum to.
    static func sum(of table: String, _ db: Database) throws -> Takings {
        let statement = try db.cachedStatement(sql: "SELECT \(sums) FROM \(table)")
        return try Row.fetchOne(statement).map { try takings($0) } ?? Takings()
    }
}
