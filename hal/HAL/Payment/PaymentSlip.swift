/// Which of a terminal's transactions one is, in the terminal's own numbers.
public struct TransactionMark: Hashable, Sendable {
    /// The terminal's identifier, eight digits with its bank.
    public let terminal: String?

    /// The terminal's running number of transactions: UnifiedPOS's TransactionNumber, ZVT's trace.
    public let transaction: Int?

    /// The number on the customer's slip: UnifiedPOS's SlipNumber.
    public let slip: Int?

    /// A mark made of what the terminal told.
    public init(terminal: String? = nil, transaction: Int? = nil, slip: Int? = nil) {
        self.terminal = terminal
        self.transaction = transaction
        self.slip = slip
    }

    /// What stands for a terminal that did not tell.
    public static let untold = TransactionMark()

    /// Whether the terminal told which transaction it was.
    public var isTold: Bool { transaction != nil }

    /// Whether this transaction came right after `other` on the same terminal.
    public func follows(_ other: TransactionMark) -> Bool {
        steps(from: other) == 1 || (other.transaction == 999_999 && steps(from: other) == 2)
    }

    /// Whether this transaction came after `other` on the same terminal.
    public func comesAfter(_ other: TransactionMark) -> Bool {
        steps(from: other).map { (1..<500_000).contains($0) } ?? false
    }

    /// The running number has six digits and begins again at 0, on some terminals at 1.
    private func steps(from other: TransactionMark) -> Int? {
        guard let transaction, let before = other.transaction, terminal == other.terminal else {
            return nil
        }
        return (transaction - before + 1_000_000) % 1_000_000
    }
}

/// A payment that a terminal approved: what a receipt and a reversal need, and no more of the card.
public struct PaymentSlip: Hashable, Sendable {
    /// What was charged: UnifiedPOS's SettledAmount.
    public let amount: PaymentAmount

    /// Which transaction it was.
    public let mark: TransactionMark

    /// The card, but for its last four digits unknown.
    public let card: MaskedCard?

    /// The bank's word: UnifiedPOS's ApprovalCode.
    public let approvalCode: String?

    /// The terminal's own date as `MMDD`.
    public let date: String?

    /// The terminal's own time as `HHMMSS`.
    public let time: String?

    /// A slip made of what the terminal told.
    public init(
        amount: PaymentAmount,
        mark: TransactionMark,
        card: MaskedCard? = nil,
        approvalCode: String? = nil,
        date: String? = nil,
        time: String? = nil
    ) {
        self.amount = amount
        self.mark = mark
        self.card = card
        self.approvalCode = approvalCode
        self.date = date
        self.time = time
    }
}
