internal import HAL
internal import Loyalty
internal import Records
internal import Retail

/// How a till takes cards: a sale waits for its payment on the counter while the customer stands at
/// the terminal, and parked as soon as nobody knows whether the customer paid.
///
///     tender by card ──▶ atTerminal ──approved──▶ a tender, perhaps the end of the sale
///                          │   ▲  └──declined──▶ the customer pays otherwise
///           not known,     ▼   │ asked again
///           or a power cut: inDoubt, parked ──cash, void──▶ given up: a late approval is reversed
///
/// Asking is no fact of a sale: the payment's own records say what the terminal may have done.
extension TillMachine {
    /// The payments that wait for word of the terminal.
    var awaited: [PaymentName] {
        (parked + [current].compactMap(\.self)).filter(\.isAwaiting).map(\.payment)
    }

    /// Whether the terminal is to be asked about a sale.
    var isInDoubt: Bool {
        (parked + [current].compactMap(\.self)).contains { sale in
            if case .inDoubt = sale.card { true } else { false }
        }
    }

    /// The customer hands something over.
    mutating func pay(
        _ tender: Tender,
        _ reference: String?,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard tender.kind != .card else { return charge(tender.amount) }
        guard tender.kind != .points else {
            return payWithPoints(Points(tender.points ?? 0), reading, name)
        }
        return otherwise(name) { till in
            till.settle(.tender(tender), reference, reading, name)
        }
    }

    mutating func void(_ reading: ClockReading, _ name: () -> OperationID) -> Decision {
        otherwise(name) { till in till.giveUp(reading, name) }
    }

    /// The sale is given up: cash goes back by hand, and what a card has paid by the terminal.
    private mutating func giveUp(
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        let paid = isCounterTaken ? current?.machine.tenders ?? [] : []
        var decision = basket(.void, reading, name)
        guard let sale = current, !decision.facts.isEmpty, !paid.isEmpty else { return decision }
        for (place, tender) in paid.enumerated() where tender.kind == .card {
            let payment = PaymentName(sale: sale.id, tender: place)
            decision.facts.append((.payment(.givenUp(operation: "\(payment)")), name()))
        }
        decision.answer = .givingBack(GivenBack(paid))
        decision.card = .reconcile
        return decision
    }

    mutating func suspend(_ reading: ClockReading, _ name: () -> OperationID) -> Decision {
        guard let sale = current, sale.isAwaiting else { return basket(.suspend, reading, name) }
        parked.append(sale)
        current = nil
        return Decision(answer: .done)
    }

    mutating func cancelCard() -> Decision {
        guard let sale = current, sale.card == .atTerminal else {
            return .refuse(.nothingAtTerminal)
        }
        return Decision(answer: .done, card: .cancel(sale.payment))
    }

    mutating func resolveCard(_ wasCharged: Bool) -> Decision {
        guard let sale = current, case .parked = sale.card,
            case .charging(_, let amount) = sale.machine.phase
        else { return .refuse(.nothingAtTerminal) }
        return Decision(
            answer: .done,
            card: .resolve(sale.payment, amount, wasCharged: wasCharged)
        )
    }

    /// Has the customer pay at the terminal; the same key pressed twice is one payment.
    private mutating func charge(_ amount: Money) -> Decision {
        guard takesCards else { return .refuse(.noTerminal) }
        guard isCounterTaken, var sale = current else { return .refuse(.sale(.nothingRung)) }
        switch sale.card {
        case .parked: return .refuse(.cardIsParked)
        case .inDoubt, .atTerminal: break
        case nil:
            if let refusal = sale.refusal(ofCard: amount, within: room) { return .refuse(refusal) }
            if case .refuse(let refusal) = sale.machine.handle(.charge(amount)) {
                return .refuse(.sale(refusal))
            }
        }
        guard case .charging(_, let asked) = sale.machine.phase else {
            return .refuse(.sale(.notYet))
        }
        let isUnderWay = sale.card == .atTerminal
        sale.card = .atTerminal
        current = sale
        return Decision(
            answer: .charging(asked),
            card: isUnderWay ? nil : .charge(sale.payment, asked)
        )
    }

