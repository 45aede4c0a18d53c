public import Retail

/// One member's points over a span of days, as seen at the first moment of the day `asOf`.
///
///     opening + earned − redeemed − expired = balance
///
/// Earnings may be posted in any order: the sums are the same. A lot earned on day e is good on
/// `validDays` days, e included, and is gone from the midnight after the last of them.
public struct PointsAccount: Hashable, Codable, Sendable {
    /// How many days `next30` looks ahead.
    public static let horizon = 30

    /// Good points at the first moment of the span, earned before it.
    public private(set) var opening = Points.zero
    /// Points earned within the span.
    public private(set) var earned = Points.zero
    /// Points of either kind that were spent within the span.
    public private(set) var redeemed = Points.zero
    /// Points of either kind that went within the span, and were not spent before.
    public private(set) var expired = Points.zero
    /// Points that go on the thirty days after `asOf` if nothing else happens.
    public private(set) var next30 = Points.zero

    /// The first day of the span.
    public let start: BusinessDay
    /// The day at whose first moment the account is seen; the span ends the day before.
    public let asOf: BusinessDay
    /// How long points are good.
    public let lots: LotRule

    /// An account with nothing earned, over the days from `start` until the day before `asOf`.
    public init(from start: BusinessDay, asOf: BusinessDay, lots: LotRule) {
        self.start = min(start, asOf)
        self.asOf = asOf
        self.lots = lots
    }

    /// Good points at the first moment of `asOf`.
    public var balance: Points {
        opening + earned - redeemed - expired
    }

    /// Takes in `points` earned on `day`; what is earned on `asOf` or later is not known yet.
    public mutating func post(_ points: Points, earnedOn day: BusinessDay) {
        guard day < asOf, points > 0 else { return }
        let lastDay = lots.lastDay(earnedOn: day)
        if day >= start {
            earned += points
        } else if lastDay.map({ $0 >= start }) ?? true {
            opening += points
        } else {
            return
        }
        guard let lastDay else { return }
        if lastDay < asOf {
            expired += points
        } else if lastDay < asOf.advanced(by: Self.horizon) {
            next30 += points
        }
    }

    /// A lot that is posted and good through `lastDay` has paid `points` on `day`.
    mutating func settle(_ points: Points, of lastDay: BusinessDay?, on day: BusinessDay) {
        // A lot that went before the span is in no sum.
        if let lastDay, lastDay < start { return }
        if day < start { opening -= points } else { redeemed += points }
        guard let lastDay else { return }
        if lastDay < asOf {
            expired -= points
        } else if lastDay < asOf.advanced(by: Self.horizon) {
            next30 -= points
        }
    }
}
