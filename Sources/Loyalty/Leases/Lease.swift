public import Retail

/// A part of a pool that one till may spend without asking anybody, until it expires.
///
/// The hub has set it aside, so however long the till is cut off, nobody else can spend it.
public struct Lease: Hashable, Sendable {
    /// Its name.
    public let id: LeaseID
    /// What it is a part of.
    public let pool: LeasePool
    /// Who may spend it.
    public let holder: LeaseHolder
    /// What it consists of.
    public let units: Holding
    /// The moment from which nothing of it is spent, in milliseconds since 1970: by the hub's clock
    /// as far as the till knows it, and by the hybrid clock in the till's own records.
    public let expires: Int64

    /// A lease of these facts.
    public init(
        id: LeaseID,
        pool: LeasePool,
        holder: LeaseHolder,
        units: Holding,
        expires: Int64
    ) {
        self.id = id
        self.pool = pool
        self.holder = holder
        self.units = units
        self.expires = expires
    }
}

/// What a sale has taken out of one lease.
public struct LeaseSpend: Hashable, Sendable {
    /// The lease.
    public let lease: LeaseID
    /// The pool that the units belong to: the lease's, or a member's when the lease is of `risk`.
    public let pool: LeasePool
    /// What was spent of that pool.
    public let units: Holding
    /// What of the shop's own money that takes out of the lease, which is of `risk` then; nil for
    /// what comes out of a lease of the pool itself.
    public let worth: Money?

    /// `units` of `pool`, taken out of `lease`, or for `worth` of the shop's money in it.
    public init(lease: LeaseID, pool: LeasePool, units: Holding, worth: Money? = nil) {
        self.lease = lease
        self.pool = pool
        self.units = units
        self.worth = worth
    }

    /// The pool that the lease is a part of.
    public var source: LeasePool { worth == nil ? pool : .risk }
    /// What the lease has less afterwards.
    public var taken: Holding {
        worth.map { Holding(LeaseBook.money, $0.minorUnits) } ?? units
    }
}

/// What a till would like to have leased.
public struct LeaseWish: Hashable, Sendable {
    /// The name that the lease shall have.
    public let id: LeaseID
    /// What it shall be a part of.
    public let pool: LeasePool
    /// How many units, above zero; the hub may grant fewer.
    public let amount: Int64
    /// The one unit that it has to be, such as a coupon's code; nil for any.
    public let only: LeaseUnit?

    /// A wish for `amount` of `pool`, to be named `id`.
    public init(id: LeaseID, pool: LeasePool, amount: Int64, only: LeaseUnit? = nil) {
        self.id = id
        self.pool = pool
        self.amount = amount
        self.only = only
    }
}

/// Why the hub grants no lease; nothing was set aside.
public enum LeaseRefusal: String, Error, Hashable, Sendable {
    /// The hub was restored, and has not yet heard from all devices what it had granted them.
    case frozen
    /// Nothing of the pool is available.
    case exhausted
    /// The device has as much leased as it may have.
    case capped
    /// The lease of this name has ended, or is another device's.
    case over
}
