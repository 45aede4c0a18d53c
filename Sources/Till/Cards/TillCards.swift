internal import HAL
internal import Journal
internal import Logging
internal import Records
internal import Retail

/// What a till does about cards, beside the sale path: the counter takes the next scan meanwhile.
extension Till {
    /// Carries out what an event asked for, once its facts are durable.
    func carryOut(_ effect: CardEffect) {
        guard let cards else { return }
        switch effect {
        case .charge(let payment, let amount):
            unwanted.remove(payment)
            inTurn {
                let standing = await cards.pay(amount, for: payment) {
                    await self.isUnwanted(payment)
                }
                await self.hear(standing, of: payment)
            }
        case .cancel(let payment):
            // It overtakes the payment that it is meant for.
            unwanted.insert(payment)
            let log = parts.log
            Task {
                do throws(DeviceError) {
                    try await cards.cancel(payment) { await self.isUnwanted(payment) }
                } catch {
                    log.warning("the payment terminal was not asked to give up: \(error)")
                }
            }
        case .resolve(let payment, let amount, let wasCharged):
            inTurn { await self.resolve(payment, amount, wasCharged, cards) }
        case .reconcile:
            cardDoubts.ring()
        }
    }

    private func isUnwanted(_ payment: PaymentName) -> Bool { unwanted.contains(payment) }

    /// Asks the terminal back about every payment that is not settled, and gives back what nobody
    /// wants any more.
    ///
    /// It returns whether nothing is left to ask; whatever is left is asked by the next call.
    @discardableResult
    public func reconcileCards() async -> Bool {
        guard let cards else { return true }
        let pass = Task { [cardWork] in
            await cardWork?.value
            return await self.askBack(cards)
        }
        cardWork = Task { _ = await pass.value }
        return await pass.value
    }

    /// Reconciles at once and after every doubt, for as long as the task lives.
    ///
    /// - Parameter pause: How long after a question that was not answered the next one follows.
    public func followTerminal(pause: Duration = .seconds(5)) async {
        for await _ in cardDoubts.listen() {
            while await !reconcileCards(), !Task.isCancelled {
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// Returns when nothing is under way at the terminal.
    public func settleCards() async {
        while let work = cardWork {
            await work.value
            if cardWork == work { cardWork = nil }
        }
    }

    /// Takes up the payments whose end the journal knows already: their sales wait for nothing.
    func takeUpPayments() async {
        for sale in resumed.openSales {
            guard let entry = sale.payment, let settlement = entry.settlement,
                let payment = PaymentName(entry.intent.operation)
            else { continue }
            _ = await perform(.cardLookedUp(payment, .settled(settlement)))
        }
    }

    /// One errand at a time: what one finds out is taken down before the next one begins.
    private func inTurn(_ errand: @escaping @Sendable () async -> Void) {
        cardWork = Task { [cardWork] in
            await cardWork?.value
            await errand()
        }
    }

    private func hear(_ standing: PaymentStanding, of payment: PaymentName) async {
        cardNotice = standing.sentence
        unwanted.remove(payment)
        var answer = await perform(.cardAnswered(payment, standing))
        if case .refused(let refusal) = answer {
            parts.log.error("the payment \(payment) (\(standing)) was not taken down: \(refusal)")
            // The log has it; it is looked up as soon as the journal writes again.
            answer = await perform(.cardAnswered(payment, .inDoubt(refusal.description)))
            cardDoubts.ring()
        }
        switch standing {
        case .inDoubt: cardDoubts.ring()
        // The terminal is at work: it may give back now what it refused before.
        case .settled(.approved) where !machine.alarms.isEmpty: cardDoubts.ring()
        case .settled: break
        }
        parts.changed()
    }

    private func resolve(
        _ payment: PaymentName,
        _ amount: Money,
        _ wasCharged: Bool,
        _ cards: CardPayments
    ) async {
        do throws(PaymentLogError) {
            await hear(
                try await cards.resolve(payment, amount, wasCharged: wasCharged),
                of: payment
            )
        } catch {
            parts.log.error("what a person found of \(payment) was not kept: \(error.detail)")
        }
    }

    private func askBack(_ cards: CardPayments) async -> Bool {
        do {
            for (payment, standing) in try await cards.askBack(machine.awaited) {
                let before = machine.awaited.count
                _ = await perform(.cardLookedUp(payment, standing))
                if machine.awaited.count != before { cardNotice = standing.sentence }
            }
            try await giveBack(cards)
            parts.changed()
            return try await cards.isAtRest() && !machine.isInDoubt
        } catch {
            parts.log.error("payments are not reconciled: \(error)")
            return false
        }
    }

    /// Gives back what is due, and has a person see to the rest.
    ///
    /// What the terminal is asked for is no alarm meanwhile, so that nobody gives it back as well.
    private func giveBack(_ cards: CardPayments) async throws {
        let due = try await cards.reversalsDue()
        if !due.isEmpty {
            let asked = Set(due.map(\.intent.operation))
            let others = machine.alarms.filter { !asked.contains($0.operation) }
            _ = await perform(.alarmsFound(others))
            for (operation, detail) in try await cards.giveBack(due) {
                parts.log.critical(
                    "\(operation) was charged and is not given back: \(detail). Do it by hand."
                )
            }
        }
        let alarms = try await parts.journal.paymentAlarms().compactMap(PaymentAlarm.init)
        if alarms != machine.alarms { _ = await perform(.alarmsFound(alarms)) }
        remind(in: try await cards.pauseBeforeReversal())
    }

    /// Has the terminal asked again when the next reversal is due.
    private func remind(in pause: Duration?) {
        cardReminder?.cancel()
        guard let pause, pause > .zero else { return }
        cardReminder = Task { [cardDoubts] in
            try? await Task.sleep(for: pause)
            if !Task.isCancelled { cardDoubts.ring() }
        }
    }
}

extension PaymentStanding {
    /// What the cashier reads.
    var sentence: String {
        switch self {
        case .settled(.approved): "The card is charged."
        case .settled(.declined(let refusal)): refusal.kind.sentence
        case .settled(.parked):
            "Only the terminal's own journal tells whether the card was charged. Sale parked."
        case .inDoubt: "The terminal does not say whether the card was charged. Sale parked."
        }
    }
}

extension PaymentRefusal.Kind {
    fileprivate var sentence: String {
        switch self {
        case .cancelled: "The payment was cancelled. Nothing is charged."
        case .card: "The card was refused. Take another one, or cash."
        case .terminal: "The terminal refused. See what it shows, or take cash."
        case .notStarted: "The terminal was not asked. Try again, or take cash."
        case .notPerformed: "The card is not charged. Try again, or take cash."
        }
    }
}
