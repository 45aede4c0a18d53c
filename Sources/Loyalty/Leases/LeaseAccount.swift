/// Where the units of a pool are.
public enum LeaseAccount: Hashable, Sendable {
    /// The source: what members earned, or the shop put in. It is below zero by as much.
    case earned
    /// With the hub, to be leased.
    case available
    /// With a till.
    case lease(LeaseID)
    /// Spent.
    case redeemed
    /// Gone with their last day.
    case expired
    /// Spent or leased, and not there: below zero by what the shop answers for.
    case risk
}

extension LeaseAccount: LosslessStringConvertible {
    /// `earned`, `available`, `redeemed`, `expired`, `risk`, or `lease/` and 32 hexadecimal digits.
    public var description: String {
        switch self {
        case .earned: "earned"
        case .available: "available"
        case .lease(let id): "lease/\(id)"
        case .redeemed: "redeemed"
        case .expired: "expired"
        case .risk: "risk"
        }
    }

    /// The account that `text` spells; nil for any other notation.
    public init?(_ text: String) {
        switch text {
        case "earned": self = .earned
        case "available": self = .available
        case "redeemed": self = .redeemed
        case "expired": self = .expired
        case "risk": self = .risk
        default:
            guard text.hasPrefix("lease/"), let id = LeaseID("\(text.dropFirst(6))") else {
                return nil
            }
            self = .lease(id)
        }
    }
}

/// One line of a posting: `count` units come to an account, or go when it is below zero.
///
/// What an account holds is one line as well: the one that leads there from nothing.
public struct LeaseLine: Hashable, Sendable {
    /// The account.
    public let account: LeaseAccount
    /// The kind of unit.
    public let unit: LeaseUnit
    /// How many come.
    public let count: Int64

    /// `count` of `unit` come to `account`.
    public init(account: LeaseAccount, unit: LeaseUnit, count: Int64) {
        self.account = account
        self.unit = unit
        self.count = count
    }
}

extension [LeaseLine] {
    /// One line for each account and unit whose lines do not cancel each other, in a store's order.
    public var summed: [LeaseLine] {
        var sums: [LeaseAccount: [LeaseUnit: Int64]] = [:]
        for line in self { sums[line.account, default: [:]][line.unit, default: 0] += line.count }
        let lines = sums.flatMap { account, units in
            units.compactMap { unit, count in
                count == 0 ? nil : LeaseLine(account: account, unit: unit, count: count)
            }
        }
        return lines.sorted {
            ($0.account.description, $0.unit.description)
                < ($1.account.description, $1.unit.description)
        }
    }
}
