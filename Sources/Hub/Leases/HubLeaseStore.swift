public import Loyalty
public import Records
public import Retail

/// What a store keeps of a device's leases.
public struct DeviceLeases: Hashable, Sendable {
    /// From when on they count, and whether a restored hub waits for it.
    public var standing: LeaseDevice
    /// Those that are not over, in order of name.
    public var leases: [LeaseEntry]
    /// The device's records that cannot be read yet: each may have spent something.
    public var unread: [JournalKey]

    /// A device of these facts.
    public init(standing: LeaseDevice, leases: [LeaseEntry] = [], unread: [JournalKey] = []) {
        self.standing = standing
        self.leases = leases
        self.unread = unread
    }
}

/// What a member earned on one day under one version of a programme.
public struct LeaseEarning: Hashable, Sendable {
    /// By these rules.
    public let programme: ProgrammeVersion
    /// The day of earning.
    public let day: BusinessDay
    /// How many points.
    public let points: Points

    /// An earning of these facts.
    public init(programme: ProgrammeVersion, day: BusinessDay, points: Points) {
        self.programme = programme
        self.day = day
        self.points = points
    }
}

/// Something that a sale spent beyond its lease.
public struct ExcessEntry: Hashable, Sendable {
    /// The record that states the sale.
    public let key: JournalKey
    /// Which of the sale's excesses, from 0 on.
    public let part: Int
    /// What was spent.
    public let excess: LeaseExcess

    /// Excess `part` of the sale that `key` states.
    public init(key: JournalKey, part: Int, excess: LeaseExcess) {
        self.key = key
        self.part = part
        self.excess = excess
    }
}

/// What can be asked of a store about leases.
///
/// A pool has a ledger from the moment when somebody first wants a lease of it. Until then nobody
/// can have spent of it, and what a member has follows from the postings alone; so a shop that
/// leases nothing keeps nothing.
public protocol HubLeaseReading {
    /// What is kept of a device, in one question; of one that is not known, that nothing is.
    func deviceLeases(_ device: DeviceID) throws -> DeviceLeases
    /// The leases of these names, over or not, in order of name.
    func leases(named names: [LeaseID]) throws -> [LeaseEntry]
    /// The leases after a name, over or not, at most `limit`, in order of name.
    func leases(after name: LeaseID?, limit: Int) throws -> [LeaseEntry]
    /// The ledgers of those of `pools` that have one: the balances, in the order of `summed`.
    func ledgers(of pools: [LeasePool]) throws -> [LeasePool: [LeaseLine]]
    /// The pools that have a ledger after one, at most `limit`, in the order of their notation as
    /// it is stored.
    func pools(after pool: LeasePool?, limit: Int) throws -> [LeasePool]
    /// What is known of every device besides its leases, in order of number.
    func leaseDevices() throws -> [LeaseDevice]
    /// The first `limit` devices that a restored hub waits for, in order of number.
    func awaitedDevices(limit: Int) throws -> [LeaseDevice]
    /// Every record that cannot be read yet, in order.
    func unreadRecords() throws -> [JournalKey]
    /// What was spent beyond leases, in order of record.
    func excesses() throws -> [ExcessEntry]
    /// What a member has earned, ever.
    func earnings(of member: MemberID) throws -> [LeaseEarning]
}

/// What can be changed of leases inside a transaction.
public protocol HubLeaseWriting: HubLeaseReading {
    /// Waits until no other commit has claimed `subject`, and keeps others from claiming it until
    /// this one ends; any number of commits may share it.
    func share(_ subject: HubSubject) throws
    /// Waits for the ledgers of `pools`, which are in the order of their notation, and keeps them
    /// until this commit ends; so a commit claims pools once.
    ///
    /// - Returns: Those that have a ledger.
    func claim(_ pools: [LeasePool]) throws -> [LeasePool]
    /// Posts lines, and keeps leases and devices in the place of those known.
    func put(_ changes: LeaseChanges) throws
    /// Keeps a record that cannot be read yet.
    ///
    /// - Returns: Whether it is new.
    func hold(_ record: JournalKey) throws -> Bool
    /// Forgets a record that has been read, or that a person has seen to.
    ///
    /// - Returns: Whether it was held.
    func release(_ record: JournalKey) throws -> Bool
    /// Keeps what was spent beyond leases.
    func put(_ excesses: [ExcessEntry]) throws
}
