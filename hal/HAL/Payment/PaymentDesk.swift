/// What the till calls for a card payment: a terminal, a log, and the machine between them.
///
/// A customer is never charged twice for one operation: while an attempt is not settled no other
/// one begins, and a settled operation is answered from the log. So `pay` may be called as often
/// as anybody likes, by an anxious cashier as well as by a till that has lost its power.
public actor PaymentDesk {
    private let terminal: any PaymentTerminal
    private let log: any PaymentIntentLog
    private let patience: Duration
    /// Attempts that the log holds open and this life of the till knows more about.
    private var machines: [PaymentIntent: PaymentMachine] = [:]
    /// The operation for which the terminal moves money now.
    private var atTerminal: String?
    private var isTaken = false
    private var queue: [CheckedContinuation<Void, Never>] = []

    /// A desk at `terminal`; `patience` is how long after a payment's deadline it may still ask.
    public init(
        terminal: any PaymentTerminal,
        log: any PaymentIntentLog,
        patience: Duration = .seconds(30)
    ) {
        self.terminal = terminal
        self.log = log
        self.patience = patience
    }

    /// Charges `amount` for `operation`, or says how that operation's payment stands already.
    ///
    /// `declined` may be tried again by the same call; `inDoubt` too, and then the terminal is
    /// asked first; `parked` waits for `resolve`.
    ///
    /// - Parameter isUnwanted: Asked when nothing has left yet: whether the customer does not pay
    ///   here after all. Whoever changes the answer to true calls `cancel` next, for a terminal
    ///   that has heard already.
    public func pay(
        _ amount: PaymentAmount,
        operation: String,
        by deadline: Deadline,
        unless isUnwanted: @escaping @Sendable () async -> Bool = { false }
    ) async -> PaymentStanding {
        await perform(.charge, amount, operation, by: deadline, unless: isUnwanted)
    }

    /// Gives back what `slip` charged, under an operation of its own, or says how that stands.
    ///
    /// It is written down, sent once and asked back like a payment, so a customer does not get the
    /// same money back twice either.
    public func reverse(
        _ slip: PaymentSlip,
        operation: String,
        by deadline: Deadline
    ) async -> PaymentStanding {
        await perform(.reversal(of: slip), slip.amount, operation, by: deadline)
    }

    private func perform(
        _ purpose: PaymentIntent.Purpose,
        _ amount: PaymentAmount,
        _ operation: String,
        by deadline: Deadline,
        unless isUnwanted: @escaping @Sendable () async -> Bool = { false }
    ) async -> PaymentStanding {
        await takeTurn()
        defer { giveTurnBack() }
        do throws(PaymentLogError) {
            let open = try await reconcile(by: deadline)
            if let standing = open[operation] { return standing }
            let entry = try await log.latest(of: operation)
            if let settlement = entry?.settlement, !settlement.mayTryAgain {
                return .settled(settlement)
            }
            guard open.isEmpty else { return notStarted("an earlier payment is still in doubt") }
            return await begin(
                purpose,
                amount,
                for: operation,
                after: entry,
                by: deadline,
                unless: isUnwanted
            )
        } catch {
            // Nothing was sent now, but an earlier attempt may have been.
            return .inDoubt("the payment log: \(error.detail)")
        }
    }

    /// Signs on at the terminal and settles what an earlier life of the till left open.
    ///
    /// It returns what is still open, by operation: nothing, when all is well.
    public func resume(
        by deadline: Deadline
    ) async throws(PaymentLogError) -> [String: PaymentStanding] {
        await takeTurn()
        defer { giveTurnBack() }
        // A terminal that cannot be reached now is found out by the questions that follow.
        try? await terminal.register(by: deadline)
        return try await reconcile(by: deadline)
    }

    /// Writes down what a person found out about a parked payment; false when it was not parked.
    public func resolve(
        _ operation: String,
        as settlement: PaymentSettlement
    ) async throws(PaymentLogError) -> Bool {
        await takeTurn()
        defer { giveTurnBack() }
        let entry = try await log.latest(of: operation)
        guard let entry, case .parked = entry.settlement else { return false }
        try await log.settle(entry.intent, as: settlement)
        return true
    }

    /// Asks the terminal to give up the payment for `operation`; `pay` then says what came of it.
    ///
    /// A terminal that is only being asked something is left alone: an answer that is given up
    /// would leave the next payment without its mark. It returns whether the payment was at the
    /// terminal; a word of this kind may be lost, so it is said again while that is so.
    public func cancel(_ operation: String, by deadline: Deadline) async throws(DeviceError) -> Bool
    {
        guard atTerminal == operation else { return false }
        try await terminal.abort(by: deadline)
        return true
    }

    /// Begins a new attempt; the log holds no open one.
    private func begin(
        _ purpose: PaymentIntent.Purpose,
        _ amount: PaymentAmount,
        for operation: String,
        after earlier: PaymentEntry?,
        by deadline: Deadline,
        unless isUnwanted: @escaping @Sendable () async -> Bool
    ) async -> PaymentStanding {
        let mark: TransactionMark
        do throws(DeviceError) {
            mark = try await terminal.lastResult(by: deadline).mark
        } catch {
            return notStarted("the terminal: \(error)")
        }
        let intent = PaymentIntent(
            purpose,
            operation: operation,
            attempt: (earlier?.intent.attempt ?? 0) + 1,
            amount: amount,
            mark: mark
        )
        return await drive(
            PaymentMachine(),
            .intend(intent),
            of: intent,
            by: deadline,
            unless: isUnwanted
        )
    }

    /// Settles every open attempt that can be settled now, and returns how the others stand.
    private func reconcile(
        by deadline: Deadline
    ) async throws(PaymentLogError) -> [String: PaymentStanding] {
        let open = try await log.openIntents()
        guard open.count <= 1 else {
            // One at a time is this desk's rule, so another hand has been in the log.
            for intent in open {
                try await log.settle(intent, as: .parked("not the only one open"))
            }
            return [:]
        }
        var standings: [String: PaymentStanding] = [:]
        for intent in open {
            let machine = machines[intent]
            let event: PaymentMachine.Event = machine == nil ? .find(intent) : .resume
            let standing = await drive(machine ?? PaymentMachine(), event, of: intent, by: deadline)
            if machines[intent] != nil { standings[intent.operation] = standing }
        }
        return standings
    }

    /// Does what the machine says until it reports.
    private func drive(
        _ start: PaymentMachine,
        _ first: PaymentMachine.Event,
        of intent: PaymentIntent,
        by deadline: Deadline,
        unless isUnwanted: @escaping @Sendable () async -> Bool = { false }
    ) async -> PaymentStanding {
        let hands = PaymentHands(terminal: terminal, log: log)
        var machine = start
        var action = machine.handle(first)
        while true {
            switch action {
            case .put(let intent):
                action = machine.handle(await hands.put(intent))
            case .settle(let intent, let settlement):
                action = machine.handle(await hands.settle(intent, as: settlement))
            case .authorize(let intent):
                // Said first, then asked: whoever cancels is heard by one or the other.
                atTerminal = intent.operation
                let event = await hands.authorize(intent, by: deadline, unless: isUnwanted)
                atTerminal = nil
                action = machine.handle(event)
            case .askForLastResult:
                action = machine.handle(await hands.ask(by: deadline + patience))
            case .report(let standing):
                remember(machine, of: intent)
                return standing
            case .refuse:
                remember(machine, of: intent)
                return missing
            }
        }
    }

    /// Keeps a machine while the log holds its attempt open.
    private func remember(_ machine: PaymentMachine, of intent: PaymentIntent) {
        switch machine.state {
        case .idle, .settled: machines[intent] = nil
        case .intended, .sent, .inDoubt, .decided: machines[intent] = machine
        }
    }

    private var missing: PaymentStanding { .inDoubt("the payment's state is not known") }

    private func notStarted(_ detail: String) -> PaymentStanding {
        .settled(.declined(PaymentRefusal(.notStarted, detail)))
    }
}

extension PaymentDesk {
    /// One caller at a time, first come first served: a call waits at the terminal for minutes.
    private func takeTurn() async {
        if !isTaken {
            isTaken = true
            return
        }
        await withCheckedContinuation { queue.append($0) }
    }

    private func giveTurnBack() {
        if queue.isEmpty {
            isTaken = false
        } else {
            queue.removeFirst().resume()
        }
    }
}
