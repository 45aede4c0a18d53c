internal import Loyalty
public import Records
public import Retail

/// What sales have brought, for people and pages: the figures of an X or Z report.
///
/// Amounts are in minor units. Only sales that are paid count, so a payment in doubt is in it as
/// soon as it is known.
public struct TakingsReport: Hashable, Codable, Sendable {
    /// What was taken in one kind of tender.
    public struct Taken: Hashable, Codable, Sendable {
        /// The kind: `cash`, `external-card`, `external-wallet`, `card`, `points`.
        public let tender: String
        /// How much of it; change has gone back out of the cash.
        public let amount: Money
    }

    /// Sales that were paid.
    public let sales: Int64
    /// Lines of those sales.
    public let lines: Int64
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
    public let returns: Int64
    /// What went back to customers for them.
    public let refunded: Money

    /// The report of `takings`.
    public init(_ takings: Takings) {
        sales = takings.sales
        lines = takings.lines
        net = takings.net
        makerCoupon = takings.makerCoupon
        due = takings.due
        tenders = Tender.Kind.allCases.map { kind in
            Taken(tender: kind.rawValue, amount: takings.tenders[kind])
        }
        points = takings.points.value
        returns = takings.returns
        refunded = takings.refunded
    }

    /// The kinds in which something was taken; all of them are there for programs.
    public var taken: [Taken] { tenders.filter { $0.amount != .zero } }
}

extension TakingsReport: CustomStringConvertible {
    /// One line: `12 sales, 1 returned for 3.00, 98.50 due; cash 80.00, card 18.50`.
    public var description: String {
        let kinds = taken.map { "\($0.tender) \($0.amount)" }.joined(separator: ", ")
        let count = "\(sales) \(sales == 1 ? "sale" : "sales")"
        let back = returns == 0 ? "" : ", \(returns) returned for \(refunded)"
        return "\(count)\(back), \(due) due" + (kinds.isEmpty ? "" : "; \(kinds)")
    }
}
