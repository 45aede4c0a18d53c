/// One means of payment of a sale, and how much the customer handed over in it.
public struct Tender: Hashable, Sendable {
    /// The kinds that a till takes.
    public enum Kind: String, Sendable, CaseIterable {
        /// Notes and coins; the only kind that gives change.
        case cash
        /// A card taken on a terminal that the till does not drive: the cashier confirms it.
        case externalCard = "external-card"
        /// A wallet code paid outside the till.
        case externalWallet = "external-wallet"
        /// A card taken on the till's own terminal: the terminal has said that the customer paid.
        case card
        /// The member's points; the till spends them with the sale that they pay for.
        case points
    }

    /// What was handed over.
    public let kind: Kind
    /// How much of it, above zero.
    public let amount: Money
    /// What the till's own terminal told of a card.
    public let card: CardSlip?
    /// How many points are worth the amount; nil of any other kind.
    public let points: Int64?

    /// A tender of `amount` in `kind`.
    public init(_ kind: Kind, _ amount: Money, card: CardSlip? = nil, points: Int64? = nil) {
        self.kind = kind
        self.amount = amount
        self.card = card
        self.points = points
    }
}
