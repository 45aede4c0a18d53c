/// What books and a receipt keep of a card payment: enough to find it in the terminal's own journal
/// and at the bank, and no more of the card than its last four digits.
public struct CardSlip: Hashable, Sendable {
    /// The terminal's identifier.
    public let terminal: String?
    /// The terminal's running number of transactions.
    public let transaction: Int?
    /// The number on the terminal's own slip.
    public let slip: Int?
    /// The last four digits of the card.
    public let lastFour: String?
    /// The bank's word.
    public let approvalCode: String?

    /// A slip of these facts; whatever is no four digits is not kept as such.
    public init(
        terminal: String? = nil,
        transaction: Int? = nil,
        slip: Int? = nil,
        lastFour: String? = nil,
        approvalCode: String? = nil
    ) {
        self.terminal = terminal
        self.transaction = transaction
        self.slip = slip
        self.lastFour = lastFour.flatMap { digits in
            let isEnd = digits.utf8.count == 4 && digits.utf8.allSatisfy { 0x30...0x39 ~= $0 }
            return isEnd ? digits : nil
        }
        self.approvalCode = approvalCode
    }
}
