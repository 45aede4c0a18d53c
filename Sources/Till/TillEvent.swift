public import HAL
internal import Journal
public import Loyalty
public import Records
public import Retail

/// What reaches a till: from the cashier's hands, the devices, or a file that is replayed.
public enum TillEvent: Hashable, Sendable {
    /// The store opens its books for a day.
    case openDay(BusinessDay)
    /// The store closes its books for the day: a Z report.
    ///
    /// - Parameters:
    ///   - counted: What lies in the drawer beyond its float; nil when nobody counted.
    ///   - unsent: How many records wait for the hub.
    case closeDay(counted: Money? = nil, unsent: Int64 = 0)
    /// An item with its amounts as given.
    case ring(LineItem)
    /// The customer brought the coupon with this id, or with this code.
    case coupon(String)
    /// The line at this position is taken back.
    case voidLine(Int)
    /// A member is known.
    case identify(MemberID)
    /// The cashier asks for the money. A sale taken over from another system brings its name.
    case total(reference: String? = nil)
    /// The customer hands something over; with a card of kind `card`, the terminal is asked first.
    case tender(Tender, reference: String? = nil)
    /// The customer hands over exactly what is due, if anything is.
    case tenderExact(Tender.Kind, reference: String? = nil)
    /// The member pays with so many points: as many as can be when it is nil, none at zero.
    case payWithPoints(Points?)
    /// The basket is parked.
    case suspend
    /// The basket parked last is taken up again.
    case resume
    /// The sale is given up.
    case void
    /// Goods of a paid sale come back, as the journal knows it.
    case giveBack(SaleReturns, ReturnMachine.Event, GoodsReturn.Grounds)
    /// The customer at the terminal is not to pay there after all.
    case cancelCard
    /// A person has looked into the terminal's own journal for a payment that is parked.
    case resolveCard(wasCharged: Bool)
    /// A person has settled this much with a customer whose card an alarm tells of.
    case seeTo(Money)
    /// The terminal's answer to a payment that this till has just asked for.
    case cardAnswered(PaymentName, PaymentStanding)
    /// How a payment stands that was in doubt, when the terminal was asked back.
    case cardLookedUp(PaymentName, PaymentStanding)
    /// The payments that a person has to settle with their customers, as the journal has them.
    case alarmsFound([PaymentAlarm])
}

/// What the till says about one event.
public enum TillAnswer: Hashable, Sendable {
    /// It happened, and is durable.
    case done
    /// The sale is paid and durable: give this change.
    case completed(CompletedReceipt)
    /// The day is closed, with this report.
    case closed(DayClose)
    /// The customer is asked to pay this much at the terminal; the till hears of it later.
    case charging(Money)
    /// The member's points pay a part as soon as the rest is paid.
    case promised(PromisedPoints)
    /// A card has paid its part; what was to pay beside it is not spent, and still to be paid.
    case fell(FallenPromise, outstanding: Money)
    /// The sale is given up, and what was paid of it goes back.
    case givingBack(GivenBack)
    /// Goods are taken back, and durably so: give the customer this.
    case returned(ReturnedGoods)
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
    /// The basket does not take the coupon.
    case coupon(CouponRefusal)
    /// The basket does not take the coupon's code.
    case code(CodeRefusal)
    /// Points do not pay.
    case points(PointsRefusal)
    /// It would not go into one record.
    case room(RoomRefusal)
    /// No business day is open.
    case noDayOpen
    /// A day cannot be opened while a sale is open, or before the one that is.
    case dayCannotOpen
    /// The day that the clock shows cannot be.
    case clockIsWrong(BusinessDay)
    /// Another basket lies on the counter.
    case counterIsTaken
    /// No basket is parked.
    case nothingParked
    /// No payment terminal belongs to this till.
    case noTerminal
    /// Nobody stands at the terminal, or nothing there waits for a person's word.
    case nothingAtTerminal
    /// Only the terminal's own journal tells whether the customer paid.
    case cardIsParked
    /// No sale waits for this payment.
    case nobodyWaits
    /// No alarm tells of this amount, or the terminal is being asked to give it back.
    case noSuchAlarm
    /// Nobody said why goods come back and who takes them, or at too great length.
    case groundsAreMissing
    /// A quantity of goods is none of their line.
    case notAQuantity
    /// The goods cannot come back.
    case goods(SaleReturns.Refusal)
    /// No sale of this till has the receipt that goods are brought with.
    case receiptIsElsewhere(ReceiptNumber)
    /// The receipt is that of a return.
    case receiptIsOfReturn(ReceiptNumber)
    /// What stands on the receipt is not kept on this till any more.
    case receiptIsForgotten(ReceiptNumber)
    /// It could not be made durable; nothing has changed.
    case storage(String)
}

extension TillRefusal: CustomStringConvertible {
    /// What the cashier reads.
    public var description: String {
        switch self {
        case .sale(let refusal): refusal.sentence
        case .coupon(let refusal): refusal.description
        case .code(let refusal): refusal.description
        case .points(let refusal): refusal.description
        case .room(let refusal): refusal.description
        case .noDayOpen: "No business day is open. Open the day first."
        case .dayCannotOpen: "Finish or park the sale, then open a later day than the last."
        case .clockIsWrong(let day):
            "The clock shows \(day). Set it with timedatectl, or have a technician do it."
        case .counterIsTaken: "A basket lies on the counter. Finish or park it first."
        case .nothingParked: "No basket is parked."
        case .noTerminal: "This till has no payment terminal. Take cash."
        case .nothingAtTerminal: "Nothing is under way at the terminal."
        case .cardIsParked:
            "Look into the terminal's own journal: CDY if the card was charged, CDN if not."
        case .nobodyWaits: "No sale waits for this payment."
        case .noSuchAlarm:
            "No card alarm tells of this amount. Type what the alarm says, before CDA."
        case .groundsAreMissing:
            "Say why it comes back and who takes it: in at most \(GoodsReturn.Grounds.limit) bytes "
                + "each, and with no card's number."
        case .notAQuantity: "Give pieces as 2, and what was weighed or measured as 0.415."
        case .goods(let refusal): refusal.description
        case .receiptIsElsewhere(let receipt):
            "This till has no sale with receipt \(receipt.number) of \(receipt.day). Goods come "
                + "back where they were sold: store and till stand before the receipt's number."
        case .receiptIsOfReturn(let receipt):
            "Receipt \(receipt.number) of \(receipt.day) is of a return. Take the one of the sale."
        case .receiptIsForgotten(let receipt):
            "Receipt \(receipt.number) of \(receipt.day) is too old for this till, which keeps the "
                + "last \(TillJournal.keptDays) days. Ask the office."
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
        case .partlyPaid: "Part of it is paid. Finish the sale, or void it."
        case .isCharging: "Nobody knows yet whether the card was charged. Wait, or cancel with CDX."
        case .isSuspended: "The basket is parked. Take it up first."
        case .isOver: "This sale is over."
        case .notAnAmount: "The amount has to be above zero."
        case .onlyCashGivesChange: "Only cash gives change. Take at most what is due."
        }
    }
}
