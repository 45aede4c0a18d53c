package import HAL

extension ZVTDialogue.Ending {
    /// Whether the terminal says, in answer to a reversal, that `slip` was reversed before.
    ///
    /// PA00P015 has result code B4h for it, in the refusal, in the abort and in the
    /// Status-Information before either. It is evidence as long as nothing beside it speaks of
    /// something else: another result, another slip, another amount, another terminal. The
    /// command named the slip by its number, which is all that most terminals answer for.
    package func wasReversedBefore(_ slip: PaymentSlip) -> Bool {
        switch self {
        case .refused(let code):
            return code == ZVTResult.alreadyReversed
        case .aborted(let code, let status):
            let codes = [code, status?.resultCode].compactMap { $0 }
            return !codes.isEmpty && codes.allSatisfy { $0 == ZVTResult.alreadyReversed }
                && status?.speaks(of: slip) != false
        case .completed(let status):
            guard let status, status.resultCode == ZVTResult.alreadyReversed else { return false }
            return status.speaks(of: slip)
        }
    }
}

extension StatusInformation {
    /// Whether nothing that it tells belongs to another payment than the one on `slip`.
    ///
    /// A terminal tells the payment's own trace or the reversal's, so traces are not compared.
    func speaks(of slip: PaymentSlip) -> Bool {
        func agree<Value: Equatable>(_ told: Value?, _ known: Value?) -> Bool {
            guard let told, let known else { return true }
            return told == known
        }
        return agree(receipt, slip.mark.slip) && agree(terminal, slip.mark.terminal)
            && agree(minorUnits, slip.amount.minorUnits) && agree(currency, slip.amount.currency)
    }
}
