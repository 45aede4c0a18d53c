internal import DurableSQLite
internal import HAL
internal import Journal
internal import Records
internal import Retail

/// What a till does at its payment terminal; each call is one errand, and `Till` sends one at a
/// time.
actor CardPayments {
    private let terminal: CardTerminal
    private let desk: PaymentDesk
    private let log: any PaymentIntentLog
    private let journal: TillJournal
    private let clock: any TillClock
    private var reversals: ReversalSchedule
    private var hasSignedOn = false

    init(
        _ terminal: CardTerminal,
        log: any PaymentIntentLog,
        journal: TillJournal,
        clock: any TillClock
    ) {
        self.terminal = terminal
        self.log = log
        self.journal = journal
        self.clock = clock
        reversals = ReversalSchedule(terminal.reversalPace)
        desk = PaymentDesk(
            terminal: terminal.terminal,
            log: log,
            patience: terminal.answerTime
        )
    }

    /// Has a customer pay, or says how that payment stands already.
    ///
    /// A terminal that takes money may give some back as well: what it refused is due again.
    func pay(
        _ amount: Money,
        for payment: PaymentName,
        unless isUnwanted: @escaping @Sendable () async -> Bool
    ) async -> PaymentStanding {
        let asked = PaymentAmount(minorUnits: amount.minorUnits, currency: terminal.currency)
        guard let asked else {
            return .settled(.declined(PaymentRefusal(.notStarted, "no terminal takes \(amount)")))
        }
        let standing = await desk.pay(
            asked,
            operation: "\(payment)",
            by: .now + terminal.customerTime,
            unless: isUnwanted
        )
        if case .settled(.approved) = standing { reversals.hasten() }
        return standing
    }

    /// Has the terminal give `payment` up; what came of it is the answer of the payment under way.
    ///
    /// A terminal does not acknowledge that it has heard, so it is told each second while the
    /// payment is there and still unwanted.
    func cancel(
        _ payment: PaymentName,
        while isUnwanted: @Sendable () async -> Bool
    ) async throws(DeviceError) {
        while await isUnwanted(), !Task.isCancelled {
            let end: Deadline = .now + terminal.answerTime
            guard try await desk.cancel("\(payment)", by: end) else { return }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Writes down what a person found out, and says how the payment stands then.
    func resolve(
        _ payment: PaymentName,
        _ amount: Money,
        wasCharged: Bool
    ) async throws(PaymentLogError) -> PaymentStanding {
        let amount = PaymentAmount(minorUnits: amount.minorUnits, currency: terminal.currency)
        guard let amount else { return .inDoubt("the till asked for no such amount") }
        let found: PaymentSettlement =
            wasCharged
            ? .approved(PaymentSlip(amount: amount, mark: .untold))
            : .declined(PaymentRefusal(.notPerformed, "a person found no such payment"))
        _ = try await desk.resolve("\(payment)", as: found)
        return try await standing(of: payment, [:])
    }

    /// Signs on, once, and asks the terminal back about every payment that is not settled.
    func askBack(
        _ awaited: [PaymentName]
    ) async throws(PaymentLogError) -> [(payment: PaymentName, standing: PaymentStanding)] {
        var open: [String: PaymentStanding] = [:]
        let isSettled = try await log.openIntents().isEmpty
        if !hasSignedOn || !isSettled {
            open = try await desk.resume(by: .now + terminal.answerTime)
            hasSignedOn = true
        }
        var standings: [(payment: PaymentName, standing: PaymentStanding)] = []
        for payment in awaited {
            standings.append((payment, try await standing(of: payment, open)))
        }
        return standings
    }

    /// The payments that are to be given back now.
    ///
    /// There are none while a payment is in doubt: the terminal begins nothing new then.
    func reversalsDue() async throws -> [PaymentEntry] {
        guard try await log.openIntents().isEmpty else { return [] }
        let now = now
        return try await journal.paymentsToReverse().filter {
            reversals.pause(until: $0.intent.operation, at: now) == .zero
        }
    }

    /// Gives customers back what is `due`; says what went wrong, by payment.
    ///
    /// What a person has seen to meanwhile is left alone.
    func giveBack(
        _ due: [PaymentEntry]
    ) async throws(StorageError) -> [(operation: String, detail: String)] {
        let wanted = Set(try await journal.paymentsToReverse().map(\.intent.operation))
        var faults: [(operation: String, detail: String)] = []
        for entry in due where wanted.contains(entry.intent.operation) {
            if let detail = await giveBack(entry) {
                faults.append((entry.intent.operation, detail))
            }
        }
        return faults
    }

    /// How long until the terminal is asked again for what it refused; nil when nothing is left.
    func pauseBeforeReversal() async throws(StorageError) -> Duration? {
        let now = now
        return try await journal.paymentsToReverse().map {
            reversals.pause(until: $0.intent.operation, at: now)
        }.min()
    }

    /// Whether nothing is left that the terminal may tell or do now.
    func isAtRest() async throws -> Bool {
        guard try await log.openIntents().isEmpty else { return false }
        return try await reversalsDue().isEmpty
    }

    /// Gives one payment back, or says what went wrong.
    private func giveBack(_ entry: PaymentEntry) async -> String? {
        guard case .approved(let slip) = entry.settlement,
            let payment = PaymentName(entry.intent.operation)
        else { return nil }
        let standing = await desk.reverse(
            slip,
            operation: payment.reversal,
            by: .now + terminal.customerTime
        )
        switch standing {
        case .settled(.approved):
            reversals.forget(entry.intent.operation)
            return nil
        case .settled(.declined(let refusal)):
            reversals.refuse(entry.intent.operation, at: now)
            return refusal.detail
        case .settled(.parked(let detail)), .inDoubt(let detail):
            return detail
        }
    }

    private var now: Duration { .nanoseconds(clock.read().monotonicNanoseconds) }

    private func standing(
        of payment: PaymentName,
        _ open: [String: PaymentStanding]
    ) async throws(PaymentLogError) -> PaymentStanding {
        guard let entry = try await log.latest(of: "\(payment)") else {
            // The till was about to ask; nothing was written, so nothing was sent.
            return .settled(.declined(PaymentRefusal(.notStarted, "it was never begun")))
        }
        return entry.settlement.map(PaymentStanding.settled)
            ?? open[entry.intent.operation] ?? .inDoubt("the terminal does not answer")
    }
}
