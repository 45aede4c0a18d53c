public import HAL

/// The payment terminal of a till, and what the till has to know of it.
public struct CardTerminal: Sendable {
    /// The terminal; no other till uses it.
    public let terminal: any PaymentTerminal
    /// The currency that it is registered with, by its ISO 4217 number.
    public let currency: Int
    /// How long a customer may take to pay.
    public let customerTime: Duration
    /// How long the terminal may take to answer what needs no customer.
    public let answerTime: Duration
    /// When a reversal that it has refused is asked for again.
    public let reversalPace: ReversalPace

    /// A terminal with these facts.
    public init(
        _ terminal: any PaymentTerminal,
        currency: Int,
        customerTime: Duration = .seconds(120),
        answerTime: Duration = .seconds(10),
        reversalPace: ReversalPace = ReversalPace()
    ) {
        self.terminal = terminal
        self.currency = currency
        self.customerTime = customerTime
        self.answerTime = answerTime
        self.reversalPace = reversalPace
    }
}
