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
    /// The hub's signature over all else.
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

/// Why the hub did not take what it was sent.
public struct Refusal: Hashable, Codable, Sendable, Error {
    /// What the device does about it.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Records before the first one are missing: send from `last` on.
        case gap
        /// The hub holds another record under the same number: keep selling, ask a person.
        case fork
        /// The device has another epoch than the hub granted: keep selling, ask a person.
        case staleEpoch = "stale-epoch"
        /// The device's chain is shorter than what the hub has seen of it: ask a person.
        case rollback
        /// The upload breaks the form: a fault of the program or of the line; send it again.
        case malformed
        /// The upload is too large: send half.
        case tooLarge = "too-large"
        /// The hub cannot take anything now: come back later.
        case unavailable
    }

    /// What the device does about it.
    public let kind: Kind
    /// What is true, for the log.
    public let detail: String
    /// The last record that the hub holds of this device, where it matters.
    public let last: ChainHead?

    /// A refusal.
    public init(_ kind: Kind, _ detail: String, last: ChainHead? = nil) {
        self.kind = kind
        self.detail = detail
        self.last = last
    }

    /// The HTTP status that carries it.
    public var status: Int {
        switch kind {
        case .malformed: 400
        case .gap, .staleEpoch: 409
        case .tooLarge: 413
        case .fork, .rollback: 423
        case .unavailable: 503
        }
    }
}
