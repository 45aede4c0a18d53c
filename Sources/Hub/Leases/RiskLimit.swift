public import DurableSQLite
public import Loyalty
internal import Records
public import Retail

/// How the money stands that the shop is ready to lose where leases cannot cover.
public struct RiskStanding: Hashable, Sendable {
    /// What may be lost from now on: what is free, and what tills hold.
    public let limit: Money
    /// What tills may still lease; below zero while they hold more than the limit.
    public let free: Money
    /// What tills hold, in order of device and lease.
    public let held: [OpenLease]
    /// What was lost, ever, with what was written off.
    public let lost: Money
    /// Every use, in order of record.
    public let uses: [RiskUse]

    /// What was lost with leases that a person has written off.
    public var writtenOff: Money { lost - uses.sum(\.lost) }
}

/// Points that a sale took on the shop's risk.
public struct RiskUse: Hashable, Sendable {
    /// The record that states the sale.
    public let key: JournalKey
    /// Whose points they are.
    public let member: MemberID
    /// How many.
    public let points: Points
    /// What they paid.
    public let worth: Money
    /// What of that the member did not have, and the limit bore.
    public let lost: Money

    /// The use that `entry` tells of; nil when it was not on the shop's risk.
    init?(_ entry: ExcessEntry) {
        let spend = entry.excess.spend
        guard let worth = spend.worth, case .points(let member) = spend.pool else { return nil }
        (key, self.member, self.worth) = (entry.key, member, worth)
        points = Points(spend.units.total)
        lost = entry.excess.lost ?? .zero
    }
}

extension OpenLease {
    /// What of the shop's money it has left.
    public var money: Money { Money(minorUnits: left[LeaseBook.money]) }
}

/// What came of setting the limit.
public struct RiskSetting: Hashable, Sendable {
    /// What it was to be.
    public let money: Money
    /// What tills hold now; nil when it was no limit, and nothing has changed.
    public let held: Money?

    /// Whether it is that now.
    public var isSuccess: Bool { held != nil }

    /// What came of it, for the person who asked.
    public var words: String {
        guard let held else { return "write 0 to \(HubCore.riskLimit)" }
        let more = "; they hold \(held), and what comes back beyond that is not leased again"
        return "tills may lose \(money) from now on" + (held > money ? more : "")
    }
}

extension HubCore {
    /// The most that a shop is ready to lose, so that every sum fits a lease.
    public static let riskLimit = Money(minorUnits: 1_000_000_000)

    /// Lets tills lose `money` from now on, what they hold included; set twice is once.
    public func setRisk(_ money: Money) async throws(StorageError) -> RiskSetting {
        let held = try await changeLeases(of: nil, pools: [.risk]) { book -> Money? in
            guard (Money.zero...Self.riskLimit).contains(money) else { return nil }
            book.setRisk(money)
            return Money(minorUnits: book.ledger(of: .risk).leased[LeaseBook.money])
        }
        return RiskSetting(money: money, held: held)
    }

    /// How the limit stands.
    public func riskStanding() async throws(StorageError) -> RiskStanding {
        let held = try await openLeases().filter { $0.lease.pool == .risk }
        let (lines, excesses) = try await store.read { reading in
            (try reading.ledgers(of: [.risk])[.risk] ?? [], try reading.excesses())
        }
        let ledger = LeaseLedger(lines)
        let free = ledger[.available, LeaseBook.money] + ledger[.risk, LeaseBook.money]
        return RiskStanding(
            limit: Money(minorUnits: free + ledger.leased[LeaseBook.money]),
            free: Money(minorUnits: free),
            held: held.sorted {
                ($0.lease.holder.device, $0.lease.id) < ($1.lease.holder.device, $1.lease.id)
            },
            lost: Money(minorUnits: ledger[.redeemed, LeaseBook.money]),
            uses: excesses.compactMap(RiskUse.init)
        )
    }
}
