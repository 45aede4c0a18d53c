public import Retail

/// What a till states about itself and its trade: one case for each kind of record.
///
/// Facts are what happened, never what should follow: whoever reads a chain from its start, the
/// till after a power cut or the hub after a year, comes to the same sales, points and receipt
/// numbers.
public enum Fact: Hashable, Sendable {
    /// The box started.
    case boot(Boot)
    /// A business day was opened.
    case dayOpened(BusinessDay)
    /// A business day was closed, with all that it brought.
    case dayClosed(DayClose)
    /// Something happened in a sale that is not yet paid.
    case basket(BasketFact)
    /// A sale was paid.
    case saleCompleted(CompletedSale)
    /// Goods of a paid sale came back.
    case goodsReturned(GoodsReturn)
    /// Something happened, or may happen, at the payment terminal.
    case payment(PaymentFact)
    /// The till holds a lease, or holds it no more.
    case lease(LeaseFact)
}

/// The start of a till: the first record of every run, so that two clones of one box diverge at
/// once.
public struct Boot: Hashable, Sendable {
    /// Random for every start, in hexadecimal.
    public let nonce: String
    /// The program's version.
    public let version: String
    /// Whether the run before ended by itself, and not by a power cut or a kill.
    public let wasShutDownCleanly: Bool
    /// Where the till stands.
    public let place: Place

    /// A start with these facts.
    public init(nonce: String, version: String, wasShutDownCleanly: Bool, place: Place) {
        self.nonce = nonce
        self.version = version
        self.wasShutDownCleanly = wasShutDownCleanly
        self.place = place
    }
}

/// One event of a sale that is not over, so that a basket survives a power cut.
public struct BasketFact: Hashable, Sendable {
    /// The sale, named at its first event.
    public let sale: OperationID
    /// What happened; never `total`, which a cashier simply repeats.
    public let event: SaleMachine.Event

    /// `event`, in the sale `sale`.
    public init(sale: OperationID, event: SaleMachine.Event) {
        self.sale = sale
        self.event = event
    }
}
