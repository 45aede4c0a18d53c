public import Retail

/// What is leased from: every pool has a ledger of its own, and no posting joins two.
///
/// So a hub's store can be divided by pool, and a member's points wait for nobody else's.
public enum LeasePool: Hashable, Sendable {
    /// The points of one member, in lots by their last day.
    case points(MemberID)
    /// Things of which each can be given once: the codes of a coupon, prizes, a flash sale's quota.
    case stock(String)
    /// The money that the shop is ready to lose where leases cannot cover, in minor units.
    case risk
}

extension LeasePool: LosslessStringConvertible {
    /// The longest name of a stock, in bytes.
    public static let nameLimit = 64

    /// `points/318`, `stock/spring-coupon` or `risk`.
    public var description: String {
        switch self {
        case .points(let member): "points/\(member.number)"
        case .stock(let name): "stock/\(name)"
        case .risk: "risk"
        }
    }

    /// The pool that `text` spells; nil for any other notation.
    public init?(_ text: String) {
        if text == "risk" {
            self = .risk
        } else if let member = text.suffix(after: "points/") {
            guard let number = Int64(member), "\(number)" == member else { return nil }
            self = .points(MemberID(number))
        } else if let name = text.suffix(after: "stock/"), (1...Self.nameLimit) ~= name.utf8.count {
            self = .stock(String(name))
        } else {
            return nil
        }
    }
}

/// What a pool consists of, and a lease is counted in.
public enum LeaseUnit: Hashable, Sendable {
    /// A point of the lot that is good through this day; of one that never goes when it is nil.
    ///
    /// Lots with one last day are one: nobody can tell their points apart.
    case lot(BusinessDay?)
    /// A thing by its name: a code, of which there is one, or a prize, of which there may be more.
    case item(String)

    /// The last day on which it is good; nil when it never goes.
    public var lastDay: BusinessDay? {
        if case .lot(let day) = self { day } else { nil }
    }
}

extension LeaseUnit: LosslessStringConvertible {
    /// `lot/2017-05-31`, `lot/never` or `item/51380036076`.
    public var description: String {
        switch self {
        case .lot(let day?): "lot/\(day)"
        case .lot(nil): "lot/never"
        case .item(let name): "item/\(name)"
        }
    }

    /// The unit that `text` spells; nil for any other notation.
    public init?(_ text: String) {
        if text == "lot/never" {
            self = .lot(nil)
        } else if let word = text.suffix(after: "lot/") {
            guard let day = BusinessDay(word) else { return nil }
            self = .lot(day)
        } else if let name = text.suffix(after: "item/"),
            (1...LeasePool.nameLimit) ~= name.utf8.count
        {
            self = .item(String(name))
        } else {
            return nil
        }
    }
}

/// What ends sooner comes first, and what never ends comes last.
extension LeaseUnit: Comparable {
    public static func < (left: LeaseUnit, right: LeaseUnit) -> Bool {
        switch (left, right) {
        case (.lot(let first?), .lot(let second?)): first < second
        case (.lot(.some), .lot(nil)), (.lot, .item): true
        case (.lot(nil), .lot), (.item, .lot): false
        case (.item(let first), .item(let second)): first < second
        }
    }
}

extension String {
    /// What follows `prefix`; nil when the text does not begin so.
    fileprivate func suffix(after prefix: String) -> Substring? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
