public import Loyalty
public import Retail

/// One member's standing at the first moment of a day.
public struct MemberRow: Hashable, Sendable {
    /// The day; what happens on it is not known yet.
    public var asOf: BusinessDay
    /// Whose standing it is.
    public var member: MemberID
    /// The first known day with a sale.
    public var firstSale: BusinessDay?
    /// The last known day with a sale.
    public var lastSale: BusinessDay?
    /// How many sales the window of the tiers holds.
    public var sales: Int
    /// What the tills asked for in that window.
    public var spend: Money
    /// The tier that this spend reaches.
    public var tier: String
    /// Days since the last sale; nil for a member without a sale in the window.
    public var recencyDays: Int?
    /// The comparison with the other members; nil for a member without a sale in the window.
    public var rfm: RFMScore?
    /// How the member's buying goes.
    public var stage: LifecycleStage
    /// The points since the first day of the histories.
    public var points: PointsAccount
}

/// The report's notation: what it writes for a row, and over which columns.
extension MemberRow {
    /// The names of the columns under `programme`.
    ///
    /// - Parameter redeeming: Whether there is a column of the points that were spent, as in a shop
    ///   that takes points for money.
    public static func columns(of programme: Programme, redeeming: Bool = false) -> [String] {
        let window = programme.tiers.windowDays
        let id = programme.id
        return [
            "as_of", "member", "first_sale", "last_sale", "sales_\(window)", "spend_\(window)",
            "tier", "r_days", "r", "f", "m", "state", "\(id)_opening", "\(id)_earned",
        ] + (redeeming ? ["\(id)_redeemed"] : []) + [
            "\(id)_expired", "\(id)_balance", "\(id)_next\(PointsAccount.horizon)",
        ]
    }

    /// The values in the order of the columns without points that were spent.
    public var values: [ReportValue] { values(redeeming: false) }

    /// The values in the order of `columns`.
    public func values(redeeming: Bool) -> [ReportValue] {
        [
            .day(asOf), .number(member.number), .day(firstSale), .day(lastSale),
            .number(Int64(sales)), .number(spend.minorUnits), .text(tier), .count(recencyDays),
            .count(rfm?.recency), .count(rfm?.frequency), .count(rfm?.money),
            .text(stage.rawValue), .number(points.opening.value), .number(points.earned.value),
        ] + (redeeming ? [.number(points.redeemed.value)] : []) + [
            .number(points.expired.value), .number(points.balance.value),
            .number(points.next30.value),
        ]
    }
}
