package import Loyalty
internal import Retail

extension Programme {
    /// A point for each full 1.00, two in the class `double`, none in `excluded`; one tier.
    ///
    /// For suites to which nothing else of a programme matters.
    package static let r1 = Programme(
        id: "r1",
        version: 1,
        name: "Rule set R1",
        earn: EarnRule(
            points: 1,
            per: Money(minorUnits: 100),
            classes: ["excluded": 0, "standard": 1, "double": 2],
            unlisted: 1
        ),
        lots: LotRule(validDays: 365),
        tiers: TierRule(windowDays: 365, levels: [Tier(name: "base", spend: .zero)]),
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
}
