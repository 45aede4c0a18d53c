public import Records

/// What the hub keeps of one device, for the protocol: one row, read and written in a transaction.
public struct DeviceRow: Hashable, Codable, Sendable {
    /// The device's number.
    public let device: DeviceID
    /// What the granted epoch starts from: zero for a device's first.
    public internal(set) var base: Digest
    /// The last record that the hub holds, in the epoch that it granted.
    public internal(set) var last: ChainHead
    /// Up to here records are in every backup from which the hub might be restored.
    public var archived: UInt64
    /// The token that the device has used last.
    public internal(set) var confirmed: SyncToken
    /// The token that it was offered since; either may be used.
    public internal(set) var offered: SyncToken
    /// What a suspect hello has to repeat; nil while nobody is suspect.
    public internal(set) var challenge: SyncToken?
    /// Whether the hub was restored since it last gave this device a token.
    public internal(set) var isRecovering: Bool
    /// Why the epoch is fenced, so that nothing more is taken in it; nil while it is not.
    public internal(set) var fence: Refusal.Kind?
    /// How boxes may go on that brought their branches: one under this number, others under new
    /// ones that a person gave.
    public internal(set) var grants: [Grant]

    /// A device that the hub meets for the first time; it takes the first token that it is given.
    public init(enrolling device: DeviceID) {
        self.init(device: device, base: .zero, epoch: 1, token: .none)
    }

    /// A number that goes on under `grant`.
    init(granted grant: Grant) {
        self.init(device: grant.device, base: grant.base, epoch: grant.epoch, token: grant.token)
    }

    private init(device: DeviceID, base: Digest, epoch: UInt32, token: SyncToken) {
        self.device = device
        self.base = base
        last = .root(of: device, epoch: epoch, base: base)
        archived = 0
        confirmed = token
        offered = .none
        isRecovering = false
        grants = []
    }

    /// The row as a store kept it.
    package init(
        device: DeviceID,
        base: Digest,
        last: ChainHead,
        archived: UInt64,
        confirmed: SyncToken,
        offered: SyncToken,
        challenge: SyncToken?,
        isRecovering: Bool,
        fence: Refusal.Kind?,
        grants: [Grant]
    ) {
        self.device = device
        self.base = base
        self.last = last
        self.archived = archived
        self.confirmed = confirmed
        self.offered = offered
        self.challenge = challenge
        self.isRecovering = isRecovering
        self.fence = fence
        self.grants = grants
    }

    /// The row as a backup has it, when that backup becomes the hub: its tokens are of a life that
    /// is over, so the next hello is held to the chain only.
    public func restored(omitting omissions: Omissions = .none) -> DeviceRow {
        guard omissions.keeps(.asksNoTokenAfterRestore) else { return self }
        var row = self
        row.isRecovering = true
        (row.confirmed, row.offered, row.challenge) = (.none, .none, nil)
        return row
    }
}
