public import Records

/// What a device says when it meets the hub: who it is and how far its chain reaches.
///
/// `POST /v1/hello`, JSON. `signature` is empty: what signs a message stands around it.
public struct Hello: Hashable, Codable, Sendable {
    /// The number that the hub gave this device.
    public let device: DeviceID
    /// The last record that the device has.
    public let head: ChainHead
    /// The device's business, so that a hub can say which till is talking: store and till.
    public let store: Int32
    /// The till within the store.
    public let till: Int32
    /// The program's version.
    public let version: String
    /// The nonce of the device's last boot record.
    public let bootNonce: String
    /// The token that the hub gave at the last meeting.
    public let token: SyncToken
    /// What the hub asked the sender to repeat; nil when it asked for nothing.
    public let challenge: SyncToken?
    /// A digest over the leases that the device holds, in hexadecimal; empty when it has no purse.
    public let leasesDigest: String
    /// Empty.
    public let signature: String

    /// A greeting without a signature.
    public init(
        device: DeviceID,
        head: ChainHead,
        store: Int32,
        till: Int32,
        version: String,
        bootNonce: String,
        token: SyncToken = .none,
        challenge: SyncToken? = nil,
        leasesDigest: String = ""
    ) {
        self.device = device
        self.head = head
        self.store = store
        self.till = till
        self.version = version
        self.bootNonce = bootNonce
        self.token = token
        self.challenge = challenge
        self.leasesDigest = leasesDigest
        signature = ""
    }
}

/// The hub's answer to a greeting: how far it holds this device's chain.
public struct Welcome: Hashable, Codable, Sendable {
    /// Which life of the hub; it changes whenever a backup is restored.
    public let incarnation: String
    /// The last record of this device that the hub holds durably.
    public let last: ChainHead
    /// Up to here the records are in a verified backup, and the device may prune.
    public let archivedSequence: UInt64
    /// How many records the device may send in one upload.
    public let credits: Int
    /// The hub's time, in milliseconds since 1970.
    public let hubMilliseconds: Int64
    /// The token for the next meeting.
    public let token: SyncToken
    /// Whether the hub has other leases open for the device than it holds.
    ///
    /// Nil when they cannot be compared, since records of the device are on their way. A device
    /// that is not told that they are the same asks for all of them once its queue is empty.
    public let leasesDiffer: Bool?
    /// Empty.
    public let signature: String

    /// A welcome without signature.
    public init(
        incarnation: String,
        last: ChainHead,
        archivedSequence: UInt64,
        credits: Int,
        hubMilliseconds: Int64,
        token: SyncToken = .none,
        leasesDiffer: Bool? = nil
    ) {
        self.incarnation = incarnation
        self.last = last
        self.archivedSequence = archivedSequence
        self.credits = credits
        self.hubMilliseconds = hubMilliseconds
        self.token = token
        self.leasesDiffer = leasesDiffer
        signature = ""
    }
}

extension Welcome {
    /// The same welcome, which says whether the leases differ.
    public func comparing(leasesDiffer: Bool) -> Welcome {
        Welcome(
            incarnation: incarnation,
            last: last,
            archivedSequence: archivedSequence,
            credits: credits,
            hubMilliseconds: hubMilliseconds,
            token: token,
            leasesDiffer: leasesDiffer
        )
    }
}
