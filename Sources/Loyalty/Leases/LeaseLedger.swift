/// The double-entry ledger of one pool: every unit stands in one account, and moves between two.
///
///     earned ──▶ available ◀──▶ lease ──▶ redeemed          for each kind of unit:
///                    │ ▲                      ▲             all accounts sum to zero
///                    ▼ └───── risk ───────────┘             available, lease, redeemed and
///                 expired                                   expired are never below zero
///
/// What was spent or leased elsewhere and is not there (a cloned till, a hub that has not heard of
/// the earnings yet) comes out of `risk`, and whatever comes in later pays that back first. So the
/// balances do not depend on the order in which records arrive:
///
///     risk owes     = max(0, redeemed + leased − earned)
///     still to have = max(0, earned − redeemed − leased), as available or expired
public struct LeaseLedger: Hashable, Sendable {
    private var accounts: [LeaseAccount: [LeaseUnit: Int64]] = [:]
    /// The lines posted since they were last taken, for a store to write.
    private var lines: [LeaseLine] = []
    private let rules: LeaseOmissions

    /// A pool with nothing in it.
    public init(omissions: LeaseOmissions = .none) {
        rules = omissions
    }

    /// A pool with these balances.
    public init(_ balances: [LeaseLine]) {
        rules = .none
        for line in balances {
            accounts[line.account, default: [:]][line.unit, default: 0] += line.count
        }
        accounts = accounts.mapValues { $0.filter { $0.value != 0 } }.filter { !$0.value.isEmpty }
    }

    /// Every balance, as the line that leads there from nothing.
    public var balances: [LeaseLine] {
        accounts.flatMap { account, units in
            units.map { LeaseLine(account: account, unit: $0.key, count: $0.value) }
        }.summed
    }

    /// How many of `unit` stand in `account`.
    public subscript(account: LeaseAccount, unit: LeaseUnit) -> Int64 {
        accounts[account]?[unit] ?? 0
    }

    /// What stands in `account`; nothing of what is below zero.
    public subscript(account: LeaseAccount) -> Holding {
        Holding(counts: accounts[account] ?? [:])
    }

    /// What `risk` has laid out.
    public var owed: Holding {
        Holding(counts: (accounts[.risk] ?? [:]).mapValues { -$0 })
    }

    /// What the source has brought in.
    public var earned: Holding {
        Holding(counts: (accounts[.earned] ?? [:]).mapValues { -$0 })
    }

    /// What tills have.
    public var leased: Holding {
        accounts.keys.reduce(into: Holding.empty) { sum, account in
            if case .lease = account { sum = sum + self[account] }
        }
    }

    /// The accounts that are not empty.
    var accountNames: [LeaseAccount] { Array(accounts.keys) }

    /// The lines posted since this was last asked, two and two of one posting.
    public mutating func takeLines() -> [LeaseLine] {
        defer { lines = [] }
        return lines
    }

    /// Moves `units` from one account to another.
    mutating func move(_ units: Holding, from source: LeaseAccount, to target: LeaseAccount) {
        for entry in units.entries {
            if source != .earned || rules.keeps(.postsBothSides) {
                post(source, entry.unit, -entry.count)
            }
            post(target, entry.unit, entry.count)
        }
    }

    /// Takes in `units`: what the risk account laid out is paid back first, the rest is available.
    mutating func credit(_ units: Holding, from source: LeaseAccount) {
        let debt = rules.keeps(.paysRiskBackFirst) ? owed.shared(with: units) : .empty
        move(debt, from: source, to: .risk)
        move(units - debt, from: source, to: .available)
    }

    /// Takes out `units` that were spent or leased whatever this ledger says: of what is available,
    /// then of what has expired, since it was spent before; the rest is laid out by `risk`.
    ///
    /// - Returns: What was laid out.
    @discardableResult
    mutating func draw(_ units: Holding, to target: LeaseAccount) -> Holding {
        guard !units.isEmpty else { return .empty }
        let here = units.shared(with: self[.available])
        let gone = (units - here).shared(with: self[.expired])
        let missing = units - here - gone
        move(here, from: .available, to: target)
        move(gone, from: .expired, to: target)
        move(missing, from: .risk, to: target)
        return missing
    }

    private mutating func post(_ account: LeaseAccount, _ unit: LeaseUnit, _ count: Int64) {
        lines.append(LeaseLine(account: account, unit: unit, count: count))
        let sum = self[account, unit] + count
        accounts[account, default: [:]][unit] = sum == 0 ? nil : sum
        if accounts[account]?.isEmpty == true { accounts[account] = nil }
    }
}

extension LeaseLedger {
    /// What is wrong with the books of this pool; empty, or there is a fault in the program.
    public func faults() -> [String] {
        var faults: [String] = []
        var sums: [LeaseUnit: Int64] = [:]
        for (account, balances) in accounts {
            let mayOwe = account == .earned || account == .risk
            for (unit, count) in balances {
                sums[unit, default: 0] += count
                if mayOwe ? count > 0 : count < 0 {
                    faults.append("\(account) has \(count) of \(unit)")
                }
            }
        }
        for (unit, sum) in sums where sum != 0 {
            faults.append("the accounts of \(unit) sum to \(sum)")
        }
        for entry in owed.entries
        where self[.available, entry.unit] > 0 || self[.expired, entry.unit] > 0 {
            faults.append("\(entry.count) of \(entry.unit) are owed, and there are some")
        }
        return faults.sorted()
    }
}
