/// The life of one sale: it decides, and the till does what it answers.
///
///        ┌──────── ring, while nothing is paid ────────┐
///        ▼                                             │
///     ringing ──total──▶ tendering ──the due amount is covered──▶ completed
///      │  ▲ └─────void──────┤ ▲ └───────void─────────────────────▶ voided
///   suspend resume        charge notCharged, a card's tender
///      ▼  │                 ▼ │
///     suspended           charging
///
/// A sale with nothing due (coupons cover it, or everything is free) completes at `total`: there is
/// nothing to ask the customer for, and nothing is paid out.
///
/// Points are promised, and spent when the rest is paid: until then they are nobody's but the
/// member's. Whatever changes the basket or the member ends the promise.
public struct SaleMachine: Hashable, Sendable {
    /// How far the sale has come.
    public enum Phase: Hashable, Sendable {
        /// Lines are added and voided.
        case ringing
        /// The customer pays; `paid` so far.
        case tendering(paid: Money)
        /// The terminal was asked for `amount`, and nobody knows yet whether the customer paid it.
        case charging(paid: Money, amount: Money)
        /// Parked, to be resumed or voided later.
        case suspended
        /// Paid. Only a post-void or a return undoes it.
        case completed(change: Money)
        /// Given up before it was paid.
        case voided
    }

    /// How far the sale has come.
    public private(set) var phase = Phase.ringing
    /// What was rung, and for whom.
    public private(set) var basket = Basket()
    /// What was handed over so far, in order.
    public private(set) var tenders: [Tender] = []
    /// The points that are to be spent when the rest is paid; among the tenders from then on.
    public private(set) var promised: Tender?

    /// A sale with nothing rung yet.
    public init() {}

    /// The points that pay for it, or will as soon as the rest is paid.
    public var points: Tender? { promised ?? tenders.first { $0.kind == .points } }

    /// What is still to be paid.
    public var outstanding: Money {
        switch phase {
        case .tendering(let paid), .charging(let paid, _): open(paid)
        case .ringing, .suspended: basket.totals.due
        case .completed, .voided: .zero
        }
    }

    /// Takes one event and says what to do about it.
    public mutating func handle(_ event: Event) -> Action {
        switch (phase, event) {
        case (.ringing, .ring(let line)), (.tendering(paid: .zero), .ring(let line)):
            return show { $0.add(line) }

        case (.ringing, .coupon(let new, let code)),
            (.tendering(paid: .zero), .coupon(let new, let code)):
            return show { $0.take(new, code) }

        case (.ringing, .voidLine(let line)), (.tendering(paid: .zero), .voidLine(let line)):
            return strike(line)

        case (.ringing, .identify(let member)), (.tendering, .identify(let member)),
            (.charging, .identify(let member)):
            return identify(member)

        case (.ringing, .total):
            return total()

        case (.tendering(let paid), .tender(let tender)):
            return take(tender, paid: paid)

        case (.tendering(let paid), .keepPoints), (.charging(let paid, _), .keepPoints):
            promised = nil
            return .askFor(open(paid))

        case (.tendering(let paid), .charge(let amount)):
            return charge(amount, paid: paid)

        case (.charging(let paid, _), .tender(let tender)) where tender.kind == .card:
            return take(tender, paid: paid)

        case (.charging(let paid, _), .notCharged):
            phase = .tendering(paid: paid)
            return .askFor(open(paid))

        case (.ringing, .suspend):
            guard !basket.isEmpty else { return .refuse(.nothingRung) }
            phase = .suspended
            return .park

        case (.suspended, .resume):
            phase = .ringing
            return .showBasket

        case (.ringing, .void), (.tendering, .void), (.suspended, .void):
            return giveUp()

        // No default: a new state or event does not compile until someone decides here.
        case (.tendering, .voidLine(let line)), (.charging, .voidLine(let line)):
            return leaveCode(line)
        case (.tendering, .ring), (.tendering, .coupon):
            return .refuse(.partlyPaid)
        case (.ringing, .tender), (.ringing, .resume), (.ringing, .charge), (.ringing, .notCharged),
            (.ringing, .keepPoints), (.tendering, .notCharged):
            return .refuse(.notYet)
        case (.charging, .ring), (.charging, .coupon), (.charging, .total), (.charging, .tender),
            (.charging, .charge), (.charging, .suspend), (.charging, .resume), (.charging, .void):
            return .refuse(.isCharging)
        case (.tendering, .total), (.tendering, .suspend), (.tendering, .resume):
            return .refuse(.beingPaid)
        case (.suspended, .ring), (.suspended, .voidLine), (.suspended, .identify),
            (.suspended, .total), (.suspended, .tender), (.suspended, .suspend),
            (.suspended, .charge), (.suspended, .notCharged), (.suspended, .keepPoints),
            (.suspended, .coupon):
            return .refuse(.isSuspended)
        case (.completed, _), (.voided, _):
            return .refuse(.isOver)
        }
    }

    /// Shows the line that `add` adds to the basket.
    private mutating func show(_ add: (inout Basket) -> Void) -> Action {
        ringOn()
        add(&basket)
        return .showLine(basket.lines.count - 1)
    }

    /// Voids a line that stands.
    private mutating func strike(_ line: Int) -> Action {
        guard basket.stands(line) else { return .refuse(.noSuchLine) }
        ringOn()
        basket.void(line)
        return .showVoid(line)
    }

