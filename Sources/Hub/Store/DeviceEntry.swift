public import Records
public import Retail

/// What the hub knows of one device: where it stands, and how far its chain reaches here.
public struct DeviceEntry: Hashable, Sendable {
    /// The device's number.
    public let device: DeviceID
    /// The till that it is, as it said when it was enrolled.
    public let place: Place
    /// What the granted epoch starts from: zero for a device's first.
    public let base: Digest
    /// The last record that the hub holds, in the epoch that the hub granted.
    public var last: ChainHead
    /// The program that the device runs.
    public var version: String
    /// The nonce of the device's last start.
    public var bootNonce: String
    /// When the device last said hello, in milliseconds since 1970.
    public var lastSeen: Int64

    /// A device of these facts.
    public init(
        device: DeviceID,
        place: Place,
        base: Digest,
        last: ChainHead,
        version: String,
        bootNonce: String,
        lastSeen: Int64
    ) {
        self.device = device
        self.place = place
        self.base = base
        self.last = last
        self.version = version
        self.bootNonce = bootNonce
        self.lastSeen = lastSeen
    }
}
