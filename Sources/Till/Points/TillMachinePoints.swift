internal import Loyalty
internal import Records
internal import Retail

/// How a till takes points: they are promised like a tender, and spent out of its leases by the
/// record that completes the sale.
///
///     PT ──▶ promised ──the rest is paid──▶ spent, in the sale's own record
///              │  └──void, another member, one more item, 0PT──▶ nothing has happened
///              └──not there any more when the rest is paid──▶ refused, the sale goes on; where
///                 a card has paid it, the promise falls, and the cashier is told
///
/// What leases do not cover may be on the shop's risk: `PointsOnRisk.swift` says when.
///
/// A promise is no fact: after a power cut the cashier asks again, as for the total.
extension TillMachine {
    /// Has the customer pay with `asked` points: as many as can be when it is nil, none at zero.
    mutating func payWithPoints(
        _ asked: Points?,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        let before = self
        let decision = promise(asked, reading, name)
        guard case .refused(let refusal) = decision.answer else { return decision }
        self = before
        if case .points(.terms(.notHeld)) = refusal { pointsAsked += 1 }
        return decision
    }

    private mutating func promise(
        _ asked: Points?,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard isCounterTaken, let begun = current else { return .refuse(.sale(.nothingRung)) }
        if asked == 0 { return keepPoints() }
        guard let member = begun.machine.basket.member else { return .refuse(.points(.noMember)) }
        guard let rule = begun.programme.redeem else { return .refuse(.points(.noRule)) }
        if begun.machine.phase == .ringing {
            let total = settle(.total, nil, reading, name)
            guard case .done = total.answer else { return total }
        }
        guard let machine = current?.machine, case .tendering = machine.phase else {
            return .refuse(.sale(.isCharging))
        }
        let open = machine.outstanding + (machine.promised?.amount ?? .zero)
        let (held, risk) = (spendable(of: member), riskable(in: begun, by: rule))
        func points(_ asked: Points?, outOf spendable: Points) throws(RedeemRefusal) -> Points {
            let due = machine.basket.totals.due
            return try rule.points(asked: asked, due: due, open: open, spendable: spendable)
        }
        do throws(RedeemRefusal) {
            let points = try points(asked, outOf: asked == nil ? held : held + risk)
            let tender = Tender(.points, rule.value(of: points), points: points.value)
            let decision = settle(.tender(tender), nil, reading, name)
            guard case .done = decision.answer else { return decision }
            guard hasRoomForPromise else { return .refuse(.room(.points)) }
            current?.fallen = nil
            return Decision(answer: .promised(promised))
        } catch {
            if asked == nil, error == .notHeld(most: 0),
                let most = try? points(nil, outOf: held + risk)
            {
                return .refuse(.points(.untold(most: most)))
            }
            return .refuse(.points(refusal(error)))
        }
    }

    /// Whether the record of the sale on the counter has room for what it promises.
    private var hasRoomForPromise: Bool {
        guard let day = lastReceipt?.day, var sale = current else { return true }
        var purse = pocket.purse
        // What cannot be spent is for the moment in which the rest is paid.
        let spends = try? spend(pointsOf: sale, out: &purse, on: day)
        return sale.hasRoom(for: spends ?? [])
    }

    private mutating func keepPoints() -> Decision {
        guard var sale = current else { return .refuse(.sale(.nothingRung)) }
        if case .refuse(let refusal) = sale.machine.handle(.keepPoints) {
            return .refuse(.sale(refusal))
        }
        current = sale
        return Decision(answer: .promised(promised))
    }

    /// What the sale on the counter promises.
    var promised: PromisedPoints {
        let machine = current?.machine
        return PromisedPoints(
            points: Points(machine?.promised?.points ?? 0),
            worth: machine?.promised?.amount ?? .zero,
            outstanding: machine?.outstanding ?? .zero
        )
    }

    /// How many points of `member` can be promised here now: what a parked sale means to spend is
    /// not there twice.
    func spendable(of member: MemberID) -> Points {
        guard let day = lastReceipt?.day else { return 0 }
        let held = pocket.purse.spendable(of: .points(member), at: pocket.moment, on: day)
        let others = parked.filter { $0.machine.basket.member == member }
        let promised = others.reduce(0) { $0 + ($1.machine.promised?.points ?? 0) }
        return Points(max(0, held - promised))
    }

    /// A till that could spend nobody's points says so, rather than that this member has too few.
    private func refusal(_ refusal: RedeemRefusal) -> PointsRefusal {
        guard case .notHeld(most: 0) = refusal else { return .terms(refusal) }
        if pocket.purse.isApart { return .closed(.apart) }
        return pocket.purse.isWitnessed ? .terms(refusal) : .closed(.unwitnessed)
    }

    /// Takes what `sale` spends, codes and points, out of what the till holds.
    ///
    /// - Throws: why it cannot be spent; nothing is taken then.
    mutating func spend(
        for sale: NamedSale,
        on day: BusinessDay
    ) throws(TillRefusal) -> SaleLeases? {
        var purse = pocket.purse
        let codes: [LeaseSpend]
        do throws(CodeRefusal) {
            codes = try spend(codesOf: sale, out: &purse, on: day)
        } catch {
            throw .code(error)
        }
        let points: [LeaseSpend]
        do throws(PurseRefusal) {
            points = try spend(pointsOf: sale, out: &purse, on: day)
        } catch {
            throw .points(.lapsed(error))
        }
        pocket.purse = purse
        return SaleLeases(spent: codes + points)
    }

    private func spend(
        pointsOf sale: NamedSale,
        out purse: inout Purse,
        on day: BusinessDay
    ) throws(PurseRefusal) -> [LeaseSpend] {
        guard let tender = sale.machine.points, let points = tender.points,
            let member = sale.machine.basket.member
        else { return [] }
        let pool = LeasePool.points(member)
        let held = min(points, purse.spendable(of: pool, at: pocket.moment, on: day))
        if held < points, mayRisk(sale) {
            let rest = points - held
            let worth = tender.amount.share(of: Points(rest), in: Points(points))
            if let risk = purse.risk(rest, of: pool, taking: worth, at: pocket.moment) {
                return try purse.spend(held, of: pool, at: pocket.moment, on: day).get() + [risk]
            }
        }
        return try purse.spend(points, of: pool, at: pocket.moment, on: day).get()
    }

    /// Takes what a card has paid; when points or codes beside it cannot be spent any more, the
    /// customer keeps them, and has the rest still to pay: the card was charged whatever else is
    /// true.
    mutating func settle(
        charged tender: Tender,
        in sale: inout NamedSale,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        let before = sale
        let decision = settle(.tender(tender), in: &sale, nil, reading, name)
        guard case .refused(let refusal) = decision.answer, let reason = refusal.lapse else {
            return decision
        }
        sale = before
        var left: [(fact: Fact, operation: OperationID)] = []
        if case .code = refusal {
            left = leaveCodes(in: &sale, name)
        } else {
            _ = sale.machine.handle(.keepPoints)
        }
        var next = settle(.tender(tender), in: &sale, nil, reading, name)
        next.facts.insert(contentsOf: left, at: 0)
        guard case .done = next.answer else { return next }
        let codes = before.machine.basket.codes.keys
        let fallen = FallenPromise(
            charged: tender.amount,
            points: Points(before.machine.promised?.points ?? 0),
            lines: codes.filter { sale.machine.basket.codes[$0] == nil }.sorted(),
            reason: reason
        )
        sale.fallen = fallen
        next.answer = .fell(fallen, outstanding: sale.machine.outstanding)
        return next
    }
}
