/// What one seed came to.
public struct SimulationReport: Hashable, Codable, Sendable {
    /// The seed.
    public let seed: UInt64
    /// What the checkers found; empty, or the protocol has a fault.
    public var violations: [String] = []
    /// Steps taken, those of the healing included.
    public var steps = 0
    /// Virtual time, summed over all boxes, in milliseconds.
    public var deviceMilliseconds: Int64 = 0
    /// Sales that a till acknowledged to its cashier.
    public var sales = 0
    /// Acknowledged sales that no machine had any more when the hub was restored: nobody can save
    /// a record whose every copy is gone.
    public var destroyed = 0
    /// Records that the hub holds.
    public var records = 0
    /// How often something befell somebody.
    public var hazards = 0
    /// How often a box was cloned, or came back from an image.
    public var splits = 0
    /// How often a device was fenced, or fenced itself.
    public var fences = 0
    /// How often a box went over to a new epoch or number.
    public var adoptions = 0
    /// How many of these were numbers that a person gave.
    public var renumberings = 0
    /// Records about leases that tills have written.
    public var leaseRecords = 0
    /// Leases that hubs have granted.
    public var grants = 0
    /// How often something was spent out of a lease.
    public var spends = 0
    /// How often it was more than the lease had: a box that was copied spent it too.
    public var excesses = 0
    /// Points and things that the shop answers for at the end.
    public var risk: Int64 = 0
    /// How often a till went over to another version of the hub's list.
    public var lists = 0
    /// A hash over everything that happened, in order.
    public var trace: UInt64 = 0xCBF2_9CE4_8422_2325

    init(seed: UInt64) {
        self.seed = seed
    }

    /// Takes `value` into the trace (FNV-1a, a word at a time).
    mutating func note(_ value: UInt64) {
        trace = (trace ^ value) &* 0x0000_0100_0000_01B3
    }

    /// Keeps what a checker found; the first few say enough.
    mutating func violate(_ what: @autoclosure () -> String) {
        if violations.count < 8 { violations.append(what()) }
    }
}
