/// An amount as a payment terminal takes it: minor units, and the currency's ISO 4217 number.
public struct PaymentAmount: Hashable, Sendable {
    /// Cents, fen: at least one, at most twelve digits.
    public let minorUnits: Int64

    /// The currency's number in ISO 4217: 978 is the euro, 156 the yuan.
    public let currency: Int

    /// An amount that a terminal can be asked for, or nothing.
    public init?(minorUnits: Int64, currency: Int) {
        let isPossible = (1...999_999_999_999).contains(minorUnits) && (1...999).contains(currency)
        guard isPossible else { return nil }
        self.minorUnits = minorUnits
        self.currency = currency
    }
}

extension PaymentAmount: CustomStringConvertible {
    public var description: String { "\(minorUnits) minor units of currency \(currency)" }
}
