public import Retail

/// Points pay: so many `points` are worth so much money, for a part of what a sale costs.
///
/// Smallest number, step and share are in favour of the store; whoever pays with as many points as
/// can be always keeps the rest. A step is worth whole minor units, so nothing is rounded.
public struct RedeemRule: Hashable, Codable, Sendable {
    /// So many points are worth `worth`.
    public var points: Points
    /// What `points` are worth, in minor units.
    public var worth: Money
    /// The fewest points that pay at a time.
    public var smallest: Points
    /// Points pay in multiples of this.
    public var step: Points
    /// The most of what is due that points pay, in percent.
    public var sharePercent: Int64
    /// Whether what points pay for earns points as well; it earns none unless told.
    public var earns: Bool?

    /// A rule of these facts.
    public init(
        points: Points,
        worth: Money,
        smallest: Points,
        step: Points,
        sharePercent: Int64,
        earns: Bool? = nil
    ) {
        self.points = points
        self.worth = worth
        self.smallest = smallest
        self.step = step
        self.sharePercent = sharePercent
        self.earns = earns
    }

    private enum CodingKeys: String, CodingKey {
        case points
        case worth
        case smallest
        case step
        case sharePercent = "share-percent"
        case earns
    }
}

extension RedeemRule {
    /// What `points` are worth; whole steps lose nothing.
    public func value(of points: Points) -> Money {
        Money(minorUnits: points.value * worth.minorUnits / self.points.value)
    }

    /// How many points a sale takes: those that the customer asks for, or as many as can be.
    ///
    /// - Parameters:
    ///   - asked: How many the customer would like to pay with; nil for as many as can be.
    ///   - due: What the sale costs.
    ///   - open: What of it is not paid otherwise.
    ///   - spendable: How many points of the member can be spent here now.
    /// - Returns: A number of points above zero.
    public func points(
        asked: Points?,
        due: Money,
        open: Money,
        spendable: Points
    ) throws(RedeemRefusal) -> Points {
        let room = room(due: due, open: open)
        let most = whole(min(room, spendable))
        guard let asked else {
            guard most > 0 else { throw room > 0 ? .notHeld(most: 0) : .tooMany(most: 0) }
            return most
        }
        guard asked > 0, whole(asked) == asked else {
            throw .wrongStep(smallest: smallest, step: step)
        }
        guard asked <= room else { throw .tooMany(most: room) }
        guard asked <= spendable else { throw .notHeld(most: most) }
        return asked
    }

    /// The most points that a sale takes, whoever pays.
    private func room(due: Money, open: Money) -> Points {
        let share = Money(minorUnits: due.minorUnits * sharePercent / 100)
        let steps = max(.zero, min(share, open)).minorUnits / value(of: step).minorUnits
        return whole(Points(steps * step.value))
    }

    /// As many of `points` as are whole steps; none below the smallest number.
    private func whole(_ points: Points) -> Points {
        let steps = Points(max(0, points.value) / step.value * step.value)
        return steps >= smallest ? steps : 0
    }
}

/// Why points do not pay; nothing was taken.
public enum RedeemRefusal: Error, Hashable, Sendable {
    /// They pay from `smallest` on, in multiples of `step`.
    case wrongStep(smallest: Points, step: Points)
    /// The sale takes `most` at most, by the share that points may pay and by what is open.
    case tooMany(most: Points)
    /// Of the member's points, `most` can be spent here now on this sale.
    case notHeld(most: Points)
}
