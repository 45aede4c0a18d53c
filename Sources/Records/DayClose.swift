public import Retail

/// The close of a day at a till: a Z report, stated once and never changed.
///
/// It covers every sale and return since the close before, so each stands in exactly one, whatever
/// calendar day it is on: what is paid after a close, a card in doubt that turns out to be charged
/// among it, comes into the next. It needs nothing but the till's own journal: no hub, printer or
/// terminal can leave it half done.
public struct DayClose: Hashable, Sendable {
    /// What the close leaves to whoever opens.
    public struct Left: Hashable, Sendable {
        /// Baskets that are parked.
        public let parked: Int64
        /// Sales of which nobody knows whether the card was charged.
        public let inDoubt: Int64
        /// Records that the hub had not acknowledged, this one not among them.
        public let unsent: Int64

        /// So many baskets, payments and records.
        public init(parked: Int64 = 0, inDoubt: Int64 = 0, unsent: Int64 = 0) {
            self.parked = parked
            self.inDoubt = inDoubt
            self.unsent = unsent
        }
    }

    /// Counts from 1 on every box, without a gap.
    public let number: Int64
    /// The business day that is closed.
    public let day: BusinessDay
    /// The last receipt of the till on that day; 0 before its first.
    public let lastReceipt: Int32
    /// Where the till stands.
    public let place: Place
    /// When it was closed.
    public let at: SaleTime
    /// What sales since the close before have brought.
    public let takings: Takings
    /// What lay in the drawer beyond its float, counted before the report was seen; nil when nobody
    /// counted.
    public let countedCash: Money?
    /// What is left open.
    public let left: Left

    /// A close with these facts.
    public init(
        number: Int64,
        day: BusinessDay,
        lastReceipt: Int32,
        place: Place,
        at: SaleTime,
        takings: Takings,
        countedCash: Money?,
        left: Left
    ) {
        self.number = number
        self.day = day
        self.lastReceipt = lastReceipt
        self.place = place
        self.at = at
        self.takings = takings
        self.countedCash = countedCash
        self.left = left
    }

    /// How much more cash there is than was taken, negative when some is missing; nil when nobody
    /// counted.
    public var cashDifference: Money? {
        countedCash.map { $0 - takings.tenders[.cash] }
    }
}