    /// Takes back a coupon whose code cannot be used after all, though some of the sale is paid.
    ///
    /// The customer owes no less by that. Any other line stays.
    private mutating func leaveCode(_ line: Int) -> Action {
        guard basket.codes[line] != nil else {
            if case .charging = phase { return .refuse(.isCharging) }
            return .refuse(.partlyPaid)
        }
        promised = nil
        basket.void(line)
        return .showVoid(line)
    }

    private mutating func ringOn() {
        phase = .ringing
        promised = nil
    }

    private mutating func identify(_ member: MemberID) -> Action {
        if basket.member != member { promised = nil }
        basket.member = member
        return .greet(member)
    }

    /// Whoever takes nothing home gets back what is paid already.
    private mutating func giveUp() -> Action {
        defer { (tenders, promised) = ([], nil) }
        phase = .voided
        return tenders.isEmpty ? .printVoidSlip : .giveBack(tenders)
    }

    private mutating func total() -> Action {
        guard !basket.isEmpty else { return .refuse(.nothingRung) }
        let due = basket.totals.due
        guard due > .zero else {
            phase = .completed(change: .zero)
            return .complete(change: .zero)
        }
        phase = .tendering(paid: .zero)
        return .askFor(due)
    }

    private mutating func charge(_ amount: Money, paid: Money) -> Action {
        guard amount > .zero else { return .refuse(.notAnAmount) }
        guard amount <= open(paid) else { return .refuse(.onlyCashGivesChange) }
        phase = .charging(paid: paid, amount: amount)
        return .charge(amount)
    }

    private mutating func take(_ tender: Tender, paid: Money) -> Action {
        guard tender.kind != .points else { return promise(tender, paid: paid) }
        let outstanding = open(paid)
        guard tender.amount > .zero else { return .refuse(.notAnAmount) }
        guard tender.amount <= outstanding || tender.kind == .cash else {
            return .refuse(.onlyCashGivesChange)
        }
        tenders.append(tender)
        guard tender.amount >= outstanding else {
            phase = .tendering(paid: paid + tender.amount)
            return .askFor(outstanding - tender.amount)
        }
        return complete(change: tender.amount - outstanding)
    }

    /// What is still to be paid when `paid` is.
    private func open(_ paid: Money) -> Money {
        basket.totals.due - paid - (promised?.amount ?? .zero)
    }

    /// A new promise takes the place of the one before.
    private mutating func promise(_ tender: Tender, paid: Money) -> Action {
        guard tender.amount > .zero else { return .refuse(.notAnAmount) }
        guard tender.amount <= basket.totals.due - paid else {
            return .refuse(.onlyCashGivesChange)
        }
        promised = tender
        let outstanding = open(paid)
        return outstanding > .zero ? .askFor(outstanding) : complete(change: .zero)
    }

    private mutating func complete(change: Money) -> Action {
        if let promised { tenders.append(promised) }
        promised = nil
        phase = .completed(change: change)
        return .complete(change: change)
    }
}

extension SaleMachine {
    /// What happens at the counter.
    public enum Event: Hashable, Sendable {
        /// An item was scanned, weighed or keyed.
        case ring(LineItem)
        /// The customer brought a coupon that the basket takes, with its code if it has codes.
        case coupon(Coupon, CouponCode? = nil)
        /// The line at this position is taken back.
        case voidLine(Int)
        /// The customer showed a member card.
        case identify(MemberID)
        /// The cashier asks for the money.
        case total
        /// The customer hands something over.
        case tender(Tender)
        /// The terminal is to be asked for this much.
        case charge(Money)
        /// The terminal did not charge the customer, or the customer pays otherwise.
        case notCharged
        /// The points that were promised are not to be spent.
        case keepPoints
        /// The basket is parked for the next customer.
        case suspend
        /// A parked basket is taken up again.
        case resume
        /// The sale is given up.
        case void
    }

    /// What the till is to do.
    public enum Action: Hashable, Sendable {
        /// Show the line at this position and the new total.
        case showLine(Int)
        /// Show that the line at this position no longer counts.
        case showVoid(Int)
        /// Show the member and what the sale will bring.
        case greet(MemberID)
        /// Ask the customer for this much.
        case askFor(Money)
        /// Ask the terminal for this much.
        case charge(Money)
        /// The sale is paid: make it durable, then give the change and print.
        case complete(change: Money)
        /// Clear the counter for the next customer.
        case park
        /// Show the basket as it was parked.
        case showBasket
        /// The sale is over without payment.
        case printVoidSlip
        /// The sale is over without payment: what was paid of it goes back, tender by tender.
        case giveBack([Tender])
        /// Nothing has changed.
        case refuse(Refusal)
    }

    /// Why an event changes nothing.
    public enum Refusal: String, Hashable, Sendable, CaseIterable {
        /// There is no line that could be sold or parked.
        case nothingRung
        /// The line does not exist or is voided already.
        case noSuchLine
        /// The total was not asked for, or nothing is parked.
        case notYet
        /// The customer is paying: void the sale or finish it.
        case beingPaid
        /// Part of the money is in the drawer: finish the sale, or void it and give that back.
        case partlyPaid
        /// Nobody knows yet whether the card was charged.
        case isCharging
        /// The basket is parked: resume it first.
        case isSuspended
        /// The sale is completed or voided.
        case isOver
        /// A tender of nothing, or of less than nothing.
        case notAnAmount
        /// Cards, wallets and points pay at most what is due.
        case onlyCashGivesChange
    }
}
