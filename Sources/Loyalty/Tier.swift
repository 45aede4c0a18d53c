public import Retail

/// A standing that spend buys: base, silver, gold.
public struct Tier: Hashable, Codable, Sendable {
    /// What members know it by.
    public var name: String
    /// The spend from which it is reached, in minor units.
    public var spend: Money

    /// The tier `name`, reached from `spend` on.
    public init(name: String, spend: Money) {
        self.name = name
        self.spend = spend
    }
}

extension TierRule {
    /// A member has the highest tier that the spend reaches; reaching it exactly is enough.
    ///
    /// The lowest tier asks for nothing, so that every member has one.
    public func tier(forSpend spend: Money) -> Tier {
        precondition(!levels.isEmpty, "a programme has at least one tier: validate it first")
        return levels.last { $0.spend <= spend } ?? levels[0]
    }

    /// The days that count on `day`: the `windowDays` before it.
    public func window(on day: BusinessDay) -> Range<BusinessDay> {
        day.advanced(by: -windowDays)..<day
    }
}
