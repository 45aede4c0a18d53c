internal import Loyalty
internal import Records
internal import Retail

/// Why something is refused that would not go into one record; nothing has changed.
public enum RoomRefusal: Hashable, Sendable {
    /// The sale has no room for the line.
    case line
    /// The sale has no room for the coupon: it stands on every line that it counts for.
    case coupon
    /// The sale is paid in as many parts as it may be.
    case parts
    /// The points come from more days than the record has room for.
    case points
    /// The sale, begun under an earlier program, is too long to be completed.
    case sale
    /// What comes back is too much for one return.
    case goods
}

extension RoomRefusal: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        switch self {
        case .line:
            "This sale is full: take payment for what is there, and ring the rest on another "
                + "receipt."
        case .coupon:
            "This sale is too full for the coupon: take payment without it, or void lines and ring "
                + "them, with the coupon, on another receipt."
        case .parts:
            "This sale is paid in \(SaleSize.partLimit) parts already: take all of the rest in one "
                + "tender, and no points."
        case .points:
            "These points come from too many days for one receipt: pay with fewer of them, or "
                + "press 0PT and take the rest in another tender."
        case .sale:
            "This sale is too long for one receipt, and this is not taken. Void lines until it is, "
                + "or, once a part is paid, the whole sale, and ring the rest on another receipt."
        case .goods:
            "This is too much for one return: take some of the lines back, then the others."
        }
    }
}

/// What a sale asks before it grows, is paid in one part more, or has a card charged.
///
/// The record that completes it is written when the money is there: too late to find out that it is
/// too long.
extension TillMachine.NamedSale {
    /// Why the sale, which has just taken `event`, has become too long by it; nil when it has not.
    mutating func refusal(
        growing event: SaleMachine.Event,
        within room: Int
    ) -> TillRefusal? {
        let refusal: RoomRefusal
        switch event {
        case .ring: refusal = .line
        case .coupon: refusal = .coupon
        case .voidLine, .identify, .total, .tender, .charge, .notCharged, .keepPoints, .suspend,
            .resume, .void:
            return nil
        }
        size.follow(machine.basket)
        return size.bytes > room ? .room(refusal) : nil
    }

    /// Why the sale is not paid in another part by `event`; nil when it may be.
    ///
    /// What a terminal has charged is taken in any case: it was asked about before.
    func refusal(ofPart event: SaleMachine.Event) -> TillRefusal? {
        guard case .tender(let tender) = event, tender.kind != .card,
            machine.tenders.count >= SaleSize.partLimit
        else { return nil }
        let isAll = tender.kind != .points && tender.amount >= machine.outstanding
        return isAll ? nil : .room(.parts)
    }

    /// Why no card is charged `amount`; nil when the sale can be completed then.
    mutating func refusal(ofCard amount: Money, within room: Int) -> TillRefusal? {
        size.follow(machine.basket)
        guard size.bytes <= room else { return .room(.sale) }
        let isPart = amount < machine.outstanding && amount > .zero
        return isPart && machine.tenders.count >= SaleSize.partLimit ? .room(.parts) : nil
    }

    /// Whether the record has room for what these points are spent of.
    mutating func hasRoom(for spends: [LeaseSpend]) -> Bool {
        size.follow(machine.basket)
        return size.hasRoom(for: spends)
    }
}
