public import HAL
public import Retail

/// A payment that only a person can settle with the customer: nobody wants it any more, and the
/// till could not see to it that the customer has the money.
public struct PaymentAlarm: Hashable, Sendable {
    /// What the person has to find out first.
    public enum Kind: Hashable, Sendable {
        /// The card may have been charged; the terminal's own journal tells.
        case mayBeCharged
        /// The card was charged, and the terminal has not given it back.
        case isNotGivenBack(PaymentSlip)
    }

    /// The payment, as the payment log knows it.
    public let operation: String
    /// What is to be settled.
    public let amount: Money
    /// What the person has to find out first.
    public let kind: Kind

    /// The alarm that a given-up payment is; nil when its end is not known, or takes no money.
    public init?(_ entry: PaymentEntry) {
        switch entry.settlement {
        case .approved(let slip): kind = .isNotGivenBack(slip)
        case .parked: kind = .mayBeCharged
        case .declined, nil: return nil
        }
        operation = entry.intent.operation
        amount = Money(minorUnits: entry.intent.amount.minorUnits)
    }
}

extension PaymentAlarm: CustomStringConvertible {
    /// What the cashier reads, with the line that says it is done.
    public var description: String {
        let done = "then enter \(amount.minorUnits)CDA."
        switch kind {
        case .mayBeCharged:
            return "A card may have been charged \(amount) for nothing. Look into the terminal's "
                + "own journal, settle it with the customer, \(done)"
        case .isNotGivenBack(let slip):
            let number = slip.mark.slip.map { " on slip \($0)" } ?? ""
            return "A card was charged \(amount)\(number) and has not got it back. Give it back by "
                + "hand, \(done)"
        }
    }
}
