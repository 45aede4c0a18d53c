public import Retail

/// The rules by which members earn and keep points, as the owner of the shop wrote them down.
///
/// A programme is a file, not code: `NAME.yaml`, decoded strictly and then validated. Whatever
/// loyalty products disagree about is a named field here, and every sale pins the version it was
/// counted by, so that till and hub compute alike and old sales stay as they were.
///
/// The id is the prefix of the programme's report columns: `r1` gives `r1_opening`, `r1_balance`.
public struct Programme: Hashable, Codable, Sendable {
    /// Short lower-case name, also the prefix of report columns.
    public var id: String
    /// Counts up with every change to a rule; a published version is never edited.
    public var version: Int
    /// What members know it by.
    public var name: String
    /// How points are earned.
    public var earn: EarnRule
    /// How long earned points are good.
    public var lots: LotRule
    /// Which standing a member's spend buys.
    public var tiers: TierRule
    /// How many silent days make a member at risk, dormant, lost.
    public var lifecycle: LifecycleRule
    /// How members are compared with each other.
    public var rfm: RFMRule
    /// What points are worth as a tender; nil when nothing is paid with them.
    public var redeem: RedeemRule?

    /// A programme of these rules, not yet validated.
    public init(
        id: String,
        version: Int,
        name: String,
        earn: EarnRule,
        lots: LotRule,
        tiers: TierRule,
        lifecycle: LifecycleRule,
        rfm: RFMRule,
        redeem: RedeemRule? = nil
    ) {
        self.id = id
        self.version = version
        self.name = name
        self.earn = earn
        self.lots = lots
        self.tiers = tiers
        self.lifecycle = lifecycle
        self.rfm = rfm
        self.redeem = redeem
    }

    /// The version that a sale counted by this programme pins.
    public var pinned: ProgrammeVersion {
        ProgrammeVersion(id: id, version: version)
    }
}

/// A sale earns `points` for every full `per` of what its lines weigh.
public struct EarnRule: Hashable, Codable, Sendable {
    /// Points for each full `per`.
    public var points: Points
    /// How much money earns `points`, in minor units.
    public var per: Money
    /// How often a line's money counts, by the class that the catalogue gives the product: 0 for
    /// what earns nothing, 2 for double points.
    public var classes: [String: Int64]
    /// How often it counts for an item that the catalogue lacks, or of a class not named above.
    public var unlisted: Int64

    /// A rule of these facts.
    public init(points: Points, per: Money, classes: [String: Int64], unlisted: Int64) {
        self.points = points
        self.per = per
        self.classes = classes
        self.unlisted = unlisted
    }
}

/// Points earned on one day are one lot and go together.
public struct LotRule: Hashable, Codable, Sendable {
    /// On how many days they are good, the day of earning included; nil when they never go.
    public var validDays: Int?

    /// Lots that are good for `validDays`.
    public init(validDays: Int?) {
        self.validDays = validDays
    }

    private enum CodingKeys: String, CodingKey {
        case validDays = "valid-days"
    }
}

/// A member's tier is the highest level that the spend of the last `windowDays` reaches.
public struct TierRule: Hashable, Codable, Sendable {
    /// How many days before the day asked about count, that day itself left out.
    public var windowDays: Int
    /// From the lowest, which costs nothing, upwards.
    public var levels: [Tier]

    /// The levels reached by the spend of `windowDays`.
    public init(windowDays: Int, levels: [Tier]) {
        self.windowDays = windowDays
        self.levels = levels
    }

    private enum CodingKeys: String, CodingKey {
        case windowDays = "window-days"
        case levels
    }
}

/// When a member counts as new, at risk, dormant, lost or won back.
public struct LifecycleRule: Hashable, Codable, Sendable {
    /// New until this many days after the first sale.
    public var newDays: Int
    /// At risk when silent for more days than this.
    public var atRiskDays: Int
    /// Dormant when silent for more days than this.
    public var dormantDays: Int
    /// Lost when silent for more days than this.
    public var lostDays: Int
    /// Won back when the silence before the return was longer than this many days.
    public var wonBackGapDays: Int
    /// Won back for this many days after the return.
    public var wonBackDays: Int

    /// A rule of these thresholds.
    public init(
        newDays: Int,
        atRiskDays: Int,
        dormantDays: Int,
        lostDays: Int,
        wonBackGapDays: Int,
        wonBackDays: Int
    ) {
        self.newDays = newDays
        self.atRiskDays = atRiskDays
        self.dormantDays = dormantDays
        self.lostDays = lostDays
        self.wonBackGapDays = wonBackGapDays
        self.wonBackDays = wonBackDays
    }

    private enum CodingKeys: String, CodingKey {
        case newDays = "new-days"
        case atRiskDays = "at-risk-days"
        case dormantDays = "dormant-days"
        case lostDays = "lost-days"
        case wonBackGapDays = "won-back-gap-days"
        case wonBackDays = "won-back-days"
    }
}

/// Recency, frequency and money are scored from 1 to `bins` against all members who bought in the
/// window of the tiers.
public struct RFMRule: Hashable, Codable, Sendable {
    /// The best score.
    public var bins: Int

    /// Scores from 1 to `bins`.
    public init(bins: Int) {
        self.bins = bins
    }
}
