/// What came of asking a terminal for money; not to know is an outcome, not an error.
public enum PaymentOutcome: Hashable, Sendable {
    /// The customer was charged.
    case approved(PaymentSlip)

    /// The customer was not charged.
    case declined(PaymentRefusal)

    /// The terminal had given the money back before, and did nothing now: only a reversal's.
    case alreadyReversed(String)

    /// The customer may have been charged: ask for the last result before anything else.
    case unknown(String)
}

/// Why a customer was not charged.
public struct PaymentRefusal: Hashable, Sendable {
    /// What the cashier can do about it.
    public enum Kind: String, Sendable, CaseIterable {
        /// Someone pressed the stop key, or nobody came: try again when the customer likes.
        case cancelled
        /// The card or its bank said no: take another card.
        case card
        /// The terminal said no: do as it says.
        case terminal
        /// Nothing was sent to the terminal: try again.
        case notStarted
        /// It was sent, and the terminal has no such transaction: try again.
        case notPerformed
    }

    /// What the cashier can do about it.
    public let kind: Kind

    /// What the log keeps.
    public let detail: String

    /// A refusal of one kind.
    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }
}

/// What a terminal says when asked for the last transaction that it carried out.
public enum LastResult: Hashable, Sendable {
    /// It charged a customer.
    case approved(PaymentSlip)

    /// It tried, and did not charge.
    case declined(TransactionMark, PaymentRefusal)

    /// It did something else: a reversal, the end of a day.
    case other(TransactionMark)

    /// It does not say: it has done nothing yet, or does not know the question.
    case untold

    /// Which transaction it was.
    public var mark: TransactionMark {
        switch self {
        case .approved(let slip): slip.mark
        case .declined(let mark, _), .other(let mark): mark
        case .untold: .untold
        }
    }
}
