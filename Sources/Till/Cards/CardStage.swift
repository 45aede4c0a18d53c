public import Records
public import Retail

/// How far the card payment of a sale has come, as long as nobody knows its end.
public enum CardStage: Hashable, Sendable {
    /// The customer is asked to pay.
    case atTerminal
    /// The terminal does not say whether the customer paid; it is asked again.
    case inDoubt(String)
    /// The terminal cannot tell any more: a person has to look into its own journal.
    case parked(String)
}

/// What is to be done at the terminal, once what an event states is durable.
public enum CardEffect: Hashable, Sendable {
    /// Have the customer pay this much, or learn how that payment stands.
    case charge(PaymentName, Money)
    /// Have the terminal give up this payment, or do not ask it.
    case cancel(PaymentName)
    /// See what became of payments that nobody wants any more, and have them given back.
    case reconcile
    /// Write down what a person found out.
    case resolve(PaymentName, Money, wasCharged: Bool)
}
