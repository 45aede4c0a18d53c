public import Records

/// Records of a device beside the chain that the hub grants it now: an epoch that is over, or a
/// branch that a box brought.
public struct ChainRun: Hashable, Sendable {
    /// Whose records.
    public let device: DeviceID
    /// On which branch: 0 for an epoch that was granted and is over.
    public let branch: UInt32
    /// What the first of them follows: the root, or a record that the hub holds.
    public let start: ChainHead
    /// The last of them.
    public var last: ChainHead
    /// Who brought them.
    public let bearer: DeviceID
    /// When the first of them came, in milliseconds since 1970.
    public let since: Int64
    /// The signature over the newest upload that it ends with; nil when nobody signed that.
    public var witness: Witness?

    /// A run of these facts; its epoch is that of its ends.
    public init(
        device: DeviceID,
        branch: UInt32,
        start: ChainHead,
        last: ChainHead,
        bearer: DeviceID,
        since: Int64,
        witness: Witness? = nil
    ) {
        self.device = device
        self.branch = branch
        self.start = start
        self.last = last
        self.bearer = bearer
        self.since = since
        self.witness = witness
    }

    /// Where its records stand: the key of what the first of them follows.
    public var key: JournalKey {
        JournalKey(device: device, epoch: start.epoch, branch: branch, sequence: start.sequence)
    }
}
