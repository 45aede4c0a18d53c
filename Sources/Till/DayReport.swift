public import DurableSQLite
public import Journal
internal import Loyalty
public import Retail

/// What a till has taken on a business day, for people and pages: an X report.
///
/// Amounts are in minor units. Only sales that are paid count, so a payment in doubt is in it as
/// soon as it is known.
public struct DayReport: Hashable, Codable, Sendable {
    /// What was taken in one kind of tender.
    public struct Taken: Hashable, Codable, Sendable {
        /// The kind: `cash`, `external-card`, `external-wallet`, `card`.
        public let tender: String
        /// How much of it; change has gone back out of the cash.
        public let amount: Money
    }

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
    /// What they paid with, every kind, less what went back; in all, what they owed.
    public let tenders: [Taken]
    /// Points that members earned, less those that went back.
    public let points: Int64
    /// Returns of goods; the sums above are net of them.
    public let returns: Int
    /// What went back to customers for them.
    public let refunded: Money

    /// The report of these totals.
    public init(_ totals: DayTotals) {
        day = totals.day
        sales = totals.sales
        lines = totals.lines
        net = totals.net
        makerCoupon = totals.makerCoupon
        due = totals.due
        tenders = Tender.Kind.allCases.map { kind in
            Taken(tender: kind.rawValue, amount: totals.tenders[kind])
        }
        points = totals.points.value
        returns = totals.returns
        refunded = totals.refunded
    }

    /// The kinds in which something was taken; all of them are there for programs.
    public var taken: [Taken] { tenders.filter { $0.amount != .zero } }
}

extension DayReport: CustomStringConvertible {
    /// One line: `2017-05-31: 12 sales, 98.50 due; cash 80.00, card 18.50`.
    public var description: String {
        let kinds = taken.map { "\($0.tender) \($0.amount)" }.joined(separator: ", ")
        let count = "\(sales) \(sales == 1 ? "sale" : "sales")"
        let back = returns == 0 ? "" : ", \(returns) returned for \(refunded)"
        return "\(day): \(count)\(back), \(due) due" + (kinds.isEmpty ? "" : "; \(kinds)")
    }
}

extension Till {
    /// What was taken on `day`, or on the day that is open; nil when the till was not open then.
    public func dayReport(_ day: BusinessDay? = nil) async throws(StorageError) -> DayReport? {
        guard let day = day ?? machine.lastReceipt?.day else { return nil }
        return try await parts.journal.totals(of: day).map(DayReport.init)
    }
}
