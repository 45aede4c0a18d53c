internal import Loyalty
internal import Records
internal import SyncProtocol

/// One run: tills that sell, a hub, a line between them, and everything that befalls machines in
/// shops.
///
/// Real are both ends' decisions, the records with their bodies and hashes, and the reading of
/// them. Modelled are the till's database, as commits that are whole or not at all; the hub's
/// store and its booking; the line, which hands over messages and not bytes; and people.
///
/// First trade goes on for the planned steps while things happen. Then everything heals, people do
/// what the protocol asks them to, and the checkers look at what is left. A seed and a plan are a
/// run: the same events, and the same trace, on every machine.
public struct Simulation {
    /// When it begins by the hub's clock, in milliseconds since 1970.
    static let start: Int64 = 1_700_000_000_000

    let plan: SimulationPlan
    let rules: Omissions
    let leaseRules: LeaseOmissions
    let terms: LeaseTerms
    var report: SimulationReport
    var dice: Dice
    var now: Int64 = 0
    var boxes: [Box]
    var hub: SimulatedHub
    var letters: [Letter] = []
    var ticket = 0
    var isHealed = false
    /// Sales by the name of the record that states them.
    var sales: [OperationID: Sale] = [:]
    /// Names of the sale records that a till has acknowledged, in order.
    var acknowledged: [OperationID] = []
    /// Records that are on no box any more.
    var fragile: Set<ChainPlace> = []
    /// What its box wrote before each record, on whatever chain.
    var previous: [ChainPlace: ChainPlace] = [:]
    /// The names of those records.
    var names: [ChainPlace: OperationID] = [:]
    /// Names of records whose every copy is gone.
    var destroyed: Set<OperationID> = []
    /// Sales that a person has stated again.
    var corrected: Set<OperationID> = []
    var images: [Disk?]
    var nextDevice: UInt32
    var lives = 1
    var world = LeaseWorld()
    var lists: ListWorld

    /// The run of `seed`.
    public init(seed: UInt64, plan: SimulationPlan) {
        self.plan = plan
        rules = Omissions(plan.omitted)
        leaseRules = LeaseOmissions(plan.omittedLeaseRules)
        terms = Self.terms(plan)
        report = SimulationReport(seed: seed)
        dice = Dice(seed: seed)
        lists = ListWorld(seed: seed, omitted: plan.omittedListRules)
        let devices = (0..<plan.tills).map { DeviceID(UInt32($0 + 1)) }
        hub = SimulatedHub(devices, rules, Self.book(plan))
        boxes = []
        images = Array(repeating: nil, count: plan.tills)
        nextDevice = UInt32(plan.tills + 1)
        for device in devices { boxes.append(Box(Disk(device), omissions: rules)) }
        for box in boxes.indices { beginLife(box) }
    }

    /// Runs to the end.
    public mutating func run() -> SimulationReport {
        for _ in 0..<plan.steps {
            advance(by: dice.roll(1...1500))
            befall()
            trade()
            deliver()
            for box in boxes.indices { drive(box) }
            tendLists()
            if report.steps.isMultiple(of: 32) { checkBooks() }
        }
        heal()
        settleLists()
        check()
        report.sales = acknowledged.count
        report.destroyed = acknowledged.count { destroyed.contains($0) }
        report.records = hub.shelf.held.count
        return report
    }

    mutating func advance(by milliseconds: Int64) {
        now += milliseconds
        report.steps += 1
        report.deviceMilliseconds += milliseconds * Int64(boxes.count)
    }

    /// Runs one seed.
    public static func run(seed: UInt64, plan: SimulationPlan) -> SimulationReport {
        var simulation = Simulation(seed: seed, plan: plan)
        return simulation.run()
    }
}
