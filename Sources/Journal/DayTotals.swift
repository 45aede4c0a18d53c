public import DurableSQLite
internal import GRDB
public import Loyalty
public import Retail

/// What a till has taken on one business day: the sums of an X report.
public struct DayTotals: Hashable, Sendable {
    /// The business day.
    public let day: BusinessDay
    /// Sales that were paid.
    public let sales: Int
    /// Lines of those sales.
    public let lines: Int
    /// What the store receives, before makers' coupons.
    public let net: Money
    /// Makers' coupons.
    public let makerCoupon: Money
    /// What customers owed, less what went back to them.
    public let due: Money
    /// What they paid with, less what went back; in all, what they owed.
    public let tenders: TenderTotals
    /// Points that members earned, less those that went back.
    public let points: Points
    /// Returns of goods; the sums above are net of them.
    public let returns: Int
    /// What went back to customers for them.
    public let refunded: Money
}

extension TillJournal {
    /// What this till has taken on `day`; nil when it was never open then.
    public func totals(of day: BusinessDay) async throws(StorageError) -> DayTotals? {
        try database.read { db in
            try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT sales, lines, net, maker_coupon, due, points, returns, refunded,
                        \(TenderColumns.names)
                        FROM business_day WHERE day = ?
                        """
                ),
                arguments: [Int64(day.number)]
            ).map { DayTotals(day, $0) }
        }
    }
}

extension DayTotals {
    fileprivate init(_ day: BusinessDay, _ row: Row) {
        self.init(
            day: day,
            sales: row[0],
            lines: row[1],
            net: Money(minorUnits: row[2]),
            makerCoupon: Money(minorUnits: row[3]),
            due: Money(minorUnits: row[4]),
            tenders: TenderColumns.totals(row, from: 8),
            points: Points(row[5]),
            returns: row[6],
            refunded: Money(minorUnits: row[7])
        )
    }
}
