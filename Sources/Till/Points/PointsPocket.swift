public import Loyalty
public import Retail

/// What a till holds of its members' points, and what its clocks show: the journal's word of a
/// moment ago.
///
/// The journal looks again in the commit: what is not there any more is not spent.
public struct PointsPocket: Hashable, Sendable {
    /// The leases.
    public var purse: Purse
    /// When it is.
    public var moment: PurseMoment

    /// A pocket with this in it; with nothing unless told.
    public init(
        _ purse: Purse = Purse(),
        at moment: PurseMoment = PurseMoment(clock: 0, latest: nil, guardTime: 0)
    ) {
        self.purse = purse
        self.moment = moment
    }
}

/// Why points do not pay; nothing is spent.
public enum PointsRefusal: Error, Hashable, Sendable {
    /// Nobody's card was shown.
    case noMember
    /// The programme of the sale has no points as a tender.
    case noRule
    /// The rule or what the till holds does not allow so many.
    case terms(RedeemRefusal)
    /// No lease has any, and the hub does not answer: so many can pay on the shop's risk, if the
    /// cashier says how many.
    case untold(most: Points)
    /// The till spends nobody's points now.
    case closed(PurseRefusal)
    /// They were promised, and cannot be spent any more now that the rest is paid.
    case lapsed(PurseRefusal)
}

extension PointsRefusal: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        switch self {
        case .noMember: "Points are a member's. Show the card first."
        case .noRule: "The shop's programme takes no points for money."
        case .terms(.wrongStep(let smallest, let step)):
            "Points pay from \(smallest) on, in steps of \(step)."
        case .terms(.tooMany(most: 0)): "Points pay for nothing of this sale."
        case .terms(.tooMany(let most)): "This sale takes \(most) points at most."
        case .terms(.notHeld(let most)):
            "\(most) points of this member can pay here now. The hub is asked for more if it is "
                + "there: try once more in a moment, or take another tender."
        case .untold(let most):
            "The hub does not answer, so nobody knows how many points this member has. Type how "
                + "many shall pay, up to \(most), as in \(most)PT: the shop takes them on its risk."
        case .closed(let reason):
            "No points can be spent here now: \(reason.sentence). Take another tender."
        case .lapsed(let reason):
            "The points cannot be spent any more: \(reason.sentence). Press 0PT to leave them, and "
                + "take the rest in another tender."
        }
    }
}

extension PointsRefusal {
    /// Why points cannot be spent, in words that go on after a colon.
    static func lapse(_ reason: PurseRefusal) -> String { reason.sentence }
}

extension PurseRefusal {
    fileprivate var sentence: String {
        switch self {
        case .short: "the till does not hold so many any more"
        case .over: "what the hub had set aside for this till is over"
        case .unwitnessed: "no hub has answered since the till was started"
        case .apart: "the till stands apart from its hub, which knows another box under its number"
        }
    }
}

/// What a member means to pay with points, once the rest is paid.
public struct PromisedPoints: Hashable, Sendable {
    /// How many.
    public let points: Points
    /// What they are worth.
    public let worth: Money
    /// What is to be paid otherwise.
    public let outstanding: Money
}

extension PromisedPoints: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        points > 0
            ? "\(points) points pay \(worth); \(outstanding) is to be paid."
            : "No points; \(outstanding) is to be paid."
    }
}
