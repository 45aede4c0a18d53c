public import Retail

/// Points earned together, and what is left of them.
public struct PointLot: Hashable, Codable, Sendable {
    /// The lot's place in the order of accrual within one member's account.
    public var sequence: Int
    /// The last day on which the points are good; nil when they never go.
    public var lastDay: BusinessDay?
    /// What is left.
    public var balance: Points

    /// A lot of these facts.
    public init(sequence: Int, lastDay: BusinessDay?, balance: Points) {
        self.sequence = sequence
        self.lastDay = lastDay
        self.balance = balance
    }

    /// Whether the lot can still be spent on `day`.
    public func isOpen(on day: BusinessDay) -> Bool {
        guard balance > 0 else { return false }
        guard let lastDay else { return true }
        return lastDay >= day
    }
}

extension LotRule {
    /// The last day on which points earned on `day` are good; nil when they never go.
    ///
    /// Points are good on the day they are earned: with one valid day they go at its midnight.
    public func lastDay(earnedOn day: BusinessDay) -> BusinessDay? {
        validDays.map { day.advanced(by: $0 - 1) }
    }
}
