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
    /// The reversals that the terminal has refused since the start; a person has to know of them.
    private var refused: Set<String> = []
    private var hasSignedOn = false

    init(_ terminal: CardTerminal, log: any PaymentIntentLog, journal: TillJournal) {
        self.terminal = terminal
        self.log = log
        self.journal = journal
        desk = PaymentDesk(
            terminal: terminal.terminal,
            log: log,
            patience: terminal.answerTime
        )
    }

    /// Has a customer pay, or says how that payment stands already.
    func pay(_ amount: Money, for payment: PaymentName) async -> PaymentStanding {
        let asked = PaymentAmount(minorUnits: amount.minorUnits, currency: terminal.currency)
        guard let asked else {
            return .settled(.declined(PaymentRefusal(.notStarted, "no terminal takes \(amount)")))
        }
        return await desk.pay(asked, operation: "\(payment)", by: .now + terminal.customerTime)
    }

    /// Asks the terminal to give up; what came of it is the answer of the payment under way.
    func cancel() async throws(DeviceError) {
        try await desk.cancel(by: .now + terminal.answerTime)
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

    /// Gives customers back what was charged and is not wanted; says what went wrong, by payment.
    func giveBack() async throws(StorageError) -> [(operation: String, detail: String)] {
        var faults: [(operation: String, detail: String)] = []
        for entry in try await journal.paymentsToReverse() {
            let operation = entry.intent.operation
            guard case .approved(let slip) = entry.settlement, !refused.contains(operation),
                let payment = PaymentName(operation)
            else { continue }
            let standing = await desk.reverse(
                slip,
                operation: payment.reversal,
                by: .now + terminal.customerTime
            )
            guard let detail = Self.detail(standing) else { continue }
            if case .settled = standing { refused.insert(operation) }
            faults.append((operation, detail))
        }
        return faults
    }

    /// Whether something is left that the terminal may tell or do later.
    func isAtRest() async throws -> Bool {
        guard try await log.openIntents().isEmpty else { return false }
        return try await journal.paymentsToReverse().allSatisfy {
            refused.contains($0.intent.operation)
        }
    }

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

    /// What is wrong with a reversal that stands like this; nil when the customer has the money.
    private static func detail(_ standing: PaymentStanding) -> String? {
        switch standing {
        case .settled(.approved): nil
        case .settled(.declined(let refusal)): refusal.detail
        case .settled(.parked(let detail)), .inDoubt(let detail): detail
        }
    }
}
