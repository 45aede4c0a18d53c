import Loyalty
import Retail

/// A programme of one point a yuan, to be changed by a test where it matters.
let plain = Programme(
    id: "plain",
    version: 1,
    name: "Plain",
    earn: EarnRule(
        points: 1,
        per: Money(minorUnits: 100),
        classes: ["none": 0, "one": 1, "two": 2, "three": 3],
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

/// A hundred points pay a yuan, in hundreds, of half of what is due, but for what is told.
func redeeming(
    points: Int64 = 100,
    worth: Int64 = 100,
    smallest: Int64 = 100,
    step: Int64 = 100,
    share: Int64 = 50,
    earns: Bool? = nil
) -> RedeemRule {
    RedeemRule(
        points: Points(points),
        worth: Money(minorUnits: worth),
        smallest: Points(smallest),
        step: Points(step),
        sharePercent: share,
        earns: earns
    )
}

/// Lines read `class:net` or `class:net-coupon`, in minor units; the class `?` is in no catalogue.
func lines(_ text: String) -> [LineItem] {
    text.split(separator: " ").map { word in
        let parts = word.split(separator: ":")
        let amounts = parts[1].split(separator: "-").compactMap { Int64($0) }
        let article = Article(
            product: 1,
            name: "goods",
            department: "shop",
            pointsClass: parts[0] == "?" ? nil : String(parts[0])
        )
        return LineItem(
            article: article,
            quantity: .count(1),
            gross: Money(minorUnits: amounts[0]),
            makerCoupon: Money(minorUnits: amounts.count > 1 ? amounts[1] : 0)
        )
    }
}

/// Lots read `points@last-day` in order of accrual; the day `never` has no end.
func lots(_ text: String) -> [PointLot] {
    text.split(separator: " ").enumerated().map { index, word in
        let parts = word.split(separator: "@")
        return PointLot(
            sequence: index,
            lastDay: Int32(parts[1]).map { BusinessDay(number: $0) },
            balance: Points(Int64(parts[0]) ?? 0)
        )
    }
}

/// Allocations read `points#lot`.
func allocations(_ text: String) -> [Allocation] {
    text.split(separator: " ").map { word in
        let parts = word.split(separator: "#")
        return Allocation(lot: Int(parts[1]) ?? -1, points: Points(Int64(parts[0]) ?? 0))
    }
}
