public import Retail

/// Points of one lot that a member has spent with one sale.
public struct PointSpend: Hashable, Sendable {
    /// The business day of the sale.
    public let day: BusinessDay
    /// The last day of the lot; nil for one that never goes, and for points of no lot.
    public let lastDay: BusinessDay?
    /// How many, above zero.
    public let points: Points

    /// `points` of the lot that is good through `lastDay`, spent on `day`.
    public init(on day: BusinessDay, of lastDay: BusinessDay?, _ points: Points) {
        self.day = day
        self.lastDay = lastDay
        self.points = points
    }
}

extension PointsAccount {
    /// Takes in what was spent of lots that are all posted.
    ///
    /// A lot pays what was spent of it, as the ledger of leases has it but for points on the shop's
    /// risk, and never more than was earned: what went beyond that, since goods came back or a box
    /// was copied, the shop answers for. Points of a lot that is not there, as another version of
    /// the rules dated it, are paid by the lots that were open on that day and end soonest.
    ///
    /// - Parameters:
    ///   - spends: What was spent; what was spent on `asOf` or later is not known yet.
    ///   - earned: Every lot that was posted, or parts of it.
    public mutating func redeem(
        _ spends: some Sequence<PointSpend>,
        of earned: some Sequence<(day: BusinessDay, points: Points)>
    ) {
        var left: [BusinessDay?: Points] = [:]
        for part in earned where part.day < asOf && part.points > 0 {
            left[lots.lastDay(earnedOn: part.day), default: .zero] += part.points
        }
        let known = spends.filter { $0.day < asOf && $0.points > 0 }.sorted(by: Self.comesFirst)
        var loose: [PointSpend] = []
        for spend in known {
            guard let there = left[spend.lastDay] else {
                loose.append(spend)
                continue
            }
            let paid = min(there, spend.points)
            left[spend.lastDay] = there - paid
            settle(paid, of: spend.lastDay, on: spend.day)
        }
        for spend in loose { redeem(spend, ofAnyOf: &left) }
    }

    /// Has the lots pay that were open on the day, what ends sooner first.
    private mutating func redeem(_ spend: PointSpend, ofAnyOf left: inout [BusinessDay?: Points]) {
        // What was earned later was not there to be spent.
        let newest = lots.lastDay(earnedOn: spend.day)
        let keys = left.keys.filter { !Self.ends(newest, before: $0) }
            .sorted { Self.ends($0, before: $1) }
        let open = keys.enumerated().map { index, lastDay in
            PointLot(sequence: index, lastDay: lastDay, balance: left[lastDay] ?? .zero)
        }
        let there = open.reduce(Points.zero) { $1.isOpen(on: spend.day) ? $0 + $1.balance : $0 }
        // No more is asked than is open, so nothing can be short.
        let asked = min(there, spend.points)
        for share in (try? Loyalty.redeem(asked, from: open, on: spend.day)) ?? [] {
            let lastDay = keys[share.lot]
            left[lastDay, default: .zero] -= share.points
            settle(share.points, of: lastDay, on: spend.day)
        }
    }

    private static func comesFirst(_ left: PointSpend, _ right: PointSpend) -> Bool {
        if left.day != right.day { return left.day < right.day }
        if left.lastDay != right.lastDay { return ends(left.lastDay, before: right.lastDay) }
        return left.points < right.points
    }

    private static func ends(_ left: BusinessDay?, before right: BusinessDay?) -> Bool {
        switch (left, right) {
        case (let first?, let second?): first < second
        case (.some, nil): true
        case (nil, _): false
        }
    }
}
