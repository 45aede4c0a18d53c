internal import Journal
internal import Loyalty
internal import Records
internal import Retail

/// When points that no lease covers may pay all the same, on the shop's own risk.
///
/// Nobody at the counter knows how many points such a member has: the shop takes the customer's
/// word for as much money as the owner has set, and the till holds leased. So all of this has to be
/// true:
///
/// 1. The till could not ask: the hub did not answer when it was asked for the points of this sale.
///    A hub that has answered has decided, whatever it said, and nothing is given beyond that.
/// 2. The cashier has said how many points: `PT` alone takes only what leases cover.
/// 3. One lease of the shop's risk has the money, and it can be spent as every lease can.
///
/// What the member's own leases have goes first, and it is looked at anew when the rest is paid.
extension TillMachine {
    /// Whether the hub was asked for the points of `sale`, and did not answer.
    func mayRisk(_ sale: NamedSale) -> Bool {
        guard let heard = heardPoints, heard.wish.sale == sale.id,
            heard.wish.member == sale.machine.basket.member
        else { return false }
        return !heard.isAnswered
    }

    /// How many points can be promised on the shop's risk in `sale` by `rule`.
    ///
    /// What parked sales promise may be on its risk too, so all of that is left aside.
    func riskable(in sale: NamedSale, by rule: RedeemRule) -> Points {
        guard mayRisk(sale) else { return 0 }
        let promised = parked.lazy.compactMap(\.machine.promised).sum(\.amount)
        return rule.points(for: pocket.purse.riskable(at: pocket.moment) - promised)
    }
}

extension RedeemRule {
    /// The most points that are worth no more than `money`; none when that is below zero.
    func points(for money: Money) -> Points {
        Points(max(0, money.minorUnits) * points.value / worth.minorUnits)
    }
}

/// What came of asking the hub for the points of whoever is being served.
public struct HeardPoints: Hashable, Sendable {
    /// What was asked.
    public let wish: PointsWish
    /// Whether the hub has answered in this sale, whatever it said.
    public let isAnswered: Bool

    /// What the hub said to `wish`, after what came of the wish `before` it.
    ///
    /// A line that breaks takes no answer back.
    public init(_ wish: PointsWish, _ word: LeaseWord, after before: HeardPoints? = nil) {
        let isSame = before?.wish.sale == wish.sale && before?.wish.member == wish.member
        let wasAnswered = isSame && before?.isAnswered == true
        self.wish = wish
        isAnswered = wasAnswered || word != .unanswered
    }
}

/// That the till would like to hold some of the shop's risk: the same wish is asked once.
public struct RiskWish: Hashable, Sendable {
    /// How long a hub that has none is left in peace, in milliseconds.
    static let patience: Int64 = 600_000

    /// How much money, in minor units.
    public let amount: Int64
    /// Which stretch of `patience` it is since the box started.
    let stretch: Int64
}

extension Till {
    /// What of the shop's risk the till would like to hold; nil while it holds some, and when
    /// nobody could use it.
    public var riskWish: RiskWish? {
        let purse = parts.journal.purse
        guard machine.programme.redeem != nil, purse.isWitnessed, !purse.isApart,
            !purse.held.values.contains(where: { $0.lease.pool == .risk })
        else { return nil }
        let counted = Int64(clamping: parts.clock.read().monotonicNanoseconds / 1_000_000)
        return RiskWish(amount: parts.leases.riskCap, stretch: counted / RiskWish.patience)
    }
}

extension LeaseErrand where Wish == RiskWish {
    /// For the money that `till` may lose: a hub that has none is asked again after a while.
    public init(riskOf till: Till, changes: Changes, ask: @escaping LeaseQuestion) {
        self.init(
            changes: changes,
            wish: { await till.riskWish },
            settle: { wish in
                // Any answer will do for a while: a hub that has none is left in peace.
                await ask(wish.amount, .risk, nil) != .unanswered
            }
        )
    }
}
