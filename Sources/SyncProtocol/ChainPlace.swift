public import Records

/// A record's place among all that one box has written: whose chain, and where on it.
///
/// A box has more than one chain when the hub gave it a new epoch or another number.
public struct ChainPlace: Hashable, Codable, Sendable {
    /// Whose chain.
    public let device: DeviceID
    /// The record's epoch, number and hash.
    public let head: ChainHead

    /// The place of record `head` on the chain of `device`.
    public init(device: DeviceID, head: ChainHead) {
        self.device = device
        self.head = head
    }

    /// The place of `record`.
    public init(_ record: Record) {
        self.init(device: record.device, head: record.position)
    }
}
