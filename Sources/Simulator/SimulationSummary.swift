/// What many seeds came to, added up; the same bytes for the same seeds and plan.
public struct SimulationSummary: Hashable, Codable, Sendable {
    /// Seeds run.
    public private(set) var seeds = 0
    /// Steps taken.
    public private(set) var steps = 0
    /// Virtual time, summed over all boxes, in milliseconds.
    public private(set) var deviceMilliseconds: Int64 = 0
    /// Sales that tills acknowledged.
    public private(set) var sales = 0
    /// Of those, sales whose every copy was gone with a restored machine.
    public private(set) var destroyed = 0
    /// Records that the hubs held in the end.
    public private(set) var records = 0
    /// How often something befell somebody.
    public private(set) var hazards = 0
    /// How often a device was fenced, or fenced itself.
    public private(set) var fences = 0
    /// How often a box went over to a new epoch or number.
    public private(set) var adoptions = 0
    /// Leases that hubs have granted.
    public private(set) var grants = 0
    /// How often something was spent out of a lease.
    public private(set) var spends = 0
    /// How often it was more than the lease had.
    public private(set) var excesses = 0
    /// Points and things that shops answer for at the end.
    public private(set) var risk: Int64 = 0
    /// How often a till went over to another version of the hub's list.
    public private(set) var lists = 0
    /// The traces of all seeds, in order, in one.
    public private(set) var trace: UInt64 = 0
    /// The seeds with violations.
    public private(set) var failures: [SimulationReport] = []

    /// Nothing yet.
    public init() {}

    /// Adds one seed.
    public mutating func add(_ report: SimulationReport) {
        seeds += 1
        steps += report.steps
        deviceMilliseconds += report.deviceMilliseconds
        sales += report.sales
        destroyed += report.destroyed
        records += report.records
        hazards += report.hazards
        fences += report.fences
        adoptions += report.adoptions
        grants += report.grants
        spends += report.spends
        excesses += report.excesses
        risk += report.risk
        lists += report.lists
        trace = trace &* 31 &+ report.trace
        if !report.violations.isEmpty { failures.append(report) }
    }

    /// The sums, for people.
    public var text: String {
        let tenths = deviceMilliseconds / 8_640_000
        return """
            \(seeds) seeds, \(steps) steps, \(tenths / 10).\(tenths % 10) device-days
            \(sales) sales acknowledged, \(records) records at the hubs, \(destroyed) destroyed \
            with every copy
            \(hazards) machines befallen, \(fences) fences, \(adoptions) new epochs and numbers
            \(grants) leases granted, \(spends) spends, \(excesses) beyond a lease, \(risk) \
            points and things at the shop's risk
            \(lists) times a till went over to another list
            \(failures.count) seeds with violations; trace \(String(trace, radix: 16))
            """
    }
}
