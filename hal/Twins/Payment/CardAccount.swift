/// What a payment terminal twin has taken from customers, and what it would print.
public struct CardAccount: Equatable, Sendable {
    /// Money taken from one customer once.
    public struct Charge: Equatable, Sendable {
        /// Minor units.
        public let amount: Int64
        /// ISO 4217's number.
        public let currency: Int
        /// The terminal's running number.
        public let trace: Int
        /// The number on the slip.
        public let receipt: Int
        /// Whether the customer has it back.
        public internal(set) var isReversed = false
    }

    /// Every charge since the twin was made, reversed or not.
    public internal(set) var charges: [Charge] = []
    private(set) var trace: Int
    private(set) var receipt: Int

    /// An account whose terminal has counted up to `trace`.
    init(trace: Int, receipt: Int) {
        self.trace = trace
        self.receipt = receipt
    }

    /// What customers have paid and not got back.
    public var total: Int64 {
        charges.filter { !$0.isReversed }.reduce(0) { $0 + $1.amount }
    }

    /// How often customers have paid `amount` and not got it back.
    public func count(of amount: Int64) -> Int {
        charges.count { $0.amount == amount && !$0.isReversed }
    }

    mutating func charge(_ amount: Int64, in currency: Int) -> Charge {
        countUp()
        receipt = receipt % 9_999 + 1
        let charge = Charge(amount: amount, currency: currency, trace: trace, receipt: receipt)
        charges.append(charge)
        return charge
    }

    /// A transaction that took nothing.
    mutating func countUp() {
        trace = trace % 999_999 + 1
    }

    /// Gives a charge back; nothing when there is none, or it was given back before.
    mutating func reverse(receipt: Int) -> Charge? {
        let index = charges.lastIndex { $0.receipt == receipt && !$0.isReversed }
        guard let index else { return nil }
        charges[index].isReversed = true
        return charges[index]
    }
}
