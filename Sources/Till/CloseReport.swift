public import DurableSQLite
internal import Journal
internal import Loyalty
public import Records
public import Retail

/// The close of a day, for people and pages: a Z report.
///
/// Amounts are in minor units.
public struct CloseReport: Hashable, Codable, Sendable {
    /// The number of the report; every till counts from 1, without a gap.
    public let number: Int64
    /// The business day that was closed.
    public let day: BusinessDay
    /// When, as RFC 3339.
    public let at: String
    /// The last receipt of that day; 0 before its first.
    public let lastReceipt: Int32
    /// Sales that were paid since the close before.
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
    public let tenders: [DayReport.Taken]
    /// Points that members earned, less those that went back.
    public let points: Int64
    /// Returns of goods; the sums above are net of them.
    public let returns: Int64
    /// What went back to customers for them.
    public let refunded: Money
    /// The cash that was counted beyond the drawer's float; nil when nobody counted.
    public let countedCash: Money?
    /// How much more that is than was taken, negative when some is missing; nil as above.
    public let cashDifference: Money?
    /// Baskets that are parked.
    public let parked: Int64
    /// Sales of which nobody knows whether the card was charged.
    public let inDoubt: Int64
    /// Records that the hub had not acknowledged.
    public let unsent: Int64

    /// The report of `close`.
    public init(_ close: DayClose) {
        let takings = close.takings
        number = close.number
        day = close.day
        at = close.at.description
        lastReceipt = close.lastReceipt
        sales = takings.sales
        lines = takings.lines
        net = takings.net
        makerCoupon = takings.makerCoupon
        due = takings.due
        tenders = Tender.Kind.allCases.map { kind in
            DayReport.Taken(tender: kind.rawValue, amount: takings.tenders[kind])
        }
        points = takings.points.value
        returns = takings.returns
        refunded = takings.refunded
        countedCash = close.countedCash
        cashDifference = close.cashDifference
        parked = close.left.parked
        inDoubt = close.left.inDoubt
        unsent = close.left.unsent
    }

    /// The kinds in which something was taken; all of them are there for programs.
    public var taken: [DayReport.Taken] { tenders.filter { $0.amount != .zero } }
}

extension CloseReport: CustomStringConvertible {
    /// One line: `Z 12 of 2017-05-31: 40 sales, 98.50 due; cash 80.00, card 18.50; 0.50 missing`.
    public var description: String {
        let kinds = taken.map { "\($0.tender) \($0.amount)" }.joined(separator: ", ")
        let back = returns == 0 ? "" : ", \(returns) returned for \(refunded)"
        let count = "\(sales) \(sales == 1 ? "sale" : "sales")\(back)"
        let parts = [
            "Z \(number) of \(day): \(count), \(due) due", kinds, cash ?? "",
            parked > 0 ? "\(parked) parked" : "",
            inDoubt > 0 ? "\(inDoubt) in doubt at the terminal" : "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    /// How what was counted compares with what was taken; nil when nobody counted.
    public var cash: String? {
        cashDifference.map { difference in
            switch difference {
            case .zero: "the cash is right"
            case ..<Money.zero: "\(-difference) missing"
            default: "\(difference) too much"
            }
        }
    }
}

extension Till {
    /// Closes the day: a Z report, with the cash that was counted beyond the drawer's float.
    ///
    /// It needs neither hub nor printer nor terminal. What is parked or in doubt stays so, and is
    /// in the report of the day on which it is paid.
    public func closeDay(_ counted: Money? = nil) async -> TillAnswer {
        let unsent = Int64(clamping: parts.journal.queueDepth.waiting)
        return await perform(.closeDay(counted: counted, unsent: unsent))
    }

    /// Close `number`, or the last one; nil when there is none, or the journal has forgotten it.
    public func close(_ number: Int64? = nil) async throws(StorageError) -> CloseReport? {
        try await parts.journal.dayClose(number).map(CloseReport.init)
    }
}
