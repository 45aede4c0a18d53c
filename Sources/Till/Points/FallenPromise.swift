public import Loyalty
public import Retail

/// What was to pay beside a card, and could not be spent any more when the card was charged.
///
/// The card's money is taken whatever else is true. So the customer keeps the points and codes, and
/// owes what they were to pay; a person has to say so, and to take the rest.
public struct FallenPromise: Hashable, Sendable {
    /// What the card has paid.
    public let charged: Money
    /// The points that are kept.
    public let points: Points
    /// The lines of the codes that are kept, from 0 as the basket has them.
    public let lines: [Int]
    /// Why, in words that go on after a colon.
    let reason: String

    /// What becomes of the sale, for the cashier: what happened, and what to do now.
    ///
    /// - Parameter outstanding: What is still to be paid.
    public func sentence(outstanding: Money) -> String {
        let codes = lines.map { "\($0 + 1)" }.joined(separator: ", ")
        let things = [
            points > 0 ? "\(points) points" : nil,
            lines.isEmpty ? nil : "the code of line \(codes)",
        ]
        let kept = things.compactMap(\.self).joined(separator: " and ")
        return "The card has paid \(charged). Not spent beside it: \(kept), since \(reason). The "
            + "customer keeps that. Say so, and take \(outstanding), which is still to be paid, in "
            + "another tender."
    }
}

extension FallenPromise {
    /// What the customer's display says of it.
    var words: String { points > 0 ? "积分未用 Points kept" : "券未用 Coupon kept" }
}

extension TillRefusal {
    /// Why points or codes cannot be spent any more, in words that go on after a colon; nil when it
    /// is about something else.
    var lapse: String? {
        switch self {
        case .points(.lapsed(let reason)): PointsRefusal.lapse(reason)
        case .code(.lapsed(let reason, _)): CodeRefusal.lapse(reason)
        case .room(.points): "they come from too many days for one receipt"
        case .points, .code, .room, .sale, .coupon, .noDayOpen, .dayCannotOpen, .clockIsWrong,
            .counterIsTaken, .nothingParked, .noTerminal, .nothingAtTerminal, .cardIsParked,
            .nobodyWaits, .noSuchAlarm, .groundsAreMissing, .notAQuantity, .goods,
            .receiptIsElsewhere, .receiptIsOfReturn, .receiptIsForgotten, .storage:
            nil
        }
    }
}
