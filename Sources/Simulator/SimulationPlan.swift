public import Loyalty
public import SyncProtocol

/// What one run consists of; together with a seed it is the run.
public struct SimulationPlan: Hashable, Sendable {
    /// How many steps trade goes on while things happen; then everything heals.
    public var steps: Int
    /// How many tills there are at first.
    public var tills: Int
    /// How many members buy.
    public var members: Int
    /// What may happen.
    public var hazards: Set<Hazard>
    /// The rules that are left out.
    public var omitted: [Rule]
    /// The rules about leases that are left out.
    public var omittedLeaseRules: [LeaseRule]
    /// The rules about lists that are left out.
    public var omittedListRules: [ListRule]
    /// The money that the shop is ready to lose where leases cannot cover, in minor units.
    public var riskLimit: Int64

    /// A run of mixed faults, by every rule.
    public init(
        steps: Int = 350,
        tills: Int = 3,
        members: Int = 8,
        hazards: Set<Hazard> = Set(Hazard.allCases),
        omitted: [Rule] = [],
        omittedLeaseRules: [LeaseRule] = [],
        omittedListRules: [ListRule] = [],
        riskLimit: Int64 = 0
    ) {
        self.steps = steps
        self.tills = tills
        self.members = members
        self.hazards = hazards
        self.omitted = omitted
        self.omittedLeaseRules = omittedLeaseRules
        self.omittedListRules = omittedListRules
        self.riskLimit = riskLimit
    }
}
