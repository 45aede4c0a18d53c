/// A lease as a hub's store keeps it: for ever, and with its words as long as it is not over.
public struct LeaseEntry: Hashable, Sendable {
    /// How far a lease has come.
    public enum State: Int, Hashable, Sendable {
        /// It may be spent.
        case open = 0
        /// There is evidence of its end, and its chain has records that cannot be read yet.
        case ending = 1
        /// It has ended, whatever comes late.
        case over = 2
    }

    /// Its name.
    public let id: LeaseID
    /// Who may spend it, or who has given it back.
    public let holder: LeaseHolder
    /// The lease; nil once it is over, and for one that the books never knew.
    public let lease: Lease?
    /// How far it has come.
    public let state: State

    /// The entry of `lease`.
    public init(_ lease: Lease, _ state: State) {
        self.init(id: lease.id, holder: lease.holder, lease: lease, state: state)
    }

    /// An entry of these facts.
    public init(id: LeaseID, holder: LeaseHolder, lease: Lease?, state: State) {
        self.id = id
        self.holder = holder
        self.lease = state == .over ? nil : lease
        self.state = state
    }
}

/// What a hub's books keep of one device besides its leases.
public struct LeaseDevice: Hashable, Sendable {
    /// What has to come from it before a restored hub grants anything again.
    public enum Awaited: Hashable, Sendable {
        /// A hello that is no message from the past.
        case hello
        /// The records up to this one.
        case records(epoch: UInt32, sequence: UInt64)
    }

    /// Its number.
    public let device: UInt32
    /// The epoch from which on its leases count: those before it have ended.
    public var begun: UInt32
    /// What the hub waits for; nil when it knows what the device holds.
    public var awaited: Awaited?

    /// Device `device`, of which nothing is known but this.
    public init(device: UInt32, begun: UInt32 = 0, awaited: Awaited? = nil) {
        self.device = device
        self.begun = begun
        self.awaited = awaited
    }
}
