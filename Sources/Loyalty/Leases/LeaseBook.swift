public import Retail

/// The hub's end of leases: what every pool has, who holds which part of it, and what may be
/// granted.
///
/// It decides and posts; who keeps it in a database calls it inside the transaction in which the
/// record or the wish is taken. A wish that is granted is set aside before the till hears of it, so
/// what tills spend never exceeds what is theirs.
///
///     wish ──▶ granted ──accepted, spent──▶ given back, or over by the chain's own clock
///                 ▲                            │ once everything before it has been read
///                 └────────── available ◀──────┘
public struct LeaseBook: Hashable, Sendable {
    /// What the owner of the shop decided.
    public let terms: LeaseTerms
    let rules: LeaseOmissions
    var ledgers: [LeasePool: LeaseLedger] = [:]
    /// The open leases.
    public internal(set) var leases: [LeaseID: Lease] = [:]
    /// Those that have ended, for ever, with their holders: a message that comes late opens none of
    /// them again.
    var over: [LeaseID: LeaseHolder] = [:]
    /// Records that cannot be read yet, by the chain that they stand on.
    var unread: [LeaseHolder: Int] = [:]
    /// Leases that end once everything before has been read, in order.
    var ending: [LeaseHolder: [LeaseID]] = [:]
    /// The epoch from which on a device's leases count: those before it have ended.
    var begun: [UInt32: UInt32] = [:]
    /// Devices of which a restored hub does not know yet what they hold.
    var awaited: [UInt32: LeaseDevice.Awaited] = [:]
    /// What was spent beyond a lease, for the report.
    public internal(set) var excesses: [LeaseExcess] = []

    /// Books with nothing in them.
    public init(terms: LeaseTerms, omissions: LeaseOmissions = .none) {
        self.init(keeping: terms, omissions)
        stock(Holding(Self.money, terms.riskLimit), in: .risk)
    }

    /// Books by these terms and rules, and no money at risk yet.
    init(keeping terms: LeaseTerms, _ omissions: LeaseOmissions) {
        self.terms = terms
        rules = omissions
    }

    /// The unit in which the risk pool is counted.
    public static let money = LeaseUnit.item("money")

    /// The ledger of `pool`.
    public func ledger(of pool: LeasePool) -> LeaseLedger {
        ledgers[pool] ?? LeaseLedger(omissions: rules)
    }

    /// The pools that have a ledger.
    public var pools: [LeasePool] { Array(ledgers.keys) }

    /// What a member has: what is available, and what tills have leased.
    public func balance(of member: MemberID) -> Points {
        let ledger = ledger(of: .points(member))
        return Points((ledger[.available] + ledger.leased).total)
    }

    /// The open leases of `holder`, in the order of their names.
    public func leases(of holder: LeaseHolder) -> [Lease] {
        leases.values.filter { $0.holder == holder }.sorted { $0.id < $1.id }
    }

    /// The names of the leases that `holder` has to know of; nil when a mutant keeps them back.
    public func names(of holder: LeaseHolder) -> [LeaseID]? {
        rules.keeps(.tellsOfLostGrants) ? leases(of: holder).map(\.id) : nil
    }

    /// Whether the hub knows the lease of this name, open or over.
    public func knows(_ id: LeaseID) -> Bool { leases[id] != nil || over[id] != nil }

    /// What is left of a lease as far as the hub knows.
    public func left(of lease: Lease) -> Holding {
        ledger(of: lease.pool)[.lease(lease.id)]
    }

    /// Whether nothing is granted until devices have said what they hold.
    public var isFrozen: Bool { !awaited.isEmpty }
    /// The devices that a restored hub waits for.
    public var awaitedDevices: [UInt32] { awaited.keys.sorted() }

    /// Puts `units` into a pool: codes that were printed, prizes that arrived.
    public mutating func stock(_ units: Holding, in pool: LeasePool) {
        change(pool) { $0.credit(units, from: .earned) }
    }

    /// Lets go of what has passed its last day; what tills have leased, only when it comes back.
    public mutating func expire(on day: BusinessDay) {
        for pool in ledgers.keys { expire(pool, on: day) }
    }

    /// The same for one pool.
    public mutating func expire(_ pool: LeasePool, on day: BusinessDay) {
        change(pool) { [rules] ledger in
            ledger.move(ledger[.available].past(day), from: .available, to: .expired)
            guard !rules.keeps(.expiresOnlyWhatIsHome) else { return }
            for lease in ledger.openLeases {
                ledger.move(ledger[lease].past(day), from: lease, to: .expired)
            }
        }
    }

    /// The lines that were posted since this was last asked, for a store to write: by pool, two and
    /// two of one posting.
    public mutating func takeLines() -> [(pool: LeasePool, lines: [LeaseLine])] {
        var all: [(pool: LeasePool, lines: [LeaseLine])] = []
        for pool in ledgers.keys {
            let lines = ledgers[pool]?.takeLines() ?? []
            if !lines.isEmpty { all.append((pool, lines)) }
        }
        return all
    }

    mutating func change(_ pool: LeasePool, _ body: (inout LeaseLedger) -> Void) {
        body(&ledgers[pool, default: LeaseLedger(omissions: rules)])
    }
}

/// Something that was spent beyond a lease: on the shop's risk, by a cloned till, or by one that
/// was given up for lost.
public struct LeaseExcess: Hashable, Sendable {
    /// What the sale says.
    public let spend: LeaseSpend
    /// What the lease did not cover.
    public let beyond: Holding
    /// What of that the pool had not either, so that the shop answers for it.
    public let risk: Holding
    /// What of the shop's limit for losses that took; nil when the lease was not of `risk`.
    public let lost: Money?

    /// An excess of these facts.
    public init(spend: LeaseSpend, beyond: Holding, risk: Holding, lost: Money? = nil) {
        self.spend = spend
        self.beyond = beyond
        self.risk = risk
        self.lost = lost
    }
}

extension Holding {
    /// What was good only before `day`.
    func past(_ day: BusinessDay) -> Holding {
        entries.reduce(into: Holding.empty) { past, entry in
            if let last = entry.unit.lastDay, last < day { past.add(entry.unit, entry.count) }
        }
    }
}

extension LeaseLedger {
    /// The accounts of open leases.
    var openLeases: [LeaseAccount] {
        accountNames.filter { if case .lease = $0 { true } else { false } }
    }
}
