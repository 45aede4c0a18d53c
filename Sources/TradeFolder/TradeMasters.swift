public import Loyalty
public import Retail

/// One store, and how many tills it has.
public struct TradeStore: Hashable, Sendable {
    /// The store's number.
    public var store: Int32
    /// Its tills, counted from 1.
    public var tills: Int32

    /// A store of these facts.
    public init(store: Int32, tills: Int32, timeZone: String) {
        self.store = store
        self.tills = tills
        self.timeZone = timeZone
    }
    /// The zone of its clocks: `America/New_York`.
    public var timeZone: String
}

/// One member who has a card.
public struct TradeMember: Hashable, Sendable {
    /// The member's number.
    public var member: MemberID
    /// The barcode or stripe of the card (`card_ean13`).
    public var card: String

    /// A member of these facts.
    public init(member: MemberID, card: String, name: String? = nil, phone: String? = nil) {
        self.member = member
        self.card = card
        self.name = name
        self.phone = phone
    }
    /// What the cashier calls the member, where the file has names.
    public var name: String?
    /// The member's phone number as the file has it, where it has phone numbers.
    public var phone: String?
}

/// What one member bought and earned on one day before the first day of the sales.
public struct OpeningDay: Hashable, Sendable {
    /// Whose day it is.
    public var member: MemberID
    /// The local day.
    public var day: BusinessDay
    /// How many sales.
    public var sales: Int
    /// What the tills asked for, summed.
    public var due: Money

    /// A day of these sums.
    public init(member: MemberID, day: BusinessDay, sales: Int, due: Money, points: Points) {
        self.member = member
        self.day = day
        self.sales = sales
        self.due = due
        self.points = points
    }
    /// What the sales earned, by rule set R1.
    public var points: Points
}
