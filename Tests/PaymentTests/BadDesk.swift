import HAL

/// A desk with one vice, to show that the books are checked.
struct BadDesk {
    /// What it does wrong.
    enum Vice: String, CaseIterable, Sendable {
        case retriesBlindly
        case takesSilenceForNo
        case takesSilenceForYes
        case writesAfterwards
        case trustsAnyLastResult
    }

    let vice: Vice
    let terminal: any PaymentTerminal
    let log: any PaymentIntentLog

    func pay(_ amount: PaymentAmount, operation: String, by deadline: Deadline) async throws {
        let intent = PaymentIntent(
            operation: operation,
            attempt: 1,
            amount: amount,
            mark: .untold
        )
        if vice != .writesAfterwards { try await log.put(intent) }
        var outcome = try await authorize(amount, by: deadline)
        for _ in 0..<2 where vice == .retriesBlindly && isUnknown(outcome) {
            outcome = try await authorize(amount, by: deadline + .seconds(1))
        }
        if vice == .writesAfterwards { try await log.put(intent) }
        try await log.settle(intent, as: await settlement(outcome, amount))
    }

    private func authorize(
        _ amount: PaymentAmount,
        by deadline: Deadline
    ) async throws -> PaymentOutcome {
        try await terminal.authorizeSales(amount, by: deadline)
    }

    private func isUnknown(_ outcome: PaymentOutcome) -> Bool {
        if case .unknown = outcome { return true }
        return false
    }

    private func settlement(
        _ outcome: PaymentOutcome,
        _ amount: PaymentAmount
    ) async -> PaymentSettlement {
        switch outcome {
        case .approved(let slip): return .approved(slip)
        case .declined(let refusal): return .declined(refusal)
        case .unknown(let detail) where vice == .takesSilenceForYes:
            return .approved(PaymentSlip(amount: amount, mark: TransactionMark(terminal: detail)))
        case .unknown(let detail) where vice == .trustsAnyLastResult:
            let last = try? await terminal.lastResult(by: .now + .seconds(1))
            guard case .approved(let slip) = last, slip.amount == amount else {
                return .declined(PaymentRefusal(.notPerformed, detail))
            }
            return .approved(slip)
        case .unknown(let detail), .alreadyReversed(let detail):
            return .declined(PaymentRefusal(.notPerformed, detail))
        }
    }
}
