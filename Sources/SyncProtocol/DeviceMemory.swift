public import Records

/// What a device keeps of its meetings with the hub, in one row beside its journal.
///
/// The mark may be forgotten, since the hub says it again. The token may not: a device that had
/// used one and forgotten it would look like its own clone.
public struct DeviceMemory: Hashable, Codable, Sendable {
    /// The last record that the hub has acknowledged.
    public internal(set) var mark: ChainHead
    /// Up to here records of the mark's epoch are in every backup that might be restored.
    public internal(set) var archived: UInt64
    /// The hub's life, once it has answered.
    public internal(set) var incarnation: String?
    /// The word for the next meeting.
    public internal(set) var token: SyncToken
    /// Why the device stands apart; nil while it does not.
    public internal(set) var apart: Refusal.Kind?

    /// What was kept; by itself what a device knows that has met no hub.
    public init(
        mark: ChainHead,
        archived: UInt64 = 0,
        incarnation: String? = nil,
        token: SyncToken = .none,
        apart: Refusal.Kind? = nil
    ) {
        self.mark = mark
        self.archived = archived
        self.incarnation = incarnation
        self.token = token
        self.apart = apart
    }

    /// What a device knows that goes on under `grant`.
    public init(adopting grant: Grant) {
        self.init(mark: grant.root, token: grant.token)
    }
}