    /// Does what ends the wait for a card, together with giving the card up, or not at all.
    private mutating func otherwise(
        _ name: () -> OperationID,
        _ event: (inout TillMachine) -> Decision
    ) -> Decision {
        guard var sale = current, sale.isAwaiting else { return event(&self) }
        let before = self
        let givenUp = PaymentFact.givenUp(operation: "\(sale.payment)")
        sale.card = nil
        _ = sale.machine.handle(.notCharged)
        current = sale
        var decision = event(&self)
        guard !decision.facts.isEmpty else {
            self = before
            return decision
        }
        decision.facts.insert((.payment(givenUp), name()), at: 0)
        decision.card = .reconcile
        return decision
    }

    /// Takes what the terminal or a person said about a payment.
    ///
    /// While the customer stands at the terminal only its answer counts, not what it said when it
    /// was asked back before.
    mutating func hear(
        _ standing: PaymentStanding,
        of payment: PaymentName,
        isAnswer: Bool,
        _ reading: ClockReading,
        _ name: () -> OperationID
    ) -> Decision {
        guard var sale = sale(waitingFor: payment) else { return .refuse(.nobodyWaits) }
        let isOnCounter = current?.id == sale.id
        guard isAnswer || sale.card != .atTerminal else { return Decision(answer: .done) }
        var decision = Decision(answer: .done)
        switch standing {
        case .settled(.approved(let slip)):
            sale.card = nil
            decision = settle(charged: Tender(slip), in: &sale, reading, name)
            if case .refused = decision.answer { return decision }
        case .settled(.declined):
            sale.card = nil
            _ = sale.machine.handle(.notCharged)
        case .settled(.parked(let detail)): sale.card = .parked(detail)
        case .inDoubt(let detail): sale.card = .inDoubt(detail)
        }
        put(sale, back: isOnCounter)
        return decision
    }

    /// The sale that waits for `payment`, wherever it lies.
    private func sale(waitingFor payment: PaymentName) -> NamedSale? {
        (parked + [current].compactMap(\.self)).first { $0.card != nil && $0.payment == payment }
    }

    /// Lays a sale where it belongs now: in doubt it is parked, over it is gone from there.
    private mutating func put(_ sale: NamedSale, back isOnCounter: Bool) {
        if isOnCounter {
            current = sale.isAwaiting ? nil : sale
            if sale.isAwaiting { parked.append(sale) }
        } else if let index = parked.firstIndex(where: { $0.id == sale.id }) {
            if case .completed = sale.machine.phase {
                parked.remove(at: index)
            } else {
                parked[index] = sale
            }
        }
    }
}

extension TillMachine.NamedSale {
    /// Whether nobody knows if its customer paid, and nobody stands at the terminal either.
    var isAwaiting: Bool {
        switch card {
        case .inDoubt, .parked: true
        case .atTerminal, nil: false
        }
    }

    /// Waits for a payment that an earlier life of the till began.
    mutating func wait(for entry: PaymentEntry) {
        // A payment proves that the total was asked for.
        _ = machine.handle(.total)
        _ = machine.handle(.charge(Money(minorUnits: entry.intent.amount.minorUnits)))
        card = .inDoubt("the till was started again")
        if case .parked(let detail) = entry.settlement { card = .parked(detail) }
    }
}

extension Tender {
    /// What a terminal took from a card.
    init(_ slip: PaymentSlip) {
        self.init(
            .card,
            Money(minorUnits: slip.amount.minorUnits),
            card: CardSlip(
                terminal: slip.mark.terminal,
                transaction: slip.mark.transaction,
                slip: slip.mark.slip,
                lastFour: slip.card?.lastFour,
                approvalCode: slip.approvalCode
            )
        )
    }
}
