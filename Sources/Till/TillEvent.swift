public import Retail

/// What reaches a till: from the cashier's hands, the devices, or a file that is replayed.
public enum TillEvent: Hashable, Sendable {
    /// The store opens its books for a day.
    case openDay(BusinessDay)
    /// An item with its amounts as given.
    case ring(LineItem)
    /// The line at this position is taken back.
    case voidLine(Int)
    /// A member is known.
    case identify(MemberID)
    /// The cashier asks for the money. A sale taken over from another system brings its name.
    case total(reference: String? = nil)
    /// The customer hands something over.
    case tender(Tender, reference: String? = nil)
    /// The customer hands over exactly what is due, if anything is.
    case tenderExact(Tender.Kind, reference: String? = nil)
    /// The basket is parked.
    case suspend
    /// The basket parked last is taken up again.
    case resume
    /// The sale is given up.
    case void
}

/// What the till says about one event.
public enum TillAnswer: Hashable, Sendable {
    /// It happened, and is durable.
    case done
    /// The sale is paid and durable: give this change.
    case completed(CompletedReceipt)
    /// It did not happen.
    case refused(TillRefusal)
}

/// What the counter needs of a sale that is over.
public struct CompletedReceipt: Hashable, Sendable {
    /// The number on the receipt.
    public let receipt: ReceiptNumber
    /// What the customer owed.
    public let due: Money
    /// What the customer gets back.
    public let change: Money
}

/// Why nothing happened.
public enum TillRefusal: Error, Hashable, Sendable {
    /// The sale does not allow it.
    case sale(SaleMachine.Refusal)
    /// No business day is open.
    case noDayOpen
    /// A day cannot be opened while a sale is open, or before the one that is.
    case dayCannotOpen
    /// Another basket lies on the counter.
    case counterIsTaken
    /// No basket is parked.
    case nothingParked
    /// It could not be made durable; nothing has changed.
    case storage(String)
}

extension TillRefusal: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        switch self {
        case .sale(let refusal): refusal.sentence
        case .noDayOpen: "No business day is open. Open the day first."
        case .dayCannotOpen: "Finish or park the sale, then open a later day than the last."
        case .counterIsTaken: "A basket lies on the counter. Finish or park it first."
        case .nothingParked: "No basket is parked."
        case .storage(let detail): detail
        }
    }
}

extension SaleMachine.Refusal {
    /// What the cashier reads.
    var sentence: String {
        switch self {
        case .nothingRung: "Nothing is rung."
        case .noSuchLine: "There is no such line, or it is voided already."
        case .notYet: "Ask for the total first."
        case .beingPaid: "The customer is paying. Take the money or void the sale."
        case .partlyPaid: "Part of it is paid. Finish the sale."
        case .isSuspended: "The basket is parked. Take it up first."
        case .isOver: "This sale is over."
        case .notAnAmount: "The amount has to be above zero."
        case .onlyCashGivesChange: "Only cash gives change. Take at most what is due."
        }
    }
}
