public import Journal
public import Logging
public import Loyalty
public import Retail
public import SyncProtocol

extension Till {
    /// What a till is made of.
    public struct Parts: Sendable {
        /// The journal; only this till writes it.
        public var journal: TillJournal
        /// The rules by which sales earn points.
        public var programme: Programme
        /// The coupons that the next basket takes.
        public var coupons: CouponBook
        /// The devices.
        public var devices: TillDevices
        /// Where the time comes from.
        public var clock: any TillClock
        /// The name over the receipt, unless the hub has decided about it.
        public var shopName: String
        /// What the hub had decided when the till was started.
        public var settings: ShopSettings
        /// How much it leases, and how long before a lease's end it stops spending.
        public var leases: LeaseTerms
        /// The program's version.
        public var version: String
        /// Where faults are told.
        public var log: Logger
        /// Called after each change, from any thread: the uplink and the pages look again.
        public var changed: @Sendable () -> Void

        /// A till of these parts.
        public init(
            journal: TillJournal,
            programme: Programme,
            coupons: CouponBook = CouponBook(),
            devices: TillDevices,
            clock: any TillClock,
            shopName: String,
            settings: ShopSettings = ShopSettings(),
            leases: LeaseTerms = LeaseTerms(),
            version: String,
            log: Logger,
            changed: @escaping @Sendable () -> Void = {}
        ) {
            self.journal = journal
            self.programme = programme
            self.coupons = coupons
            self.devices = devices
            self.clock = clock
            self.shopName = shopName
            self.settings = settings
            self.leases = leases
            self.version = version
            self.log = log
            self.changed = changed
        }
    }
}
