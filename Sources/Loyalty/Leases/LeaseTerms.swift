/// How much may be leased, and for how long; the owner of the shop decides.
public struct LeaseTerms: Hashable, Sendable {
    /// The most that one device has leased of one pool, in units.
    public var poolCap: Int64
    /// The most that one device has leased of all members' points together.
    public var deviceCap: Int64
    /// How long a lease is good, in milliseconds.
    public var duration: Int64
    /// How long before the end a till stops spending, in milliseconds.
    ///
    /// It covers how far the clock in a till's records may run ahead of the hub's: `lead`.
    public var guardTime: Int64
    /// How far the records' clock may run ahead of the hub's as the till knows it, in milliseconds.
    public var lead: Int64
    /// By how much the clock of a box may be too fast or too slow, in millionths.
    public var drift: Int64
    /// The money that the shop is ready to lose where leases cannot cover, in minor units: books of
    /// a simulation begin with it; a hub's are told it by the owner.
    public var riskLimit: Int64
    /// The most of that money that one device has leased, in minor units.
    public var riskCap: Int64
    /// What one point of a lease that is written off is worth, in minor units.
    public var pointValue: Int64

    /// Terms for a shop whose tills see the hub at least once a day, and which takes no risk.
    public init(
        poolCap: Int64 = 2000,
        deviceCap: Int64 = 100_000,
        duration: Int64 = 86_400_000,
        guardTime: Int64 = 300_000,
        lead: Int64 = 300_000,
        drift: Int64 = 200,
        riskLimit: Int64 = 0,
        riskCap: Int64 = 10_000,
        pointValue: Int64 = 1
    ) {
        precondition(lead <= guardTime, "a record's clock may run ahead by the guard at most")
        self.poolCap = poolCap
        self.deviceCap = deviceCap
        self.duration = duration
        self.guardTime = guardTime
        self.lead = lead
        self.drift = drift
        self.riskLimit = riskLimit
        self.riskCap = riskCap
        self.pointValue = pointValue
    }
}

/// The hub's time as a till knows it, by a clock of its own that only counts on.
///
/// The wall clock has no part in it: a person can set it, a flat battery loses it.
public struct HubTime: Hashable, Sendable {
    private let hub: Int64
    private let asked: Int64
    private let heard: Int64
    private let drift: Int64

    /// What a welcome says.
    ///
    /// - Parameters:
    ///   - hub: The hub's time in it, in milliseconds since 1970.
    ///   - asked: The box's own clock when it asked, in milliseconds from its start.
    ///   - heard: The same when the answer came.
    ///   - drift: By how much that clock may be wrong, in millionths.
    public init(hub: Int64, asked: Int64, heard: Int64, drift: Int64) {
        // What a hub says is from outside: beyond what a record's clock holds nothing is added up.
        self.hub = min(max(hub, 0), 1 << 47)
        self.asked = asked
        self.heard = heard
        self.drift = drift
    }

    /// The latest that it can be at the hub when the box's own clock shows `counted`.
    ///
    /// The hub may have said its time as early as the till asked.
    public func latest(at counted: Int64) -> Int64 {
        let since = max(0, counted - asked)
        return hub + since + since * drift / 1_000_000 + 1
    }

    /// The wall clock's time, or the hub's plus `lead` when the wall clock runs ahead of that.
    public func bounded(_ wall: Int64, at counted: Int64, lead: Int64) -> Int64 {
        min(wall, estimate(at: counted) + lead)
    }

    /// The hub's time as the till counts it on from the welcome.
    public func estimate(at counted: Int64) -> Int64 {
        hub + max(0, counted - heard)
    }
}
