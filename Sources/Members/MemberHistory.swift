public import Loyalty
public import Retail

/// All that is known of one member's buying: one entry for each day with a sale.
public struct MemberHistory: Hashable, Sendable {
    /// Whose buying it is.
    public var member: MemberID
    /// The days with at least one sale, in any order; a day may come in several parts.
    public var days: [MemberDay]
    /// The points that were spent, in any order.
    public var spends: [PointSpend]

    /// The history of `member`.
    public init(member: MemberID, days: [MemberDay] = [], spends: [PointSpend] = []) {
        self.member = member
        self.days = days
        self.spends = spends
    }
}

/// What one member bought and earned on one local day, all stores together.
public struct MemberDay: Hashable, Sendable {
    /// The local day.
    public var day: BusinessDay
    /// How many sales.
    public var sales: Int
    /// What the tills asked for, summed.
    public var due: Money
    /// What the sales earned, each floored by itself.
    public var points: Points

    /// A day of these sums.
    public init(day: BusinessDay, sales: Int, due: Money, points: Points) {
        self.day = day
        self.sales = sales
        self.due = due
        self.points = points
    }
}
