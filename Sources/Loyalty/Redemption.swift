public import Retail

/// Redeems `points` from the lots that expire first.
///
/// So a member loses as few points to expiry as spending can save. Lots that end on the same day
/// go in order of accrual, which makes the till and the hub choose alike; lots that never end go
/// last.
///
/// - Throws: `notAnAmount` below zero, and `insufficientPoints` when the lots still open on `day`
///   do not reach `points`.
public func redeem(
    _ points: Points,
    from lots: [PointLot],
    on day: BusinessDay
) throws(RedemptionError) -> [Allocation] {
    guard points >= 0 else { throw .notAnAmount }
    let queue = lots.filter { $0.isOpen(on: day) }.sorted { left, right in
        switch (left.lastDay, right.lastDay) {
        case (let first?, let second?): (first, left.sequence) < (second, right.sequence)
        case (.some, nil): true
        case (nil, .some): false
        case (nil, nil): left.sequence < right.sequence
        }
    }

    var owed = points
    var allocations: [Allocation] = []
    for lot in queue where owed > 0 {
        let taken = min(lot.balance, owed)
        allocations.append(Allocation(lot: lot.sequence, points: taken))
        owed -= taken
    }

    guard owed == 0 else { throw .insufficientPoints(short: owed) }
    return allocations
}

/// The share of a redemption that one lot pays.
public struct Allocation: Hashable, Codable, Sendable {
    /// The lot's sequence.
    public var lot: Int
    /// What it pays.
    public var points: Points

    /// `points` paid by the lot `lot`.
    public init(lot: Int, points: Points) {
        self.lot = lot
        self.points = points
    }
}

/// Why points could not be redeemed; nothing was taken.
public enum RedemptionError: Error, Hashable, Sendable {
    /// The open lots hold fewer points than asked, by `short`.
    case insufficientPoints(short: Points)
    /// Fewer than no points were asked for.
    case notAnAmount
}
