import Loyalty
import Members
import Retail

/// A programme with the thresholds of rule set R1; its points are good on 60 days.
let programme = Programme(
    id: "club",
    version: 1,
    name: "Club",
    earn: EarnRule(points: 1, per: Money(minorUnits: 100), classes: [:], unlisted: 1),
    lots: LotRule(validDays: 60),
    tiers: TierRule(
        windowDays: 365,
        levels: [
            Tier(name: "base", spend: .zero),
            Tier(name: "silver", spend: Money(minorUnits: 25_000)),
        ]
    ),
    lifecycle: LifecycleRule(
        newDays: 30,
        atRiskDays: 30,
        dormantDays: 90,
        lostDays: 180,
        wonBackGapDays: 90,
        wonBackDays: 30
    ),
    rfm: RFMRule(bins: 5)
)

/// Histories read `member: day×sales=due day×sales=due`; each day earns a point a unit of money.
func history(_ text: String) -> MemberHistory {
    let parts = text.split(separator: ":")
    let days = parts.dropFirst().flatMap { $0.split(separator: " ") }.map { word in
        let numbers = word.split { $0 == "×" || $0 == "=" }.compactMap { Int64($0) }
        return MemberDay(
            day: BusinessDay(number: Int32(numbers[0])),
            sales: Int(numbers[1]),
            due: Money(minorUnits: numbers[2]),
            points: Points(numbers[2] / 100)
        )
    }
    return MemberHistory(member: MemberID(Int64(parts[0]) ?? 0), days: days)
}
