internal import Loyalty
internal import Retail

/// How a member's buying goes, as a store manager would say it.
public enum LifecycleStage: String, Hashable, Sendable, CaseIterable {
    /// Enrolled, and never bought.
    case prospect
    /// First bought a short while ago.
    case new
    /// Buys.
    case active
    /// Bought again a short while ago, after a long silence.
    case wonBack = "won_back"
    /// Silent for longer than usual: a reminder may help.
    case atRisk = "at_risk"
    /// Silent for long: it takes an offer.
    case dormant
    /// Silent for so long that the member shops elsewhere.
    case lost
}

/// The sale days that decide a member's stage on one day.
struct SaleDays {
    /// The first day with a sale.
    var first: BusinessDay
    /// The last day with a sale.
    var last: BusinessDay
    /// The first sale day within the time in which a return counts as recent.
    var firstRecent: BusinessDay?
    /// The last sale day before that time.
    var lastBefore: BusinessDay?
}

extension LifecycleRule {
    /// A member is what the first true line says: silence outweighs youth, youth outweighs return.
    func stage(of days: SaleDays?, on day: BusinessDay) -> LifecycleStage {
        guard let days else { return .prospect }
        let idle = days.last.distance(to: day)
        if idle > lostDays { return .lost }
        if idle > dormantDays { return .dormant }
        if idle > atRiskDays { return .atRisk }
        if days.first.distance(to: day) <= newDays { return .new }
        if let firstRecent = days.firstRecent, let lastBefore = days.lastBefore,
            lastBefore.distance(to: firstRecent) > wonBackGapDays
        {
            return .wonBack
        }
        return .active
    }

    /// From this day on a return counts as recent on `day`.
    func recent(on day: BusinessDay) -> BusinessDay {
        day.advanced(by: -wonBackDays)
    }
}
