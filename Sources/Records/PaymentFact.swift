public import HAL

/// What a till states about its payment terminal: every word of a payment, in the order in which
/// it was true.
///
/// An intent is on the disk before the terminal hears of it, so whoever reads the chain knows of
/// every payment that can have happened. No card is in it but for its last four digits.
public enum PaymentFact: Hashable, Sendable {
    /// The terminal is about to be asked.
    case intended(PaymentIntent)
    /// How attempt `attempt` of `operation` ended; a later word about it replaces an earlier one.
    case settled(operation: String, attempt: Int, PaymentSettlement)
    /// The customer pays otherwise or has left: what the terminal charges all the same for
    /// `operation` is given back.
    case givenUp(operation: String)
    /// A person has settled with the customer what was given up for `operation`: the terminal is
    /// not asked for that money any more.
    case seenTo(operation: String)
}

/// The name of one card payment, as the payment log knows it: the sale, and which of its tenders it
/// is to be.
///
/// However often the cashier asks for it, before a power cut or after, it is the same payment.
public struct PaymentName: Hashable, Sendable {
    /// The sale that is paid.
    public let sale: OperationID
    /// Its place among the sale's tenders, from 0.
    public let tender: Int

    /// The payment that is to be tender `tender` of `sale`.
    public init(sale: OperationID, tender: Int) {
        self.sale = sale
        self.tender = tender
    }

    /// The name that `operation` spells; nil for the operation of something else.
    public init?(_ operation: String) {
        let parts = operation.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let sale = OperationID(String(parts[0])),
            let tender = Int(parts[1]), tender >= 0, operation == "\(sale)/\(tender)"
        else { return nil }
        self.init(sale: sale, tender: tender)
    }

    /// The operation under which the money is given back.
    public var reversal: String { "\(self)/reversal" }
}

extension PaymentName: CustomStringConvertible {
    /// The operation: `0190163d-8694-739b-aea5-966c26f8ad91/0`.
    public var description: String { "\(sale)/\(tender)" }
}
