public import Loyalty
internal import Records
public import Retail

/// One side of a movement of points; the sides of every movement sum to zero.
///
/// The programme's own account holds what it has issued, below zero; the members' accounts hold
/// what they have earned. So the sum over the whole ledger is zero at every moment, and a movement
/// that went half way cannot hide.
public struct Posting: Hashable, Sendable {
    /// Whose points.
    public enum Account: Hashable, Sendable {
        /// The programme, which issues them.
        case programme
        /// A member, who may spend them.
        case member(MemberID)
    }

    /// The record that moved them.
    public let key: JournalKey
    /// Under which rules.
    public let programme: ProgrammeVersion
    /// Whose points.
    public let account: Account
    /// The day from which the lot's validity counts.
    public let day: BusinessDay
    /// How many, below zero where they leave.
    public let points: Points

    /// The two sides of what `sale` earned, or of what went back with a return; none when it
    /// earned nothing.
    ///
    /// What goes back is of the lot of the sale that had earned it.
    public static func sides(of sale: SaleEntry) -> [Posting] {
        guard let member = sale.member, let pinned = sale.accrual, sale.points != .zero else {
            return []
        }
        func side(_ account: Account, _ points: Points) -> Posting {
            Posting(
                key: sale.key,
                programme: pinned.programme,
                account: account,
                day: sale.origin?.day ?? sale.receipt.day,
                points: points
            )
        }
        return [
            side(.programme, .zero - sale.points), side(.member(member), sale.points),
        ]
    }
}

/// The points that a member earned on one day under one programme: one lot.
public struct EarnedLot: Hashable, Sendable {
    /// Whose lot.
    public let member: MemberID
    /// The day of earning.
    public let day: BusinessDay
    /// What was earned.
    public let points: Points

    /// A lot of these facts.
    public init(member: MemberID, day: BusinessDay, points: Points) {
        self.member = member
        self.day = day
        self.points = points
    }
}

/// A sale that the hub counts otherwise than the till did; the till's fact stands.
public struct Difference: Hashable, Sendable {
    /// The record that states the sale.
    public let key: JournalKey
    /// What the hub found, for the person who looks.
    public let detail: String

    /// `detail`, about `key`.
    public init(key: JournalKey, detail: String) {
        self.key = key
        self.detail = detail
    }
}
