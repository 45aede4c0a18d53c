/// One attempt to charge a customer or to give the money back, as it is written down before the
/// terminal hears of it.
///
/// `mark` is the terminal's last transaction at that moment. Nobody but this till starts payments
/// there, so what directly follows the mark is this attempt, and if nothing follows it, this
/// attempt was never performed.
public struct PaymentIntent: Hashable, Sendable {
    /// What a terminal is asked for.
    public enum Purpose: Hashable, Sendable {
        /// A customer is charged: UnifiedPOS's authorizeSales.
        case charge
        /// A customer gets back what this slip charged: UnifiedPOS's authorizeVoid.
        case reversal(of: PaymentSlip)
    }

    /// What the terminal is asked for.
    public let purpose: Purpose

    /// The sale's operation that is paid; the till's own name for it, not read here.
    public let operation: String

    /// Which attempt of that operation it is, from 1.
    public let attempt: Int

    /// What is to be charged or given back.
    public let amount: PaymentAmount

    /// The last transaction of the terminal before this one.
    public let mark: TransactionMark

    /// An attempt to charge, or to give back.
    public init(
        _ purpose: Purpose = .charge,
        operation: String,
        attempt: Int,
        amount: PaymentAmount,
        mark: TransactionMark
    ) {
        self.purpose = purpose
        self.operation = operation
        self.attempt = attempt
        self.amount = amount
        self.mark = mark
    }
}

/// How an attempt ended; written down once, and but for `parked` for good.
public enum PaymentSettlement: Hashable, Sendable {
    /// The terminal did it: the customer was charged, or has the money back.
    case approved(PaymentSlip)

    /// The terminal did not do it.
    case declined(PaymentRefusal)

    /// Nobody but a person with the terminal's own journal can tell.
    case parked(String)

    /// Whether the same operation may be tried again: it has certainly not been done.
    public var mayTryAgain: Bool {
        switch self {
        case .declined: true
        case .approved, .parked: false
        }
    }
}

/// How a payment stands.
public enum PaymentStanding: Hashable, Sendable {
    /// It has ended.
    case settled(PaymentSettlement)

    /// Not known now; the terminal is asked again by the next `pay` or `resume`.
    case inDoubt(String)
}

extension PaymentIntent {
    /// How this attempt ended, by what the terminal says it did last.
    ///
    /// Only the transaction that directly follows the mark can be this one. Two steps further on
    /// somebody else has used the terminal, and a guess would be with a customer's money.
    public func settlement(from last: LastResult) -> PaymentSettlement {
        guard mark.isTold else { return .parked("the terminal told no last payment before it") }
        guard last.mark.isTold else { return .parked("the terminal tells no last payment") }
        if last.mark == mark {
            return .declined(PaymentRefusal(.notPerformed, "the terminal did nothing since"))
        }
        guard last.mark.follows(mark) else {
            return .parked("the terminal's last transaction does not follow the one before it")
        }
        switch (purpose, last) {
        case (_, .declined(_, let refusal)):
            return .declined(refusal)
        case (.charge, .approved(let slip)) where slip.amount == amount:
            return .approved(slip)
        case (.reversal, .other(let mark)):
            return .approved(PaymentSlip(amount: amount, mark: mark))
        case (_, .approved(let slip)):
            return .parked("the terminal charged \(slip.amount)")
        case (.charge, .other), (_, .untold):
            return .parked("the terminal's last transaction was no payment")
        }
    }

    /// Whether the approval that answered this attempt is not one of an earlier attempt, come late.
    ///
    /// Here it need only come after the mark: a declined card may use up a running number.
    public func isApproved(by slip: PaymentSlip) -> Bool {
        slip.amount == amount && (!mark.isTold || slip.mark.comesAfter(mark))
    }
}
