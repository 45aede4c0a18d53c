/// What the till says about itself over its loopback page: a mirror of `GET /v1/status`.
///
/// Everything may be absent, so that a till and a bench of different versions still understand
/// each other. Amounts are in minor units.
public struct TillStatus: Codable, Equatable, Sendable {
    /// One line of the sale that is open, or of the last one.
    public struct Line: Codable, Equatable, Sendable {
        public var name: String?
        public var quantity: String?
        public var amount: Int64?
        public var isVoided: Bool?

        /// A line of these facts.
        public init(
            name: String? = nil,
            quantity: String? = nil,
            amount: Int64? = nil,
            isVoided: Bool? = nil
        ) {
            self.name = name
            self.quantity = quantity
            self.amount = amount
            self.isVoided = isVoided
        }
    }

    /// The journal after the hub's last acknowledgement, and what the hub set aside.
    public struct Queue: Codable, Equatable, Sendable {
        public var journalled: Int64?
        public var acknowledged: Int64?
        public var waiting: Int64?
        public var setAside: Int64?

        /// A queue of these depths.
        public init(
            journalled: Int64? = nil,
            acknowledged: Int64? = nil,
            waiting: Int64? = nil,
            setAside: Int64? = nil
        ) {
            self.journalled = journalled
            self.acknowledged = acknowledged
            self.waiting = waiting
            self.setAside = setAside
        }
    }

    /// The payment terminal.
    public struct Card: Codable, Equatable, Sendable {
        public var stage: String?
        public var message: String?
        public var waiting: Int?
        public var alarms: Int?
        public var alarm: String?

        /// A terminal that stands like this.
        public init(stage: String? = nil, alarms: Int? = nil) {
            self.stage = stage
            self.alarms = alarms
        }
    }

    /// The member's points as a tender.
    public struct Redeeming: Codable, Equatable, Sendable {
        public var spendable: Int64?
        public var points: Int64?
        public var worth: Int64?

        /// Points that stand like this.
        public init(spendable: Int64? = nil, points: Int64? = nil, worth: Int64? = nil) {
            self.spendable = spendable
            self.points = points
            self.worth = worth
        }
    }

    /// The close of the day, as far as it has come.
    public struct Closing: Codable, Equatable, Sendable {
        public var last: Int64?
        public var sales: Int64?
        public var returns: Int64?

        /// A day that stands like this.
        public init(last: Int64? = nil, sales: Int64? = nil, returns: Int64? = nil) {
            self.last = last
            self.sales = sales
            self.returns = returns
        }
    }

    public var store: Int?
    public var till: Int?
    public var day: String?
    public var isReady: Bool?
    public var phase: String?
    public var lines: [Line]?
    public var due: Int64?
    public var outstanding: Int64?
    public var change: Int64?
    public var member: String?
    public var pointsBefore: Int64?
    public var pointsEarned: Int64?
    public var redeeming: Redeeming?
    public var queue: Queue?
    public var link: String?
    public var printer: String?
    public var card: Card?
    public var printsWaiting: Int?
    public var receiptsPrinted: Int?
    public var lastReceipt: Int?
    public var parked: Int?
    public var sales: Int?
    public var closing: Closing?
    public var clockNote: String?
    public var saleNote: String?

    /// A till that has said nothing yet.
    public init() {}
}

extension TillStatus {
    /// The lines that are not voided.
    public var standingLines: [Line] { (lines ?? []).filter { $0.isVoided != true } }

    /// Whether a sale is open at the till.
    public var isSelling: Bool { phase == "ringing" || phase == "tendering" }

    /// Records that the hub has not acknowledged.
    public var waiting: Int64 { queue?.waiting ?? 0 }

    /// Whether the hub answers.
    public var isConnected: Bool { link == "connected" }
}
