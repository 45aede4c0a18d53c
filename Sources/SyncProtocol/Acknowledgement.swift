public import Records

/// The hub's answer to an upload: what it has committed durably.
///
/// A device moves its mark only when `last` names a record of its own chain with that very hash.
public struct Acknowledgement: Hashable, Codable, Sendable {
    /// A record that the hub keeps but could not apply.
    public struct SetAside: Hashable, Codable, Sendable {
        /// The record's number.
        public let sequence: UInt64
        /// Why, for the person who mends it.
        public let reason: String

        /// Record `sequence`, set aside for `reason`.
        public init(sequence: UInt64, reason: String) {
            self.sequence = sequence
            self.reason = reason
        }
    }

    /// Which life of the hub.
    public let incarnation: String
    /// The last record that is durable at the hub.
    public let last: ChainHead
    /// Up to here the records are in a verified backup.
    public let archivedSequence: UInt64
    /// Which of the uploaded records wait for a person.
    public let setAside: [SetAside]
    /// How many records the next upload may carry.
    public let credits: Int
    /// How long to wait before the next upload, in milliseconds.
    public let retryAfterMilliseconds: Int64
    /// Empty: what signs a message stands around it.
    public let signature: String

    /// An acknowledgement without a signature.
    public init(
        incarnation: String,
        last: ChainHead,
        archivedSequence: UInt64 = 0,
        setAside: [SetAside] = [],
        credits: Int,
        retryAfterMilliseconds: Int64 = 0
    ) {
        self.incarnation = incarnation
        self.last = last
        self.archivedSequence = archivedSequence
        self.setAside = setAside
        self.credits = credits
        self.retryAfterMilliseconds = retryAfterMilliseconds
        signature = ""
    }
}
